"""A file is sent once under its text, or not at all where none is allowed; it holds nobody else up."""

import pytest
from sqlalchemy.orm import Session

from bot.outbox.relay import Delivered, ViewRequest
from bot.outbox.sharing import TRIES
from messages.render import File, Message
from tests.outbox.office import Office


def view(_session: Session, request: ViewRequest) -> Message:
    return Message(f"version {request.version}", file=File("entry.ics", b"BEGIN"))


@pytest.fixture(autouse=True)
def files_allowed(office: Office) -> None:
    office.workspace.scopes |= {"files:write", "im:history"}


def test_each_version_is_a_file_of_its_own(office: Office) -> None:
    relay = office.relay(view=view)
    for _ in range(2):
        office.say("a date")
        assert relay.deliver_due() == Delivered(posted=1)
    assert office.texts() == ["version 1", "version 2"]
    assert all(
        office.workspace.content(one["id"]) == b"BEGIN" for shown in office.inbox() for one in shown.files
    )


def test_a_file_whose_reply_is_lost_is_found_and_not_sent_again(office: Office) -> None:
    office.slack.faults.lose_reply("files.completeUploadExternal")
    office.say("a date")
    relay = office.relay(view=view)
    assert relay.deliver_due() == Delivered(retried=1)
    office.wall.skip(2)
    assert relay.deliver_due() == Delivered(posted=1)
    assert len(office.inbox()) == 1
    assert office.slot().attempt is None


def test_a_file_that_never_arrived_is_sent_again_after_looking(office: Office) -> None:
    office.slack.faults.drop("files.completeUploadExternal")
    office.say("a date")
    relay = office.relay(view=view)
    relay.deliver_due()
    office.wall.skip(2)
    assert relay.deliver_due() == Delivered(posted=1)
    assert len(office.inbox()) == 1


@pytest.mark.parametrize(
    "error", ["file_uploads_disabled", "file_type_not_allowed", "missing_scope", "unknown_method"]
)
def test_where_no_files_are_allowed_nothing_is_sent_and_nothing_is_stuck(office: Office, error: str) -> None:
    office.slack.faults.fail("files.getUploadURLExternal", error, times=None)
    office.say("a date")
    relay = office.relay(view=view)
    assert relay.deliver_due() == Delivered()
    assert relay.deliver_due() == Delivered()
    assert office.inbox() == []
    assert office.slot().parked_reason is None


def test_a_file_that_cannot_leave_the_house_is_given_up_after_a_few_tries(office: Office) -> None:
    office.slack.faults.http_error("files.getUploadURLExternal", 503, times=None)
    office.say("a date")
    relay = office.relay(view=view)
    for _ in range(TRIES):
        assert relay.deliver_due().retried == 1
        office.wall.skip(2000)
    assert relay.deliver_due() == Delivered()
    assert office.calls("files.getUploadURLExternal") == TRIES + 1


def test_a_rate_limit_is_waited_for_and_never_given_up(office: Office) -> None:
    office.slack.faults.ratelimit("files.getUploadURLExternal", retry_after=30)
    office.say("a date")
    relay = office.relay(view=view)
    assert relay.deliver_due() == Delivered(retried=1)
    office.wall.skip(31)
    assert relay.deliver_due() == Delivered(posted=1)
