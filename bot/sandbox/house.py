"""The sandbox's moving parts in one process: the bot as a real process wires it, and a pretend Slack around it."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from zoneinfo import ZoneInfo

from sqlalchemy import make_url

from bot.http import HttpServer, create_http
from bot.jobs.schedule import TIMETABLE
from bot.sandbox.driver import Driver
from bot.sandbox.manifest import events, scopes
from bot.sandbox.server import SlackServer
from bot.sandbox.transport import HttpTransport
from bot.sandbox.travel import ShiftedClock, Travel
from bot.sandbox.workspace import Workspace
from bot.settings import Settings
from bot.wiring import Wired, build

LOOPBACK = "127.0.0.1"
CLOSING_SECONDS = 1.0
"""How long requests in hand may take when the sandbox closes."""


@dataclass(frozen=True)
class Roles:
    """Who is who in a workspace, by Slack id."""

    sales: tuple[str, ...]
    owners: tuple[str, ...]
    """The first one's time zone is the one in which mornings are meant."""
    executives: tuple[str, ...]
    celebration_channel: str
    feedback_channel: str | None = None


class OnePort:
    """One port for two: the bot answers its own paths, `others` every other one; without it they are not found."""

    def __init__(self, wired: Wired) -> None:
        bot = create_http(wired.bolt, wired.program.db)
        self._bot = bot
        self._paths = {rule.rule for rule in bot.url_map.iter_rules()}
        self.others: WSGIApplication = bot

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        app = self._bot if environ.get("PATH_INFO") in self._paths else self.others
        return app(environ, start_response)


@dataclass(frozen=True)
class House:
    """A sandbox that runs. `address` is where its page and the bot's own paths are."""

    address: str
    door: OnePort
    wired: Wired
    workspace: Workspace
    driver: Driver
    clock: ShiftedClock
    travel: Travel


@contextmanager
def open_house(
    database_url: str,
    workspace: Workspace,
    roles: Roles,
    clock: ShiftedClock,
    *,
    port: int = 0,
) -> Iterator[House]:
    """Runs everything on loopback inside the block, but the timetable, which is the caller's to start.

    The database must be at the newest schema. Messages carry the program's time. `port` 0 is any free one, CannotListen
    where it is taken.
    """
    with ExitStack() as closing:
        # Trigger ids and response urls were made with wall time and stay on it; only what people read moves.
        workspace.clock = lambda: clock.now().timestamp()
        workspace.scopes = scopes()
        workspace.events = events()
        slack = closing.enter_context(SlackServer(workspace))
        secret = secrets.token_hex(16)
        settings = _settings(database_url, workspace, slack, secret, roles)
        wired = build(settings, clock)
        closing.callback(wired.close)
        door = OnePort(wired)
        server = HttpServer(door, LOOPBACK, port)
        closing.callback(server.stop, CLOSING_SECONDS)
        house = House(
            server.address,
            door,
            wired,
            workspace,
            Driver(workspace, HttpTransport(server.address), secret),
            clock,
            Travel(wired, clock, TIMETABLE, workspace, ZoneInfo(workspace.person(roles.owners[0]).tz)),
        )
        wired.relay.start()
        closing.callback(wired.relay.stop)
        wired.gift_orders.start()
        closing.callback(wired.gift_orders.stop)
        # Registered last, the server is the first to stop: nothing new comes in while the rest ends.
        closing.callback(server.stop, CLOSING_SECONDS)
        server.start()
        yield house


def _order_file(database_url: str) -> Path:
    """Beside the sandbox's own database, not where somebody happens to stand."""
    url = make_url(database_url)
    beside = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else Path()
    return beside.with_name("gift-orders.csv") if beside.name else Path("gift-orders.csv")


def _settings(
    database_url: str, workspace: Workspace, slack: SlackServer, secret: str, roles: Roles
) -> Settings:
    """What a real installation would have in its environment."""
    return Settings(
        _env_file=None,
        database_url=database_url,
        slack_bot_token=workspace.app.bot_token,
        slack_signing_secret=secret,
        slack_app_token=None,
        slack_api_url=slack.url,
        host=LOOPBACK,
        gift_order_file=_order_file(database_url),
        program_owners=",".join(roles.owners),
        executives=",".join(roles.executives),
        celebration_channel=roles.celebration_channel,
        feedback_channel=roles.feedback_channel,
    )
