"""The page's app around a bare workspace and a bot for every kind of payload, without a socket for either."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.sandbox.driver import Driver
from bot.sandbox.page.app import end_streams, page
from bot.sandbox.page.contract import CommandHelp, ShortcutHelp
from bot.sandbox.records import Json
from bot.sandbox.server import SlackServer
from bot.sandbox.transport import WsgiTransport
from bot.sandbox.workspace import Workspace
from tests.sandbox.bare_app import bare_app

SECRET = "signing-secret"


@dataclass
class Travels:
    """A clock that only remembers where it was sent."""

    at: datetime = datetime(2026, 11, 2, 9, tzinfo=UTC)
    mornings: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def next_working_morning(self) -> str:
        self.mornings.append(self.at)
        return "a morning"

    def forward(self, days: int) -> str:
        self.at += timedelta(days=days)
        return f"{days} days later"


class Behind:
    def slots(self) -> list[Json]:
        return [{"subject": "ask 1"}]

    def history(self, request_id: str) -> list[Json]:
        return [{"what": f"filed {request_id}"}]

    def open_request(self, user_id: str) -> str | None:
        return "r1" if user_id == "U1" else None


@pytest.fixture
def workspace() -> Workspace:
    workspace = Workspace()
    workspace.add_person("U1", "ana", real_name="Ana Lopes", title="Sales", tz="America/New_York")
    workspace.add_person("U2", "ben", real_name="Ben Roth")
    workspace.add_channel("C1", "general", members=("U0BOT", "U1", "U2"))
    workspace.add_channel("G1", "secret", members=("U2",), kind="private")
    return workspace


@pytest.fixture
def client(workspace: Workspace) -> Iterator[WebClient]:
    with SlackServer(workspace) as slack:
        yield WebClient(workspace.app.bot_token, base_url=slack.url, retry_handlers=[])


@pytest.fixture
def bot(client: WebClient) -> App:
    return bare_app(client, SECRET)


@pytest.fixture
def travels() -> Travels:
    return Travels()


@pytest.fixture
def app(workspace: Workspace, bot: App, travels: Travels) -> Iterator[Flask]:
    driver = Driver(workspace, WsgiTransport(SlackRequestHandler(bot)), SECRET)
    app = page(
        workspace,
        driver,
        travels,
        Behind(),
        [CommandHelp("/hello", "words", "Says hello")],
        [ShortcutHelp("save_signal", "Save", kind="message")],
    )
    yield app
    end_streams(app)


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()
