"""The processes as an installation runs them: started, asked, told to stop."""

import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from bot.db import Database
from bot.sandbox.driver import Driver
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from bot.schema import newest_revision
from models import Base, JobRun
from tests.sandbox.socket_mode import SocketModeServer

ROOT = Path(__file__).parent.parent.parent
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
READY = {"web": "Listening on http://127.0.0.1:", "worker": "Keeping the timetable and delivering"}


class Running:
    """A process and what it said when it was ready; its log goes to a file."""

    def __init__(self, command: str, environment: dict[str, str], folder: Path) -> None:
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - lives as long as the process
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", command],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().strip()

    def written(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Any:
        """Status and body of one answer."""
        connection = http.client.HTTPConnection(urlsplit(self.said.split()[2]).netloc, timeout=10)
        try:
            connection.request(method, path, body.encode(), headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def stop(self, by: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Exit code and seconds until the end."""
        began = time.monotonic()
        self.process.send_signal(by)
        return self.process.wait(10), time.monotonic() - began


@pytest.fixture
def environment(sqlite_db: Database) -> dict[str, str]:
    return {
        "DATABASE_URL": str(sqlite_db.url),
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": "http://127.0.0.1:9/",
        "HOST": "127.0.0.1",
        "PORT": "0",
    }


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Any]:
    """Starts processes, and ends those that a test leaves behind."""
    started: list[Running] = []

    def start(command: str, **more: str) -> Running:
        started.append(Running(command, environment | more, tmp_path))
        return started[-1]

    yield start
    for running in started:
        running.process.kill()
        running.process.wait()
        assert running.process.stdout is not None
        running.process.stdout.close()
        running.log.close()


def signed(body: str, secret: str = SECRET) -> dict[str, str]:
    timestamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def rows(db: Database) -> int:
    with db.reading() as session:
        return sum(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.tables.values()
        )


def test_web_answers_health_and_slack_and_nothing_else(start: Any, sqlite_db: Database) -> None:
    web = start("web")
    assert web.said.startswith(READY["web"]), web.written()

    status, body = web.ask("GET", "/health")
    assert (status, json.loads(body)) == (
        200,
        {"status": "ok", "database": "sqlite", "schema": newest_revision()},
    )
    assert web.ask("GET", "/")[0] == 404
    assert web.ask("GET", "/slack/events")[0] == 404

    command = "command=%2Freference&text=help&team_id=T1&user_id=U1&channel_id=C1"
    before = rows(sqlite_db)
    assert web.ask("POST", "/slack/events", command, signed(command, "a guess"))[0] == 401
    assert rows(sqlite_db) == before
    assert web.ask("POST", "/slack/events", command, signed(command))[0] == 200


@pytest.mark.parametrize("command", ["web", "worker", "serve"])
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT], ids=lambda by: by.name)
def test_told_to_stop_a_process_ends_soon_and_well(start: Any, command: str, by: signal.Signals) -> None:
    process = start(command)
    assert process.said.startswith(READY.get(command, READY["web"])), process.written()

    code, seconds = process.stop(by)

    assert (code, process.written()) == (0, "")
    assert seconds < 5


def test_serve_migrates_an_empty_database_first(start: Any, tmp_path: Path) -> None:
    serve = start("serve", DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}")

    assert serve.said.startswith("Listening on http://127.0.0.1:"), serve.written()
    assert serve.ask("GET", "/health")[0] == 200
    assert serve.stop()[0] == 0


def test_a_taken_port_ends_the_start_with_one_clear_line_before_anything_else(
    start: Any, sqlite_db: Database
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        serve = start("serve", PORT=str(port))
        assert serve.process.wait(10) == 1

    assert serve.said == ""
    assert serve.written() == (
        f"Error: port {port} on 127.0.0.1 is taken: stop what listens there, or set PORT to a free one\n"
    )
    with sqlite_db.reading() as session:
        assert session.scalars(select(JobRun)).all() == []


@pytest.mark.parametrize("command", ["web", "worker", "serve"])
def test_a_token_that_slack_refuses_ends_the_start_with_one_clear_line(start: Any, command: str) -> None:
    with SlackServer(Workspace()) as slack:
        process = start(command, SLACK_API_URL=slack.url, SLACK_BOT_TOKEN="xoxb-of-another-app")
        assert process.process.wait(20) == 1

    assert process.said == ""
    assert process.written() == "Error: SLACK_BOT_TOKEN: Slack refused it (invalid_auth)\n"


def test_a_request_that_never_arrives_whole_does_not_hold_up_the_end(start: Any) -> None:
    web = start("web")
    address = urlsplit(web.said.split()[2])
    with socket.create_connection((address.hostname, address.port)) as half:
        half.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        time.sleep(0.1)

        code, seconds = web.stop()

    assert (code, seconds < 2) == (0, True)


def test_two_workers_start_on_one_database(start: Any, sqlite_db: Database) -> None:
    workers = [start("worker") for _ in range(2)]
    for worker in workers:
        assert worker.said == READY["worker"], worker.written()
    for worker in workers:
        assert worker.stop()[0] == 0
        assert worker.written() == ""


def test_in_socket_mode_slack_reaches_the_bot_through_the_socket_alone(start: Any) -> None:
    workspace = Workspace()
    workspace.add_person("U1", "ana", real_name="Ana Lopes", email="ana@ours.example")
    workspace.add_channel("C1", "general", members=("U0BOT", "U1"))
    with SocketModeServer() as slack_socket, SlackServer(workspace) as slack:
        slack.api.socket_url = slack_socket.url
        web = start(
            "web",
            SLACK_BOT_TOKEN=workspace.app.bot_token,
            SLACK_APP_TOKEN=workspace.app.app_token,
            SLACK_SIGNING_SECRET="",
            SLACK_API_URL=slack.url,
        )
        assert web.said.endswith(" and to Slack in Socket Mode"), web.written()
        slack_socket.wait_for_app()
        ana = Driver(workspace, slack_socket, SECRET).as_person("U1")

        assert ana.command("/reference", "help").words
        assert web.ask("GET", "/health")[0] == 200
        assert web.ask("POST", "/slack/events", "", signed(""))[0] == 404

        code, seconds = web.stop()
        assert code == 0, web.written()
        assert seconds < 5


def test_a_wrong_app_token_ends_the_start_with_one_clear_line(start: Any) -> None:
    with SlackServer(Workspace()) as slack:
        web = start("web", SLACK_APP_TOKEN="xapp-wrong", SLACK_API_URL=slack.url)
        assert web.process.wait(10) == 1

    assert web.written().splitlines()[-1].startswith("Error: SLACK_APP_TOKEN: Slack refused Socket Mode (")
