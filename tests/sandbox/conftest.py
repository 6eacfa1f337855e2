"""A workspace with a few people, the pretend Web API in front of it, and a bare Bolt app behind the driver."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.sandbox.driver import Driver
from bot.sandbox.server import SlackServer
from bot.sandbox.transport import WsgiTransport
from bot.sandbox.workspace import Workspace
from tests.sandbox.bare_app import bare_app

SECRET = "signing-secret"


@dataclass
class WallClock:
    """Wall time that a test can move forward."""

    ahead: float = field(default=0.0)

    def __call__(self) -> float:
        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        self.ahead += seconds


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


@pytest.fixture
def workspace(clock: WallClock) -> Workspace:
    workspace = Workspace(clock=clock)
    workspace.add_person("U1", "ana", real_name="Ana Lopes", email="ana@ours.example", tz="America/New_York")
    workspace.add_person("U2", "ben", real_name="Ben Roth", email="ben@ours.example")
    workspace.add_person("U3", "gus", real_name="Gus Guest", is_ultra_restricted=True)
    workspace.add_person("U4", "out", real_name="Olga Outside", team_id="T0OTHER", is_stranger=True)
    workspace.add_channel("C1", "general", members=("U0BOT", "U1", "U2", "U4"))
    workspace.add_channel("C2", "without-bot", members=("U1",))
    workspace.add_channel("G1", "secret", members=("U1",), kind="private")
    return workspace


@pytest.fixture
def server(workspace: Workspace) -> Iterator[SlackServer]:
    with SlackServer(workspace) as server:
        yield server


@pytest.fixture
def client(server: SlackServer) -> WebClient:
    return WebClient(server.workspace.app.bot_token, base_url=server.url, retry_handlers=[])


@pytest.fixture
def app(server: SlackServer, client: WebClient) -> App:
    return bare_app(client, SECRET)


@pytest.fixture
def slack(workspace: Workspace, app: App) -> Driver:
    return Driver(workspace, WsgiTransport(SlackRequestHandler(app)), SECRET)
