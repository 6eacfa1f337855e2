"""The page's HTTP: what one person sees, what they do, and who else is kept out."""

import json
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient
from slack_sdk import WebClient

from bot.sandbox.page.app import end_streams
from bot.sandbox.page.streams import MOST, Streams
from bot.sandbox.workspace import Workspace
from tests.sandbox.bare_app import actions, button, entry, modal, section
from tests.sandbox.page.conftest import Travels


def do(browser: FlaskClient, deed: str, **body: Any) -> Any:
    return browser.post(f"/do/{deed}", json={"as": "U1", **body})


def state(browser: FlaskClient, user: str = "U1") -> Any:
    return browser.get(f"/state?as={user}").json


def test_the_page_runs_only_code_of_its_own(browser: FlaskClient) -> None:
    with browser.get("/") as answer:
        policy, text = answer.headers["Content-Security-Policy"], answer.text
    assert "script-src 'self'" in policy and "default-src 'none'" in policy and "unsafe" not in policy
    assert "<script>" not in text and "http" not in text


@pytest.mark.parametrize(
    ("host", "site", "status"),
    [
        ("127.0.0.1:3000", "same-origin", 200),
        ("localhost:3000", "none", 200),
        ("127.0.0.1:3000", "cross-site", 403),
        ("sandbox.attacker.example", "same-origin", 403),
    ],
)
def test_only_its_own_page_is_answered(browser: FlaskClient, host: str, site: str, status: int) -> None:
    answer = browser.get("/state?as=U1", headers={"Host": host, "Sec-Fetch-Site": site})
    assert answer.status_code == status


def test_a_foreign_form_cannot_act(browser: FlaskClient, workspace: Workspace) -> None:
    body = json.dumps({"as": "U1", "channel": "C1", "text": "hi"})
    assert browser.post("/do/say", data=body, content_type="text/plain").status_code == 415
    assert workspace.messages("C1") == []


def test_one_sees_what_is_theirs(browser: FlaskClient, workspace: Workspace) -> None:
    workspace.post("C1", user="U2", text="for all")
    workspace.post("G1", user="U2", text="for Ben")
    workspace.show_ephemeral("U2", "C1", text="only Ben")
    seen = state(browser)
    assert [one["name"] for one in seen["conversations"]] == ["general", "directmessage"]
    assert [one["text"] for one in seen["messages"]["C1"]] == ["for all"]
    assert seen["ephemerals"] == []
    assert len(state(browser, "U2")["ephemerals"]) == 1


def test_a_shared_file_can_be_saved_by_who_sees_it(
    browser: FlaskClient, workspace: Workspace, client: WebClient
) -> None:
    workspace.scopes.add("files:write")
    content = "BEGIN:VCALENDAR\r\nSUMMARY:Müller & Söhne\r\nEND:VCALENDAR"
    channel = workspace.open_im("U1").id
    client.files_upload_v2(channel=channel, filename="call.ics", title="The call", content=content)
    (message,) = state(browser)["messages"][channel]
    (file,) = message["files"]
    saved = browser.get(f"/files/{file['id']}?as=U1")
    assert saved.data == content.encode()
    assert saved.headers["Content-Disposition"] == "attachment; filename=call.ics"
    assert saved.mimetype == "application/octet-stream"
    assert browser.get(f"/files/{file['id']}?as=U2").status_code == 404
    assert browser.get("/files/F0NOTHING?as=U1").status_code == 404
    assert browser.get(f"/files/{file['id']}?as=U9").status_code == 404


def test_a_stranger_is_not_found(browser: FlaskClient) -> None:
    assert browser.get("/state?as=U9").status_code == 404
    assert do(browser, "say", **{"as": "U9", "channel": "C1", "text": "hi"}).status_code == 404


def test_changes_tell_only_what_changed_for_them(browser: FlaskClient, workspace: Workspace) -> None:
    begun = state(browser)["seq"]
    workspace.post("G1", user="U2", text="for Ben")
    posted = workspace.post("C1", user="U2", text="first")
    workspace.edit("C1", posted.ts, text="second")
    told = browser.get(f"/changes?as=U1&since={begun}").json
    messages = [one for one in told["events"] if one["kind"] == "message"]
    assert [one["message"]["text"] for one in messages] == ["second"]
    assert browser.get(f"/changes?as=U1&since={told['seq']}").json["events"] == []


def test_a_stream_tells_the_same(browser: FlaskClient, app: Flask, workspace: Workspace) -> None:
    begun = state(browser)["seq"]
    workspace.post("C1", user="U2", text="news")
    stream = browser.get(f"/stream?as=U1&tab=t&since={begun}", buffered=False)
    pieces = iter(stream.response)
    next(pieces)
    event = next(pieces)
    assert b"news" in (event if isinstance(event, bytes) else event.encode())
    end_streams(app)
    stream.close()


def test_there_is_room_for_a_dozen_streams_and_one_for_each_tab(workspace: Workspace) -> None:
    streams = Streams(workspace.feed)
    open_ones = [streams.open(f"tab {number}", workspace.feed.seq) for number in range(MOST)]
    assert all(open_ones) and streams.open("one more", 0) is None
    first = open_ones[0]
    assert first is not None
    again = streams.open("tab 0", workspace.feed.seq)
    assert again is not None and list(first) == [] and streams.open_now() == MOST
    streams.end_all()
    assert list(again) == [] and streams.open("late", 0) is None


def test_a_command_goes_through_the_front_door(browser: FlaskClient) -> None:
    told = do(browser, "command", name="/hello", text="world", channel="C1").json
    assert told["ok"] and told["status"] == 200 and told["ms"] > 0
    assert state(browser)["ephemerals"][0]["ts"] == told["shown"]
    sent = browser.get("/curtain?as=U1").json["sent"][0]
    assert (sent["what"], sent["who"], sent["status"]) == ("/hello", "U1", 200)
    assert json.loads(sent["sent"])["text"] == "world"


def test_what_people_say_is_escaped_as_slack_does(browser: FlaskClient, workspace: Workspace) -> None:
    do(browser, "say", channel="C1", text="<b> & so on")
    assert workspace.messages("C1")[0].text == "&lt;b&gt; &amp; so on"


def test_a_click_names_its_button_by_block(browser: FlaskClient, workspace: Workspace, bot: Any) -> None:
    blocks = [
        section("a", button("wave", "1")) | {"block_id": "a"},
        section("b", button("wave", "2")) | {"block_id": "b"},
    ]
    posted = workspace.post("C1", user="U0BOT", blocks=blocks)
    place = {"channel": "C1", "ts": posted.ts}
    assert do(browser, "click", place=place, block_id="b", action_id="wave", value="2").json["ok"]
    assert bot.seen[-1][1]["actions"][0]["value"] == "2"


def test_what_is_gone_cannot_be_clicked(browser: FlaskClient, workspace: Workspace) -> None:
    posted = workspace.post("C1", user="U0BOT", blocks=[actions(button("wave"))])
    workspace.edit("C1", posted.ts, blocks=[])
    answer = do(
        browser, "click", place={"channel": "C1", "ts": posted.ts}, block_id="actions", action_id="wave"
    )
    assert answer.status_code == 409 and not answer.json["ok"]
    assert do(browser, "submit", view_id="V9", values={}).status_code == 409


def test_half_typed_fields_stay_behind_when_a_button_in_the_form_is_pressed(
    browser: FlaskClient, workspace: Workspace, bot: Any
) -> None:
    form = modal(
        entry("mail", "email_text_input"), entry("words", "plain_text_input"), actions(button("wave"))
    )
    view = workspace.views.open("U1", form)
    values = {"mail": "half", "words": "whole"}
    told = do(
        browser, "click", place={"view_id": view.id}, block_id="actions", action_id="wave", values=values
    )
    assert told.json["ok"]
    held = bot.seen[-1][1]["view"]["state"]["values"]
    assert held["mail"]["mail"]["value"] is None and held["words"]["words"]["value"] == "whole"


def test_the_bots_errors_come_back_by_field(browser: FlaskClient, workspace: Workspace) -> None:
    view = workspace.views.open("U1", modal(entry("words", "plain_text_input"), private_metadata="errors"))
    told = do(browser, "submit", view_id=view.id, values={"words": "this"}).json
    assert told["errors"] == {"words": "not this"} and not told["ok"]
    assert state(browser)["views"][0]["typed"]["words"]["words"]["value"] == "this"


def test_refusals_are_told(browser: FlaskClient) -> None:
    assert do(browser, "command", name="/broken", channel="").json["refused"] == "invalid_blocks"
    assert state(browser)["refusals"][-1]["error"] == "invalid_blocks"


def test_travel_moves_the_programs_date(browser: FlaskClient, travels: Travels) -> None:
    told = do(browser, "travel", days=7).json
    assert told == {"ok": True, "said": "7 days later", "now": "2026-11-09T09:00:00+00:00"}
    assert do(browser, "travel", to="morning").json["said"] == "a morning"
    assert do(browser, "travel", days=-1).status_code == 400


@pytest.mark.parametrize("body", [{"deed": "click"}, {"deed": "nothing"}, {"deed": "say", "channel": 3}])
def test_nonsense_is_told_what_is_missing(browser: FlaskClient, body: dict[str, Any]) -> None:
    deed = body.pop("deed")
    answer = do(browser, deed, **body)
    assert answer.status_code == 400 and answer.json["problem"]


def upload(client: WebClient, name: str, content: bytes) -> str:
    begun = client.files_getUploadURLExternal(filename=name, length=len(content))
    with urlopen(Request(str(begun["upload_url"]), data=content)) as reply:
        assert reply.status == 200
    return str(begun["file_id"])


def test_a_picture_can_be_looked_at_and_any_other_file_kept(
    browser: FlaskClient, client: WebClient, workspace: Workspace
) -> None:
    workspace.scopes.add("files:write")
    channel = str(client.conversations_open(users="U1")["channel"]["id"])
    for name, shown in (("chart.png", "inline"), ("report.html", "attachment"), ("report.pdf", "attachment")):
        file_id = upload(client, name, b"content")
        assert browser.get(f"/files/{file_id}?as=U1").status_code == 404, "it has not been completed yet"
        client.files_completeUploadExternal(files=[{"id": file_id, "title": name}], channel_id=channel)
        answer = browser.get(f"/files/{file_id}?as=U1")
        assert (answer.status_code, answer.data) == (200, b"content")
        assert answer.headers["Content-Disposition"] == f"{shown}; filename={name}"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_in_a_message_is_seen_by_its_readers_alone(
    browser: FlaskClient, client: WebClient, workspace: Workspace
) -> None:
    workspace.scopes.add("files:write")
    channel = str(client.conversations_open(users="U1")["channel"]["id"])
    file_id = upload(client, "chart.png", b"content")
    client.files_completeUploadExternal(files=[{"id": file_id, "title": "Chart"}])
    assert browser.get(f"/files/{file_id}?as=U1").status_code == 404
    picture = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "Asks by month"}
    client.chat_postMessage(channel=channel, text="Asks by month", blocks=[picture])
    assert browser.get(f"/files/{file_id}?as=U1").data == b"content"
    assert browser.get(f"/files/{file_id}?as=U2").status_code == 404


def test_behind_the_curtain(browser: FlaskClient, client: WebClient) -> None:
    client.chat_postMessage(channel="U1", text="hello")
    seen = browser.get("/curtain?as=U1").json
    assert seen["slots"] == [{"subject": "ask 1"}]
    assert seen["history"] == [{"what": "filed r1"}]
    assert seen["calls"][0]["method"] == "chat.postMessage" and seen["calls"][0]["ok"]
    assert browser.get("/curtain?as=U2").json["history"] == []


def test_help_names_commands_and_shortcuts(browser: FlaskClient) -> None:
    told = browser.get("/help").json
    assert told["commands"][0]["name"] == "/hello" and told["shortcuts"][0]["kind"] == "message"
