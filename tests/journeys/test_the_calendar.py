"""A date that was agreed stands in both calendars, moves with the call and goes when it is called off."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar, Component

from bot.sandbox.answer import words
from bot.services.cancelling import cancel
from models import Advocate
from tests.journeys.office import ANA, SAM, Office
from tests.journeys.test_the_loop import request_from

CALL = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
MOVED = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


def yes(office: Office, when: datetime | None = CALL, by: str = SAM) -> Advocate:
    """Sarah of Northwind Bank says yes to a call with Contoso."""
    ana = office.person(ANA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), phone="+44 20 7946 0000")
    request_from(office, "fintech", by=by)
    if by != ANA:
        office.press(ana, "ask_review")
        ana.submit(decision="approve")
        office.deliver()
    ana.press("ask_sent")
    office.deliver()
    office.press(ana, "ask_answer")
    ana.submit(answer="yes", scheduled_for=when)
    office.deliver()
    return sarah


def files(office: Office, slack_id: str) -> list[Calendar]:
    """The calendar files somebody has, oldest first, as their calendar reads them."""
    return [
        Calendar.from_ical(office.server.workspace.content(file["id"]))
        for message in office.person(slack_id).messages()
        for file in message.files
    ]


def asked_how_it_went(office: Office) -> None:
    office.clock.at = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    office.job("outcome_requests")


def entry(calendar: Calendar) -> Component:
    [event] = calendar.walk("VEVENT")
    return event


def test_both_get_a_calendar_file_for_the_date(office: Office) -> None:
    yes(office)
    for reader in (SAM, ANA):
        [calendar] = files(office, reader)
        event = entry(calendar)
        assert calendar["method"] == "PUBLISH"
        assert event.decoded("dtstart") == CALL
        assert event["summary"] == "Reference call: Sarah Chen (Northwind Bank) and Contoso"
        assert (event["status"], event["sequence"]) == ("CONFIRMED", 0)
        assert event["organizer"] == "mailto:sam@ours.example"
        message = next(one for one in office.person(reader).messages() if one.files)
        assert message.files[0]["name"] == "calendar-sarah-chen.ics"
        assert "For your calendar" in message.text


def test_an_entry_holds_no_address_of_the_advocate(office: Office) -> None:
    sarah = yes(office)
    [calendar] = files(office, SAM)
    text = calendar.to_ical().decode()
    assert sarah.email not in text
    assert "7946" not in text


def test_a_moved_call_moves_its_entry(office: Office) -> None:
    yes(office)
    sam = office.person(SAM)
    office.press(sam, "ask_schedule")
    sam.submit(scheduled_for=MOVED)
    office.deliver()
    for reader in (SAM, ANA):
        before, after = (entry(one) for one in files(office, reader))
        assert after["uid"] == before["uid"]
        assert after["sequence"] > before["sequence"]
        assert after.decoded("dtstart") == MOVED
        assert "New date for your calendar" in words(
            [one for one in office.person(reader).messages() if one.files][-1]
        )


def test_a_call_that_is_called_off_leaves_both_calendars(office: Office) -> None:
    yes(office)
    office.person(ANA).press("ask_call_off")
    office.deliver()
    for reader in (SAM, ANA):
        before, after = files(office, reader)
        assert after["method"] == "CANCEL"
        assert entry(after)["status"] == "CANCELLED"
        assert entry(after)["uid"] == entry(before)["uid"]
        assert entry(after)["sequence"] > entry(before)["sequence"]


def test_a_call_moved_without_a_new_date_leaves_the_calendars_until_there_is_one(office: Office) -> None:
    yes(office)
    asked_how_it_went(office)
    sam = office.person(SAM)
    office.press(sam, "ask_outcome")
    sam.submit(happened="moved")
    office.deliver()
    assert files(office, SAM)[-1]["method"] == "CANCEL"
    office.press(sam, "ask_schedule")
    sam.submit(scheduled_for=MOVED)
    office.deliver()
    first, off, again = (entry(one) for one in files(office, SAM))
    assert first["uid"] == off["uid"] == again["uid"]
    assert first["sequence"] < off["sequence"] < again["sequence"]
    assert again["status"] == "CONFIRMED"


def test_a_request_cancelled_after_the_yes_leaves_both_calendars(office: Office) -> None:
    yes(office)
    cancel(office.wired.program, SAM, str(office.asks()[0].request_id))
    office.deliver()
    assert [one["method"] for one in files(office, ANA)] == ["PUBLISH", "CANCEL"]


def test_a_yes_without_a_date_brings_no_file(office: Office) -> None:
    yes(office, None)
    assert files(office, SAM) == []
    office.person(SAM).press("ask_call_off")
    office.deliver()
    assert files(office, SAM) == files(office, ANA) == []


def test_a_csm_who_asked_for_their_own_advocate_gets_one_file(office: Office) -> None:
    yes(office, by=ANA)
    assert len(files(office, ANA)) == 1


def test_a_call_that_took_place_stays_in_the_calendar(office: Office) -> None:
    yes(office)
    asked_how_it_went(office)
    sam = office.person(SAM)
    office.press(sam, "ask_outcome")
    sam.submit(happened="no")
    office.deliver()
    assert len(files(office, SAM)) == 1


@pytest.mark.parametrize("refusal", ["missing_scope", "file_uploads_disabled", "unknown_method"])
def test_where_files_are_not_allowed_links_are_there_and_nothing_is_stuck(
    office: Office, refusal: str
) -> None:
    office.expected.add(refusal)
    if refusal == "missing_scope":
        office.server.workspace.scopes.discard("files:write")
    else:
        office.server.faults.fail("files.getUploadURLExternal", refusal, times=None)
    yes(office)
    for reader in (SAM, ANA):
        assert files(office, reader) == []
        said = words(office.latest(office.person(reader)))
        assert "<https://calendar.google.com/calendar/render?action=TEMPLATE&amp;text=" in said
        assert "dates=20260305T140000Z%2F20260305T143000Z" in said
        assert "|Google> · <https://outlook.office.com/calendar/0/deeplink/compose?" in said
    office.deliver()
    assert office.wired.relay.deliver_due().retried == 0
