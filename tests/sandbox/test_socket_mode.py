"""Socket Mode end to end: a bare Bolt app behind Slack's own handler, driven by the same people."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from websockets.sync.client import connect

from bot.sandbox.driver import Driver
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from tests.sandbox.conftest import SECRET
from tests.sandbox.socket_mode import SocketModeServer, _envelope


@pytest.fixture
def socket() -> Iterator[SocketModeServer]:
    with SocketModeServer() as socket:
        yield socket


@pytest.fixture
def connected(
    app: App, server: SlackServer, socket: SocketModeServer, workspace: Workspace
) -> Iterator[Driver]:
    server.api.socket_url = socket.url
    handler = SocketModeHandler(app, workspace.app.app_token, ping_interval=0.3)
    handler.client.web_client.base_url = server.url
    handler.connect()  # type: ignore[no-untyped-call]
    socket.wait_for_app()
    yield Driver(workspace, socket, SECRET)
    handler.close()  # type: ignore[no-untyped-call]


def test_a_command_a_click_and_a_form_go_over_the_socket(
    connected: Driver, socket: SocketModeServer, workspace: Workspace
) -> None:
    ana = connected.as_person("U1")
    answer = ana.command("/hello", "world")
    assert "Hello world" in answer.words
    assert ana.click(answer, "wave", "one").ok
    ana.command("/small", "errors")
    assert ana.submit(words="x").errors == {"words": "not x"}
    ana.close_modal()
    assert ana.open_home().ok
    ana.wait_for("tune")
    assert workspace.refusals == []
    assert len(socket.acks) == 5


def test_suggestions_come_back_in_the_acknowledgement(connected: Driver) -> None:
    ana = connected.as_person("U1")
    ana.command("/form")
    assert [option["value"] for option in ana.suggest("advocate", "sarah")] == ["a1", "a2"]


def recorded(name: str) -> Any:
    return json.loads((Path(__file__).parent / "payloads" / f"{name}.json").read_text("utf-8"))["payload"]


def test_an_envelope_looks_like_the_recorded_ones() -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    command = _envelope(b"command=%2Fhello&text=", form)
    assert set(command) == set(recorded("socket_mode_slash_commands"))
    assert command["payload"] == {"command": "/hello", "text": ""}
    click = _envelope(b"payload=%7B%22type%22%3A%22block_actions%22%7D", form)
    assert set(click) == set(recorded("socket_mode_interactive"))


def test_the_greeting_looks_like_the_recorded_one(socket: SocketModeServer) -> None:
    with connect(socket.url) as web_socket:
        greeting = json.loads(web_socket.recv())
    assert set(greeting) == set(recorded("socket_mode_hello"))


def test_an_app_that_lost_its_connection_comes_back(connected: Driver, socket: SocketModeServer) -> None:
    socket.disconnect()
    socket.wait_for_app(connections=2)
    assert connected.as_person("U1").command("/plain").text == "just words"
