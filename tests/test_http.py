"""The HTTP paths and the server that answers them."""

import hashlib
import hmac
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import text

from bot.db import Database
from bot.http import LARGEST_BODY, CannotListen, HttpServer, create_http
from bot.schema import newest_revision

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@pytest.fixture
def done() -> list[str]:
    """What the commands of the Bolt app have done."""
    return []


@pytest.fixture
def bolt(done: list[str]) -> App:
    app = App(
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
        process_before_response=True,
    )

    @app.command("/reference")
    def reference(ack: Ack, command: dict[str, Any]) -> None:
        done.append(command["text"])
        ack("Here you are.")

    return app


@pytest.fixture
def client(bolt: App, sqlite_db: Database) -> FlaskClient:
    return create_http(bolt, sqlite_db).test_client()


COMMAND = "command=%2Freference&text=fintech&team_id=T1&user_id=U1&channel_id=C1"


def signed(body: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    timestamp = str(int(at or time.time()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def test_what_slack_signed_is_done(client: FlaskClient, done: list[str]) -> None:
    answer = client.post("/slack/events", data=COMMAND, headers=signed(COMMAND))

    assert (answer.status_code, answer.text) == (200, "Here you are.")
    assert done == ["fintech"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(COMMAND, secret="another secret"),
        signed(COMMAND + "%20and%20more"),
        signed(COMMAND, at=time.time() - 3600),
        signed(COMMAND, at=time.time() + 3600),
        signed(COMMAND) | {"X-Slack-Request-Timestamp": "yesterday"},
        signed(COMMAND) | {"X-Slack-Request-Timestamp": "9" * 5000},
        signed(COMMAND) | {"X-Slack-Signature": "v0=" + "é" * 64},
        {"X-Slack-Request-Timestamp": str(int(time.time()))},
    ],
    ids=[
        "none",
        "wrong secret",
        "other body",
        "an hour old",
        "an hour early",
        "no time",
        "an endless time",
        "no hexadecimal digits",
        "no signature",
    ],
)
def test_what_slack_did_not_sign_is_refused_and_nothing_done(
    client: FlaskClient, done: list[str], headers: dict[str, str]
) -> None:
    answer = client.post("/slack/events", data=COMMAND, headers=headers)

    assert answer.status_code == 401
    assert done == []


def test_health_says_ok_when_the_database_answers_at_the_newest_schema(bolt: App, db: Database) -> None:
    answer = create_http(bolt, db).test_client().get("/health")

    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "database": db.url.get_backend_name(), "schema": newest_revision()}


def test_health_says_which_schema_is_missing(client: FlaskClient, sqlite_db: Database) -> None:
    with sqlite_db.changing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["status"] == "unavailable"
    assert "at 0000" in answer.json["reason"]
    assert "run migrate" in answer.json["reason"]


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://bot:pa55word@127.0.0.1:1/advocates"]
)
def test_health_says_that_the_database_does_not_answer_and_no_more(
    bolt: App, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    db = Database(url)
    answer = create_http(bolt, db).test_client().get("/health")
    db.dispose()

    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "reason": "the database does not answer"}
    assert "does not answer: (" in caplog.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/slack/events"),
        ("PUT", "/slack/events"),
        ("POST", "/slack/install"),
        ("POST", "/slack/events/"),
        ("POST", "/health"),
        ("OPTIONS", "/health"),
        ("GET", "/health/"),
        ("GET", "/static/../../.env"),
        ("GET", "/favicon.ico"),
    ],
)
def test_nothing_else_answers(client: FlaskClient, method: str, path: str) -> None:
    assert client.open(path, method=method).status_code == 404


def test_in_socket_mode_http_takes_nothing_from_slack(sqlite_db: Database) -> None:
    client = create_http(None, sqlite_db).test_client()

    assert client.post("/slack/events", data=COMMAND, headers=signed(COMMAND)).status_code == 404
    assert client.get("/health").status_code == 200


def test_a_body_over_a_megabyte_is_refused_unread(
    client: FlaskClient, bolt: App, sqlite_db: Database, done: list[str]
) -> None:
    body = COMMAND + "&more=" + "x" * LARGEST_BODY

    assert client.post("/slack/events", data=body, headers=signed(body)).status_code == 413
    with running(create_http(bolt, sqlite_db)) as server:
        try:
            status = ask(server, "POST", "/slack/events", body, signed(body))[0]
        except (BrokenPipeError, ConnectionResetError):
            status = 413  # it hung up before everything was sent: nothing is read either way
    assert status == 413
    assert done == []


def test_the_server_answers_many_at_once_and_does_not_say_what_it_is(
    bolt: App, sqlite_db: Database, done: list[str]
) -> None:
    with running(create_http(bolt, sqlite_db)) as server, ThreadPoolExecutor(32) as clients:
        answers = list(
            clients.map(lambda _: ask(server, "POST", "/slack/events", COMMAND, signed(COMMAND)), range(64))
        )

    assert [status for status, _, _ in answers] == [200] * 64
    assert len(done) == 64
    assert not any("server" in headers or "via" in headers for _, headers, _ in answers)


def test_stopping_finishes_the_request_in_hand_and_accepts_no_other() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_environ: Any, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun.set()
        go_on.wait(5)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]

    with running(slow) as server, ThreadPoolExecutor(2) as threads:
        idle = http.client.HTTPConnection(urlsplit(server.address).netloc)
        idle.connect()
        in_hand = threads.submit(ask, server, "GET", "/")
        assert begun.wait(5)
        stopping = threads.submit(server.stop)
        wait_until_refused(server)
        assert not stopping.done()
        go_on.set()
        assert in_hand.result(5)[2] == b"done"
        began = time.monotonic()
        stopping.result(5)
        assert time.monotonic() - began < 1
        idle.close()


def test_stopping_does_not_wait_longer_than_it_was_told(caplog: pytest.LogCaptureFixture) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def endless(_environ: Any, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun.set()
        go_on.wait(10)
        start_response("200 OK", [])
        return [b""]

    server = HttpServer(endless, "127.0.0.1", 0)
    server.start()
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(ask, server, "GET", "/")
        assert begun.wait(5)
        began = time.monotonic()
        server.stop(within=0.2)
        assert time.monotonic() - began < 1
        assert isinstance(asking.exception(5), http.client.HTTPException | OSError)
        go_on.set()
    assert "1 connections closed before their requests were done" in caplog.text


def test_a_server_that_never_started_stops_too() -> None:
    server = HttpServer(lambda _environ, _start: [], "127.0.0.1", 0)

    server.stop()

    wait_until_refused(server)


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotListen, match=f"port {port} on 127.0.0.1 is taken: .*PORT") as refused:
            HttpServer(lambda _environ, _start: [], "127.0.0.1", port)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("host", ["no..host", "192.0.2.1"])
def test_an_address_of_another_machine_is_named(host: str) -> None:
    with pytest.raises(CannotListen, match=f"HOST is {host}|on {host}.*HOST"):
        HttpServer(lambda _environ, _start: [], host, 0)


class running:  # noqa: N801 - reads as a word
    """A server that answers inside the block."""

    def __init__(self, app: Any) -> None:
        self.server = HttpServer(app, "127.0.0.1", 0)

    def __enter__(self) -> HttpServer:
        self.server.start()
        return self.server

    def __exit__(self, *_: object) -> None:
        self.server.stop()


def ask(
    server: HttpServer, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=10)
    try:
        connection.request(method, path, body.encode(), headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def wait_until_refused(server: HttpServer) -> None:
    address = urlsplit(server.address)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            socket.create_connection((address.hostname or "", address.port or 0), timeout=1).close()
        except (ConnectionRefusedError, ConnectionResetError):
            return
        time.sleep(0.01)
    raise AssertionError(f"{server.address} still accepts")
