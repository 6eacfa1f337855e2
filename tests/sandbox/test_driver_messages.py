"""Commands, clicks and what people see of them, through a bare Bolt app."""

from datetime import date
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.sandbox import driver
from bot.sandbox.answer import words
from bot.sandbox.driver import Driver
from bot.sandbox.filling import NotPossible, NotSubmittable
from bot.sandbox.transport import HttpTransport, WsgiTransport
from bot.sandbox.workspace import Workspace
from tests.sandbox.conftest import WallClock


def seen(app: App) -> list[tuple[str, Any]]:
    noted: list[tuple[str, Any]] = app.seen  # type: ignore[attr-defined]
    return noted


def test_a_command_is_answered_only_to_the_one_who_typed_it(slack: Driver, workspace: Workspace) -> None:
    ana, ben = slack.as_person("U1"), slack.as_person("U2")
    answer = ana.command("/hello", "world", channel="C1")
    assert (answer.status, answer.ok, answer.text) == (200, True, "Hello")
    assert "Hello world" in answer.words
    assert answer.button("wave", nth=1).value == "two"
    assert [one.text for one in ana.ephemerals()] == ["Hello"]
    assert ben.ephemerals() == []
    assert slack.channel_messages("C1") == []
    assert workspace.refusals == []


def test_plain_words_in_the_reply_are_an_ephemeral_too_and_an_empty_reply_shows_nothing(
    slack: Driver,
) -> None:
    ana = slack.as_person("U1")
    assert ana.command("/plain").text == "just words"
    assert ana.command("/nothing").shown is None
    assert len(ana.ephemerals()) == 1


def test_an_in_channel_answer_is_everybody_s(slack: Driver) -> None:
    slack.as_person("U1").command("/everyone", channel="C1")
    assert [m.text for m in slack.as_person("U2").messages("C1")] == ["for all"]


def test_an_answer_slack_would_not_show_is_refused_and_recorded(slack: Driver, workspace: Workspace) -> None:
    answer = slack.as_person("U1").command("/broken")
    assert (answer.refused, answer.shown) == ("invalid_blocks", None)
    [refusal] = workspace.refusals
    assert refusal.method == "answer to /broken"
    assert "/blocks/0" in refusal.detail


def test_a_reply_after_three_seconds_is_not_seen(
    slack: Driver, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert driver.ACK_SECONDS == 3
    monkeypatch.setattr(driver, "ACK_SECONDS", 0.1)
    ana = slack.as_person("U1")
    answer = ana.command("/slow")
    assert answer.refused == "operation_timeout"
    assert answer.ms > 100
    assert ana.ephemerals() == []
    assert workspace.refusals[0].error == "operation_timeout"


def test_a_command_nobody_handles_and_a_wrong_signature_fail_to_dispatch(
    slack: Driver, app: App, workspace: Workspace
) -> None:
    ana = slack.as_person("U1")
    assert (ana.command("/unknown").status, ana.command("/unknown").refused) == (404, "dispatch_failed")
    slack.clock_offset = -301
    assert ana.command("/hello").status == 401
    forger = Driver(workspace, WsgiTransport(SlackRequestHandler(app)), "another secret")
    assert forger.as_person("U1").command("/hello").status == 401


def test_a_person_can_only_type_where_they_are(slack: Driver) -> None:
    with pytest.raises(NotPossible, match="U2 is not in C2"):
        slack.as_person("U2").command("/hello", channel="C2")


def test_a_click_reaches_the_bot_with_the_button_it_carries(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    answer = ana.command("/hello", "x")
    assert ana.click(answer, "wave", "two").ok
    [(_, body)] = seen(app)
    assert body["actions"][0]["value"] == "two"
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body


def test_a_person_cannot_press_what_is_not_on_their_screen(slack: Driver) -> None:
    ana, ben = slack.as_person("U1"), slack.as_person("U2")
    answer = ana.command("/hello", channel="C1")
    with pytest.raises(NotPossible, match="U2 cannot see what only U1 sees"):
        ben.click(answer, "wave")
    with pytest.raises(NotPossible, match=r"no wave=three .* there is wave=one, wave=two"):
        ana.click(answer, "wave", "three")
    ana.command("/post")
    with pytest.raises(NotPossible, match="U2 is not in D"):
        ben.click(ana.latest(), "go")


def test_a_button_is_named_by_value_by_position_or_by_its_block(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    for how in ({"value": "two"}, {"nth": 1}, {"block_id": "actions"}):
        ana.click(ana.command("/hello"), "wave", **how)
    assert [body["actions"][0]["value"] for _, body in seen(app)] == ["two"] * 3


def test_after_an_update_the_old_button_is_gone_but_a_screen_behind_can_still_send_it(
    slack: Driver, app: App, workspace: Workspace
) -> None:
    ana = slack.as_person("U1")
    ana.command("/post")
    before = ana.latest("Choose")
    ana.click(before, "go", "1")
    assert words(ana.latest()) == "done"
    with pytest.raises(NotPossible, match="no go=2"):
        ana.click(before, "go", "2")
    assert ana.click(before, "go", "2", stale=True).ok
    assert [body["actions"][0]["value"] for name, body in seen(app) if name == "go"] == ["1", "2"]
    assert workspace.refusals == []


def test_selects_overflows_and_dates_in_messages_act_at_once_and_are_remembered(
    slack: Driver, app: App
) -> None:
    ana = slack.as_person("U1")
    ana.command("/post")
    message = ana.latest()
    ana.click(message, "pick", "email")
    ana.click(message, "menu", "call")
    ana.click(message, "day", date(2026, 12, 24))
    with pytest.raises(NotSubmittable, match="offers call, email; not 'fax'"):
        ana.click(message, "pick", "fax")
    picked, menu, day = (body for _, body in seen(app))
    assert picked["actions"][0]["selected_option"]["value"] == "email"
    assert menu["actions"][0]["selected_option"]["value"] == "call"
    assert day["actions"][0]["selected_date"] == "2026-12-24"
    assert day["state"]["values"]["actions"]["pick"]["selected_option"]["value"] == "email"


def test_press_finds_the_newest_place_that_has_the_button(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    ana.command("/post")
    ana.command("/post")
    older, newer = ana.messages()
    ana.press("go", "2")
    assert [body["message"]["ts"] for _, body in seen(app)] == [newer.ts]
    assert older.blocks
    with pytest.raises(NotPossible, match="U1 sees no nowhere anywhere"):
        ana.press("nowhere")


def test_waiting_ends_when_the_message_comes_and_says_so_when_it_does_not(
    slack: Driver, workspace: Workspace
) -> None:
    ana = slack.as_person("U1")
    ana.command("/post")
    assert ana.wait_for("go").blocks == ana.latest().blocks
    with pytest.raises(NotPossible, match="containing 'never'"):
        ana.wait_for_message("never", seconds=0.01)
    with pytest.raises(AssertionError, match="the end of the world did not happen"):
        slack.until(lambda: False, 0.01, "the end of the world")


def test_a_response_url_replaces_removes_or_adds(slack: Driver) -> None:
    ana = slack.as_person("U1")
    ana.command("/later")
    ana.press("more")
    assert [one.text for one in ana.ephemerals()] == ["later", "one more"]
    ana.press("change")
    assert [one.text for one in ana.ephemerals()] == ["changed", "one more"]
    assert ana.ephemerals()[0].blocks == []
    ana.command("/later")
    ana.press("remove")
    assert [one.text for one in ana.ephemerals()] == ["changed", "one more"]


def test_a_redelivery_carries_the_same_body_and_an_event_can_be_retried(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    ana.command("/post")
    first = ana.press("go", "1")
    slack.redeliver(first)
    one, two = (body for name, body in seen(app) if name == "go")
    assert one == two
    assert (
        slack.send_event({"type": "app_home_opened", "user": "U1", "tab": "home"}, retry_num=1).status == 200
    )


def test_the_home_tab_is_opened_published_and_clicked(slack: Driver, app: App) -> None:
    ana = slack.as_person("U1")
    assert ana.home is None
    assert ana.open_home().ok
    assert ana.home is not None
    assert "Welcome" in words(ana.home)
    ana.click(ana.home, "tune")
    [(_, body)] = seen(app)
    assert body["view"]["type"] == "home"
    assert "response_url" not in body


def test_somebody_who_left_does_nothing(slack: Driver, workspace: Workspace) -> None:
    ana = slack.as_person("U1")
    workspace.change_person("U1", deleted=True)
    with pytest.raises(NotPossible, match="deactivated"):
        ana.command("/hello")


def test_a_bot_that_is_away_is_a_failed_dispatch(workspace: Workspace) -> None:
    slack = Driver(workspace, HttpTransport("http://127.0.0.1:9"), "secret")
    answer = slack.as_person("U1").command("/hello")
    assert (answer.status, answer.refused) == (0, "dispatch_failed")


def test_the_moved_clock_expires_a_response_url(
    slack: Driver, clock: WallClock, workspace: Workspace
) -> None:
    ana = slack.as_person("U1")
    ana.command("/later")
    url = workspace.response_urls.issue("U1", "C1")
    clock.advance(1801)
    with pytest.raises(Exception, match="expired_url"):
        workspace.response_urls.use(url.rsplit("/", 1)[1])
