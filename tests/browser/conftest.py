"""A browser and two workspaces to look at: the sample company's, and a bare one with a bot for every kind of payload.

Skipped where Playwright or Chromium is missing: `make test-browser` says how to get them.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bot.http import HttpServer
from bot.sandbox.driver import Driver
from bot.sandbox.house import House
from bot.sandbox.keeping import Home
from bot.sandbox.opening import open_sandbox
from bot.sandbox.page.app import end_streams, page
from bot.sandbox.page.contract import CommandHelp, ShortcutHelp
from bot.sandbox.records import Json
from bot.sandbox.server import SlackServer
from bot.sandbox.transport import HttpTransport
from bot.sandbox.workspace import Workspace
from tests.sandbox.bare_app import bare_app
from tests.sandbox.homes import founded, home

__all__ = ["founded", "home"]

SECRET = "signing-secret"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
)
PATIENCE = 10_000
"""Milliseconds until a test gives up on something to appear."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests. Skips where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api")
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Look:
    """Opens pages, and fails the test for whatever the page's console complains about."""

    browser: Any
    complaints: list[str]

    def at(
        self,
        address: str,
        *,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        tour: bool = False,
        **context: Any,
    ) -> Any:
        """A new visitor's page, ready. Without `tour` they have left the guided tour before."""
        visit = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="en-GB",
            reduced_motion="reduce",
            **context,
        )
        shown = visit.new_page()
        shown.set_default_timeout(PATIENCE)
        shown.on("pageerror", lambda error: self.complaints.append(str(error)))
        shown.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        shown.goto(address)
        shown.wait_for_selector("#app:not([aria-busy])")
        if not tour:
            shown.click("#tour-leave")
        return shown


@pytest.fixture
def look(chromium: Any) -> Iterator[Look]:
    one = Look(chromium, [])
    yield one
    for context in chromium.contexts:
        context.close()
    assert one.complaints == []


@pytest.fixture
def house(chromium: Any, home: Home) -> Iterator[House]:
    """The sample company's workspace, open."""
    with open_sandbox(home, 0) as house:
        yield house


class Travels:
    """A clock that only remembers where it was sent."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def next_working_morning(self) -> str:
        return self.forward(1)

    def forward(self, days: int) -> str:
        self.ahead += timedelta(days=days)
        return f"{days} days later: no message"


class NoCurtain:
    def slots(self) -> list[Json]:
        return [
            {
                "subject": "ask 1",
                "audience": "csm",
                "wanted": 2,
                "sent": 1,
                "due": None,
                "tries": 1,
                "parked": "",
            }
        ]

    def history(self, request_id: str) -> list[Json]:
        return [{"at": "2026-11-02T09:00:00+00:00", "actor": "U1", "what": f"filed {request_id}"}]

    def open_request(self, user_id: str) -> str | None:
        return "r1" if user_id == "U1" else None


@dataclass
class Stage:
    """A bare workspace and its page."""

    address: str
    workspace: Workspace
    client: WebClient
    bot: Any

    def show(self, user: str, blocks: list[Json], text: str = "A message") -> None:
        """The bot writes to somebody."""
        self.client.chat_postMessage(channel=user, text=text, blocks=blocks)


@pytest.fixture
def stage(chromium: Any) -> Iterator[Stage]:
    workspace = Workspace()
    workspace.add_person(
        "U1", "ana", real_name="Ana Lopes", title="Sales", tz="America/New_York", locale="en-US"
    )
    workspace.add_person(
        "U2", "ben", real_name="Ben Roth", title="Customer Success Manager", tz="Europe/Berlin"
    )
    workspace.add_person("U3", "gus", real_name="Gus Guest", is_ultra_restricted=True)
    workspace.add_channel("C1", "general", members=("U0BOT", "U1", "U2"))
    with SlackServer(workspace) as slack:
        client = WebClient(workspace.app.bot_token, base_url=slack.url, retry_handlers=[])
        bot = bare_app(client, SECRET)
        parts = DispatcherMiddleware(lambda *_: [], {"/slack": _Unmounted(SlackRequestHandler(bot))})
        server = HttpServer(parts, "127.0.0.1", 0)
        driver = Driver(workspace, HttpTransport(server.address), SECRET)
        commands = [
            CommandHelp(f"/{name}", "words", f"Does {name}")
            for name in ("hello", "form", "small", "broken", "later", "post")
        ]
        shortcuts = [
            ShortcutHelp("request_reference", "Request a reference"),
            ShortcutHelp("save_signal", "Save as a signal", kind="message"),
        ]
        app = page(workspace, driver, Travels(), NoCurtain(), commands, shortcuts)
        parts.app = app
        server.start()
        yield Stage(server.address, workspace, client, bot)
        end_streams(app)
        server.stop()


class _Unmounted:
    """Gives the bot the whole path back."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: Any, start_response: Any) -> Any:
        environ["PATH_INFO"] = environ.pop("SCRIPT_NAME") + environ["PATH_INFO"]
        environ["SCRIPT_NAME"] = ""
        return self._app(environ, start_response)


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: docs/images with --pictures, else a folder that is thrown away."""
    if not request.config.getoption("--pictures", default=False):
        return tmp_path_factory.mktemp("pictures")
    folder = Path(__file__).parents[2] / "docs" / "images"
    folder.mkdir(exist_ok=True)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="renew the README's screenshots in docs/images")


MEASURED = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[MEASURED] = []


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> list[str]:
    """Lines for the end of the run: what was measured."""
    return request.config.stash[MEASURED]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in terminalreporter.config.stash[MEASURED]:
        terminalreporter.write_line(line)
