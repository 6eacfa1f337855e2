"""A chart is drawn by Slack; where Slack draws none it is a picture; where there are no pictures it is words. Never is one lost."""

import pytest
from sqlalchemy.orm import Session

from bot.outbox.charts import TRIES
from bot.outbox.relay import Delivered, Relay, ViewRequest
from messages.charts import Chart, Series, message
from messages.render import Message
from tests.outbox.office import Office, buttons
from tests.outbox.office import message as plain_message

DRAWN, PICTURE, WORDS = "data_visualization", "image", "section"
FILES = ("files.getUploadURLExternal", "files.completeUploadExternal")


def chart(*values: float) -> Chart:
    return Chart(
        "bar", "Help & thanks", ("Q1", "Q2"), (Series("Done", values),), "It grew from quarter to quarter."
    )


def relay(office: Office, *charts: Chart) -> Relay:
    def view(_session: Session, request: ViewRequest) -> Message:
        words = office.facts[request.subject_id] or ""
        return message(words, [*charts, *plain_message(words).blocks])

    return office.relay(view=view)


def kinds(office: Office) -> list[list[str]]:
    return [[block["type"] for block in one.blocks] for one in office.inbox()]


@pytest.fixture
def draws_none(office: Office) -> Office:
    """A workspace that takes files, and no charts."""
    office.workspace.refused_blocks.add(DRAWN)
    office.workspace.scopes |= {"files:write", "im:history"}
    return office


def test_where_slack_draws_charts_they_are_sent_as_such_and_nothing_goes_up(office: Office) -> None:
    office.say("a digest")
    assert relay(office, chart(1, 2), chart(3, 4)).deliver_due() == Delivered(posted=1)
    assert kinds(office) == [[DRAWN, DRAWN, "section", "actions"]]
    assert office.calls(FILES[0]) == 0
    assert office.workspace.refusals == []


def test_where_it_draws_none_a_picture_stands_in_its_place_in_the_same_message(draws_none: Office) -> None:
    draws_none.say("a digest")
    assert relay(draws_none, chart(1, 2)).deliver_due() == Delivered(posted=1)
    [shown] = draws_none.inbox()
    picture, *others = shown.blocks
    assert [one["type"] for one in others] == ["section", "actions"]
    assert picture["alt_text"] == "It grew from quarter to quarter. Q1: 1; Q2: 2"
    assert draws_none.workspace.content(picture["slack_file"]["id"]).startswith(b"\x89PNG")
    assert not shown.files


def test_it_is_tried_once_per_process(draws_none: Office) -> None:
    sends = relay(draws_none, chart(1, 2))
    for words in ("one digest", "another"):
        draws_none.say(words)
        sends.deliver_due()
    assert [one.error for one in draws_none.workspace.refusals] == ["invalid_blocks"]
    assert draws_none.calls("chat.postMessage") == 3


def test_an_update_shows_the_picture_that_lies_there_already(draws_none: Office) -> None:
    sends = relay(draws_none, chart(1, 2))
    draws_none.say("two decisions")
    sends.deliver_due()
    before = draws_none.inbox()[0]
    draws_none.say("one decision", notify=False)
    assert sends.deliver_due() == Delivered(updated=1)
    [after] = draws_none.inbox()
    assert (after.ts, after.text) == (before.ts, "one decision")
    assert after.blocks[0]["slack_file"] == before.blocks[0]["slack_file"]
    assert draws_none.calls(FILES[0]) == 1


def test_an_update_by_another_process_finds_out_for_itself(draws_none: Office) -> None:
    draws_none.say("two decisions")
    relay(draws_none, chart(1, 2)).deliver_due()
    draws_none.say("one decision", notify=False)
    assert relay(draws_none, chart(1, 3)).deliver_due() == Delivered(updated=1)
    assert kinds(draws_none) == [[PICTURE, "section", "actions"]]
    assert draws_none.texts() == ["one decision"]


@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled", "file_type_not_allowed"])
@pytest.mark.parametrize("method", FILES)
def test_where_no_files_are_allowed_words_say_the_same(draws_none: Office, error: str, method: str) -> None:
    draws_none.slack.faults.fail(method, error, times=None)
    draws_none.say("a digest")
    assert relay(draws_none, chart(1, 2)).deliver_due() == Delivered(posted=1)
    [shown] = draws_none.inbox()
    assert shown.blocks[0]["text"]["text"] == (
        "*Help &amp; thanks*\nIt grew from quarter to quarter.\nQ1: 1\nQ2: 2"
    )
    assert buttons(shown) == 1


def test_without_the_scope_words_say_the_same(office: Office) -> None:
    office.workspace.refused_blocks.add(DRAWN)
    office.say("a digest")
    assert relay(office, chart(1, 2)).deliver_due() == Delivered(posted=1)
    assert kinds(office) == [[WORDS, "section", "actions"]]


def test_letters_that_no_font_has_are_said_in_words(draws_none: Office) -> None:
    draws_none.say("a digest")
    foreign = Chart("bar", "x", ("製造業",), (Series("Done", (1,)),), "One.")
    assert relay(draws_none, foreign).deliver_due() == Delivered(posted=1)
    assert kinds(draws_none) == [[WORDS, "section", "actions"]]


def test_a_picture_that_slack_has_not_taken_in_yet_is_waited_for_and_then_said(draws_none: Office) -> None:
    draws_none.workspace.refused_blocks.add(PICTURE)
    draws_none.say("a digest")
    sends = relay(draws_none, chart(1, 2))
    for _ in range(TRIES):
        assert sends.deliver_due() == Delivered(retried=1)
        draws_none.wall.skip(60)
    assert sends.deliver_due() == Delivered(posted=1)
    assert kinds(draws_none) == [[WORDS, "section", "actions"]]
    assert draws_none.calls(FILES[0]) == 1


def test_a_picture_that_is_ready_a_moment_later_is_shown(draws_none: Office) -> None:
    draws_none.workspace.refused_blocks.add(PICTURE)
    draws_none.say("a digest")
    sends = relay(draws_none, chart(1, 2))
    assert sends.deliver_due() == Delivered(retried=1)
    draws_none.workspace.refused_blocks.remove(PICTURE)
    draws_none.wall.skip(60)
    assert sends.deliver_due() == Delivered(posted=1)
    assert kinds(draws_none) == [[PICTURE, "section", "actions"]]


def test_pictures_that_never_arrive_hold_nothing_up_for_good(draws_none: Office) -> None:
    draws_none.slack.faults.http_error(FILES[0], 503, times=None)
    draws_none.say("a digest")
    sends = relay(draws_none, chart(1, 2))
    for _ in range(TRIES):
        assert sends.deliver_due() == Delivered(retried=1)
        draws_none.wall.skip(60)
    assert sends.deliver_due() == Delivered(posted=1)
    assert kinds(draws_none) == [[WORDS, "section", "actions"]]


def test_a_rate_limit_on_the_way_is_waited_for(draws_none: Office) -> None:
    draws_none.slack.faults.ratelimit(FILES[1], retry_after=30)
    draws_none.say("a digest")
    sends = relay(draws_none, chart(1, 2))
    assert sends.deliver_due() == Delivered(retried=1)
    draws_none.wall.skip(31)
    assert sends.deliver_due() == Delivered(posted=1)
    assert kinds(draws_none) == [[PICTURE, "section", "actions"]]


def test_a_lost_reply_to_the_second_form_is_looked_up_and_not_sent_again(draws_none: Office) -> None:
    sends = relay(draws_none, chart(1, 2))
    draws_none.say("a first digest")
    sends.deliver_due()
    draws_none.slack.faults.lose_reply("chat.postMessage")
    draws_none.say("a second")
    assert sends.deliver_due() == Delivered(retried=1)
    draws_none.wall.skip(60)
    assert sends.deliver_due().posted == 1
    assert draws_none.texts().count("a second") == 1
    assert draws_none.slot().attempt is None


def test_a_fault_of_another_block_is_not_blamed_on_the_chart(office: Office) -> None:
    office.workspace.refused_blocks.add("actions")
    office.workspace.scopes |= {"files:write"}
    office.say("a digest")
    sends = relay(office, chart(1, 2))
    for _ in range(TRIES):
        assert sends.deliver_due() == Delivered(retried=1)
        office.wall.skip(60)
    assert sends.deliver_due() == Delivered(parked=1)
    office.workspace.refused_blocks.clear()
    office.say("another digest")
    assert sends.deliver_due() == Delivered(posted=1)
    assert kinds(office) == [[DRAWN, "section", "actions"]]
