"""The server itself: quick, quiet, and gone when stopped."""

import http.client
import time

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace


def test_it_stops_at_once_with_a_connection_still_open(workspace: Workspace) -> None:
    server = SlackServer(workspace).start()
    connection = http.client.HTTPConnection("127.0.0.1", int(server.address.rsplit(":", 1)[1]))
    connection.request("POST", "/api/api.test")
    assert connection.getresponse().read() == b'{"ok": true, "args": {}}'
    started = time.perf_counter()
    server.stop()
    server.stop()
    assert time.perf_counter() - started < 0.5
    with pytest.raises(OSError, match="refused"):
        http.client.HTTPConnection("127.0.0.1", connection.port).request("POST", "/api/api.test")
    connection.close()


def test_a_kept_connection_answers_within_two_milliseconds(server: SlackServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", int(server.address.rsplit(":", 1)[1]))
    times = []
    for _ in range(30):
        started = time.perf_counter()
        connection.request("POST", "/api/api.test")
        connection.getresponse().read()
        times.append(time.perf_counter() - started)
    connection.close()
    assert min(times) < 0.002


def test_it_says_nothing_on_the_console(client: WebClient, capfd: pytest.CaptureFixture[str]) -> None:
    client.auth_test()
    assert capfd.readouterr() == ("", "")


def test_two_servers_do_not_meet() -> None:
    with SlackServer(Workspace()) as one, SlackServer(Workspace()) as other:
        assert one.url != other.url
        WebClient("xoxb-sandbox", base_url=one.url).auth_test()
        assert (len(one.workspace.calls), len(other.workspace.calls)) == (1, 0)


def test_any_other_path_is_not_found(server: SlackServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", int(server.address.rsplit(":", 1)[1]))
    connection.request("GET", "/nowhere")
    assert connection.getresponse().status == 404
    connection.close()


def test_socket_mode_is_not_offered_without_a_server_for_it(server: SlackServer) -> None:
    client = WebClient(server.workspace.app.app_token, base_url=server.url)
    with pytest.raises(SlackApiError, match="internal_error"):
        client.api_call("apps.connections.open")
