"""users.*, conversations.* and auth.*, asked with Slack's own client."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace


def refused(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(error.value.response["error"])


def test_the_bot_learns_who_it_is(client: WebClient, workspace: Workspace) -> None:
    assert client.api_test(foo="1")["args"] == {"foo": "1"}
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0SANDBOX", "U0BOT", "B0SANDBOX")
    assert [call.method for call in workspace.calls] == ["api.test", "auth.test"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-sandbox", "not_allowed_token_type")],
)
def test_a_wrong_token_is_refused(server: SlackServer, token: str, error: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        WebClient(token, base_url=server.url).auth_test()
    assert refused(caught) == error


def test_a_method_slack_does_not_have_is_unknown(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.shout", json={})
    assert refused(caught) == "unknown_method"


def test_a_person_comes_with_zone_locale_and_kind(client: WebClient) -> None:
    user = client.users_info(user="U1", include_locale=True)["user"]
    assert (user["tz"], user["locale"], user["profile"]["email"]) == (
        "America/New_York",
        "en-GB",
        "ana@ours.example",
    )
    assert user["tz_offset"] in (-4 * 3600, -5 * 3600)
    assert client.users_info(user="U3")["user"]["is_ultra_restricted"] is True
    outsider = client.users_info(user="U4")["user"]
    assert (outsider["team_id"], outsider["is_stranger"]) == ("T0OTHER", True)
    with pytest.raises(SlackApiError) as caught:
        client.users_info(user="U9")
    assert refused(caught) == "user_not_found"


def test_without_the_scope_there_are_no_addresses(client: WebClient, workspace: Workspace) -> None:
    assert client.users_lookupByEmail(email="ANA@ours.example")["user"]["id"] == "U1"
    workspace.scopes.remove("users:read.email")
    assert "email" not in client.users_info(user="U1")["user"]["profile"]
    with pytest.raises(SlackApiError) as caught:
        client.users_lookupByEmail(email="ana@ours.example")
    assert refused(caught) == "missing_scope"
    assert caught.value.response["needed"] == "users:read.email"
    assert workspace.refusals[-1].error == "missing_scope"


def test_an_unknown_or_deactivated_address_is_not_found(client: WebClient, workspace: Workspace) -> None:
    workspace.change_person("U1", deleted=True)
    for address in ("ana@ours.example", "who@ours.example"):
        with pytest.raises(SlackApiError) as caught:
            client.users_lookupByEmail(email=address)
        assert refused(caught) == "users_not_found"
    assert client.users_info(user="U1")["user"]["deleted"] is True


def test_lists_come_in_pages(client: WebClient) -> None:
    found: list[str] = []
    for answer in client.users_list(limit=2):
        assert len(answer["members"]) <= 2
        found += [member["id"] for member in answer["members"]]
    assert found == ["U0BOT", "U1", "U2", "U3", "U4"]
    with pytest.raises(SlackApiError) as caught:
        client.users_list(cursor="nonsense")
    assert refused(caught) == "invalid_cursor"


def test_direct_messages_are_the_same_channel_every_time(client: WebClient, workspace: Workspace) -> None:
    first = client.conversations_open(users="U1")["channel"]["id"]
    again = client.conversations_open(users=["U1"])
    assert (again["channel"]["id"], again["already_open"]) == (first, True)
    assert client.conversations_open(users="U2")["channel"]["id"] != first
    workspace.change_person("U2", deleted=True)
    for users, error in (
        ("U9", "user_not_found"),
        ("U2", "user_disabled"),
        ("U0BOT", "cannot_dm_bot"),
        ("", "users_list_not_supplied"),
    ):
        with pytest.raises(SlackApiError) as caught:
            client.conversations_open(users=users)
        assert refused(caught) == error


def test_channels_are_seen_with_the_scope_and_private_ones_from_inside(
    client: WebClient, workspace: Workspace
) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.conversations_list()
    assert refused(caught) == "missing_scope"
    workspace.scopes |= {"channels:read", "groups:read"}
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [channel["id"] for channel in listed] == ["C1", "C2"]
    assert client.conversations_info(channel="C1")["channel"]["is_member"] is True
    assert client.conversations_info(channel="C1")["channel"]["is_ext_shared"] is True
    assert client.conversations_members(channel="C1", limit=1)["members"] == ["U0BOT"]
    with pytest.raises(SlackApiError) as caught:
        client.conversations_info(channel="G1")
    assert refused(caught) == "channel_not_found"


def test_history_needs_its_scope_and_finds_a_message_by_its_metadata(
    client: WebClient, workspace: Workspace
) -> None:
    key = {"event_type": "slot", "event_payload": {"key": "abc"}}
    channel = client.conversations_open(users="U1")["channel"]["id"]
    stamps = [client.chat_postMessage(channel=channel, text=str(n), metadata=key)["ts"] for n in range(3)]
    with pytest.raises(SlackApiError) as caught:
        client.conversations_history(channel=channel)
    assert refused(caught) == "missing_scope"
    workspace.scopes.add("im:history")
    found = client.conversations_history(channel=channel, include_all_metadata=True)["messages"]
    assert [message["text"] for message in found] == ["2", "1", "0"]
    assert found[0]["metadata"]["event_payload"] == {"key": "abc"}
    assert "metadata" not in client.conversations_history(channel=channel)["messages"][0]
    after = client.conversations_history(channel=channel, oldest=stamps[1])["messages"]
    assert [message["ts"] for message in after] == stamps[2:]
    both = client.conversations_history(channel=channel, oldest=stamps[0], latest=stamps[1], inclusive=True)[
        "messages"
    ]
    assert [message["text"] for message in both] == ["1", "0"]
    page = client.conversations_history(channel=channel, limit=2)
    assert (len(page["messages"]), page["has_more"]) == (2, True)
