"""chat.*, blocks.validate and files.*, asked with Slack's own client."""

import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from tests.sandbox.bare_app import actions, button, section


def refusal(client: WebClient, method: str, **arguments: Any) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    return caught.value


def test_a_message_arrives_with_text_blocks_and_metadata(client: WebClient, workspace: Workspace) -> None:
    metadata = {"event_type": "slot", "event_payload": {"key": "1"}}
    answer = client.chat_postMessage(channel="C1", text="Hi", blocks=[section("Hello")], metadata=metadata)
    [message] = workspace.messages("C1")
    assert (message.ts, message.text, message.bot_id) == (answer["ts"], "Hi", "B0SANDBOX")
    assert message.metadata == metadata
    assert message.blocks[0]["block_id"]
    assert answer["message"]["blocks"] == message.blocks


def test_a_form_with_json_text_in_it_is_the_same_as_json(client: WebClient, workspace: Workspace) -> None:
    client.api_call("chat.postMessage", data={"channel": "C1", "blocks": json.dumps([section("Hello")])})
    assert workspace.messages("C1")[0].blocks[0]["text"]["text"] == "Hello"


def test_a_user_id_means_their_direct_messages(client: WebClient, workspace: Workspace) -> None:
    channel = client.chat_postMessage(channel="U1", text="Hi")["channel"]
    assert channel == workspace.open_im("U1").id
    workspace.change_person("U1", deleted=True)
    assert client.chat_postMessage(channel=channel, text="Slack takes this too")["ok"]
    workspace.change_person("U2", deleted=True)
    assert refusal(client, "chat.postMessage", channel="U2", text="Hi").response["error"] == "user_disabled"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C9", "channel_not_found"),
        ("", "channel_not_found"),
        ("U9", "channel_not_found"),
        ("G1", "channel_not_found"),
        ("C2", "not_in_channel"),
        ("C3", "is_archived"),
    ],
)
def test_a_message_cannot_go_everywhere(
    client: WebClient, workspace: Workspace, channel: str, error: str
) -> None:
    workspace.add_channel("C3", "old", members=("U0BOT",), archived=True)
    assert refusal(client, "chat.postMessage", channel=channel, text="Hi").response["error"] == error
    assert workspace.refusals[-1].error == error


@pytest.mark.parametrize(
    ("content", "error", "pointer"),
    [
        ({}, "no_text", ""),
        ({"text": "", "blocks": []}, "no_text", ""),
        ({"text": "x" * 40_001}, "msg_too_long", "/text"),
        ({"blocks": "[{"}, "invalid_blocks_format", ""),
        ({"blocks": [{"type": "section"}]}, "invalid_blocks", "/blocks/0"),
        ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks", "/blocks"),
        ({"blocks": [section("x" * 2999)] * 5}, "msg_blocks_too_long", "/blocks"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format", "/metadata"),
    ],
)
def test_what_slack_would_not_show_is_refused_with_the_place(
    client: WebClient, workspace: Workspace, content: dict[str, Any], error: str, pointer: str
) -> None:
    answer = refusal(client, "chat.postMessage", channel="C1", **content).response
    assert answer["error"] == error
    if pointer:
        assert f"[json-pointer:{pointer}]" in answer["response_metadata"]["messages"][0]
        assert pointer in workspace.refusals[-1].detail
    assert workspace.messages("C1") == []


def test_an_argument_slack_does_not_know_is_refused_unless_lax(
    client: WebClient, server: SlackServer
) -> None:
    answer = refusal(client, "chat.postMessage", channel="C1", text="x", blockz=[]).response
    assert answer["response_metadata"]["messages"] == ["[ERROR] unknown argument: blockz"]
    server.api.strict = False
    assert client.chat_postMessage(channel="C1", text="x", blockz=[])["ok"]


def test_what_the_sandbox_would_not_show_is_not_taken_silently(client: WebClient) -> None:
    attached = refusal(
        client, "chat.postMessage", channel="C1", text="x", attachments=[{"text": "y"}]
    ).response
    assert attached["error"] == "invalid_attachments"
    dressed_up = refusal(client, "chat.postMessage", channel="C1", text="x", username="Somebody").response
    assert (dressed_up["error"], dressed_up["needed"]) == ("missing_scope", "chat:write.customize")


def test_an_update_replaces_and_text_alone_drops_the_blocks(client: WebClient, workspace: Workspace) -> None:
    key = {"event_type": "slot", "event_payload": {"key": "1"}}
    ts = client.chat_postMessage(channel="C1", text="a", blocks=[actions(button("go"))], metadata=key)["ts"]
    client.chat_update(channel="C1", ts=ts, text="b", blocks=[section("B")])
    client.chat_update(channel="C1", ts=ts, text="c")
    [message] = workspace.messages("C1")
    assert (message.text, message.blocks, message.metadata) == ("c", [], key)
    assert message.edited_ts > message.ts


def test_only_the_bot_s_own_messages_change(client: WebClient, workspace: Workspace) -> None:
    theirs = workspace.post("C1", user="U1", text="mine").ts
    shown = client.chat_postEphemeral(channel="C1", user="U1", text="psst")["message_ts"]
    for ts, error in (
        (theirs, "cant_update_message"),
        ("1.2", "message_not_found"),
        (shown, "message_not_found"),
    ):
        assert refusal(client, "chat.update", channel="C1", ts=ts, text="x").response["error"] == error
    assert refusal(client, "chat.delete", channel="C1", ts=theirs).response["error"] == "cant_delete_message"
    ts = client.chat_postMessage(channel="C1", text="a")["ts"]
    client.chat_delete(channel="C1", ts=ts)
    assert [message.ts for message in workspace.messages("C1")] == [theirs]


def test_an_ephemeral_is_only_for_its_reader_and_only_for_members(
    client: WebClient, workspace: Workspace
) -> None:
    client.chat_postEphemeral(channel="C1", user="U1", text="psst")
    assert [one.text for one in workspace.ephemerals("U1")] == ["psst"]
    assert workspace.ephemerals("U2") == []
    assert workspace.messages("C1") == []
    answer = refusal(client, "chat.postEphemeral", channel="C1", user="U3", text="psst").response
    assert answer["error"] == "user_not_in_channel"


def test_blocks_are_validated_without_sending(client: WebClient, workspace: Workspace) -> None:
    assert client.blocks_validate(blocks=[section("x")])["ok"]
    assert (
        refusal(client, "blocks.validate", blocks=[{"type": "section"}]).response["error"] == "invalid_blocks"
    )
    assert refusal(client, "blocks.validate", view={"type": "modal"}).response["error"] == "invalid_arguments"
    assert refusal(client, "blocks.validate").response["error"] == "invalid_arguments"


def test_a_file_goes_up_in_three_steps_with_the_scope(client: WebClient, workspace: Workspace) -> None:
    assert (
        refusal(client, "files.getUploadURLExternal", filename="a", length=1).response["error"]
        == "missing_scope"
    )
    workspace.scopes |= {"files:write", "files:read"}
    client.files_upload_v2(channel="C1", content="a,b\n1,2\n", filename="bench.csv", title="Bench")
    [message] = workspace.messages("C1")
    assert (message.files[0]["name"], message.files[0]["title"]) == ("bench.csv", "Bench")
    begun = client.files_getUploadURLExternal(filename="late.csv", length=5)
    unfinished = refusal(client, "files.completeUploadExternal", files=[{"id": begun["file_id"]}]).response
    assert unfinished["error"] == "file_not_found"


def test_a_body_that_is_no_json_is_refused(server: SlackServer) -> None:
    headers = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-sandbox"}
    request = urllib.request.Request(f"{server.url}chat.postMessage", b"{", headers)
    with urllib.request.urlopen(request) as reply:
        assert json.load(reply)["error"] == "invalid_json"
