"""What goes wrong on demand, as Slack's own client sees it."""

import time
from http.client import RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace


def test_a_429_says_how_long_to_wait_and_does_nothing(
    client: WebClient, server: SlackServer, workspace: Workspace
) -> None:
    fault = server.faults.ratelimit("chat.postMessage", retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="C1", text="x")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
    assert client.chat_postMessage(channel="C1", text="x")["ok"]
    assert len(workspace.messages("C1")) == 1
    assert fault.happened == 2
    assert [(refusal.error, refusal.injected) for refusal in workspace.refusals] == [
        ("ratelimited", True)
    ] * 2


def test_a_lost_reply_did_the_work_and_a_dropped_call_did_not(
    client: WebClient, server: SlackServer, workspace: Workspace
) -> None:
    server.faults.lose_reply("chat.postMessage")
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel="C1", text="arrived")
    server.faults.drop("chat.postMessage")
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel="C1", text="never")
    assert [message.text for message in workspace.messages("C1")] == ["arrived"]
    assert [call.answer for call in workspace.calls] == [None, None]


def test_slack_s_own_client_repeats_a_lost_post_unless_told_not_to(
    server: SlackServer, workspace: Workspace
) -> None:
    server.faults.lose_reply("chat.postMessage")
    WebClient("xoxb-sandbox", base_url=server.url).chat_postMessage(channel="C1", text="twice")
    assert [message.text for message in workspace.messages("C1")] == ["twice", "twice"]


def test_errors_and_http_errors_come_as_often_as_asked(client: WebClient, server: SlackServer) -> None:
    server.faults.fail("chat.postMessage", "internal_error")
    server.faults.fail("*", "fatal_error")
    server.faults.http_error("chat.postMessage", 503)
    seen = []
    for _ in range(3):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="C1", text="x")
        seen.append((caught.value.response.status_code, caught.value.response["error"]))
    assert [error for _, error in seen[:2]] == ["internal_error", "fatal_error"]
    assert seen[2] == (503, "Received a response in a non-JSON format: upstream connect error")
    assert client.chat_postMessage(channel="C1", text="x")["ok"]


def test_a_fault_can_meet_one_channel_only(
    client: WebClient, server: SlackServer, workspace: Workspace
) -> None:
    im = workspace.open_im("U1").id
    fault = server.faults.fail("chat.postMessage", "internal_error", channel="U1", times=None)
    assert client.chat_postMessage(channel="C1", text="x")["ok"]
    for channel in (im, "U1"):
        with pytest.raises(SlackApiError):
            client.chat_postMessage(channel=channel, text="x")
    server.faults.clear()
    assert client.chat_postMessage(channel=im, text="x")["ok"]
    assert fault.happened == 2


def test_a_delay_adds_to_the_answer(client: WebClient, server: SlackServer) -> None:
    server.faults.delay("auth.test", seconds=0.05)
    started = time.perf_counter()
    assert client.auth_test()["ok"]
    assert time.perf_counter() - started > 0.05


def test_connections_can_be_refused_and_the_port_comes_back(client: WebClient, server: SlackServer) -> None:
    url = server.url
    server.refuse_connections()
    with pytest.raises(URLError, match="refused"):
        client.auth_test()
    server.start()
    assert server.url == url
    assert client.auth_test()["ok"]


def test_rate_limits_are_off_until_switched_on(
    client: WebClient, server: SlackServer, workspace: Workspace
) -> None:
    for _ in range(3):
        client.chat_postMessage(channel="C1", text="x")
    server.rate_limits.enabled = True
    client.chat_postMessage(channel="C1", text="x")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C1", text="x")
    assert caught.value.response.headers["Retry-After"] == "1"
    assert client.chat_postMessage(channel="U1", text="another conversation")["ok"]
    assert workspace.refusals[-1].injected is False


def test_fifty_updates_a_minute_for_the_whole_workspace(
    client: WebClient, server: SlackServer, workspace: Workspace
) -> None:
    server.rate_limits.enabled = True
    ts = client.chat_postMessage(channel="C1", text="x")["ts"]
    for n in range(50):
        client.chat_update(channel="C1", ts=ts, text=str(n))
    with pytest.raises(SlackApiError) as caught:
        client.chat_update(channel="C1", ts=ts, text="over")
    assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 60
    assert workspace.message("C1", ts).text == "49"


def test_a_response_url_can_fail_too(server: SlackServer, workspace: Workspace) -> None:
    hook = WebhookClient(workspace.response_urls.issue("U1", "C1"), retry_handlers=[])
    server.faults.lose_reply("response_url")
    with pytest.raises(RemoteDisconnected):
        hook.send(text="arrived")
    server.faults.http_error("response_url", 500)
    assert hook.send(text="never").status_code == 500
    assert [one.text for one in workspace.ephemerals("U1")] == ["arrived"]
