"""A wrong click is taken back: for a quarter of an hour things can stand as if it had not been made."""

from datetime import UTC, date, datetime

import pytest

from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from messages.history import happened
from models import Advocate, Ask, ReferenceRequest
from tests.journeys.office import ANA, BEA, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of, request_from
from tests.journeys.test_who_may import press_as

CALL = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)


@pytest.fixture
def sarah(office: Office) -> Advocate:
    return office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))


def to_approved(office: Office) -> None:
    request_from(office, "fintech")
    office.press(office.person(ANA), "ask_review")
    assert office.person(ANA).submit(decision="approve", note="Dear Sarah, my own words").errors == {}
    office.deliver()


def to_sent(office: Office) -> None:
    to_approved(office)
    office.person(ANA).press("ask_sent")
    office.deliver()


def answered(office: Office, **values: object) -> None:
    to_sent(office)
    office.press(office.person(ANA), "ask_answer")
    assert office.person(ANA).submit(**values).errors == {}
    office.deliver()


def undo(office: Office, by: str, containing: str = "Taken back") -> str:
    person = office.person(by)
    before = len(person.ephemerals())
    person.press("undo")
    office.slack.until(lambda: len(person.ephemerals()) > before, what="a word on it")
    office.deliver()
    said = person.ephemerals()[-1].text
    assert containing in said
    return said


def only(office: Office) -> Ask:
    [ask] = [ask for ask in office.asks() if ask.origin == "bot"]
    return ask


def state_of_request(office: Office) -> str:
    with office.db.reading() as session:
        return session.query(ReferenceRequest).one().state


@pytest.mark.usefixtures("sarah")
def test_an_approval_is_taken_back_and_the_words_are_kept(office: Office) -> None:
    ana = office.person(ANA)
    to_approved(office)
    assert "you can decide on Sarah Chen again" in undo(office, ANA)
    assert only(office).state == "reserved"
    view = office.press(ana, "ask_review")
    assert "Dear Sarah, my own words" in str(view.blocks)
    assert ana.submit(decision="never").errors == {}


def test_sent_by_mistake_is_not_sent_and_the_note_is_there_again(office: Office, sarah: Advocate) -> None:
    ana = office.person(ANA)
    to_approved(office)
    office.later(days=1)
    ana.press("ask_sent")
    office.deliver()
    assert only(office).counted_on == date(2026, 3, 3)
    assert "Sarah Chen has not been written to" in undo(office, ANA)
    ask = only(office)
    assert (ask.state, ask.contacted_at, ask.counted_on) == ("approved", None, date(2026, 3, 2))
    assert "Dear Sarah, my own words" in words(office.latest(ana))
    assert "ask_sent" in actions_of(office, ANA)
    assert "wrote to" not in words(office.latest(office.person(SAM)))
    with office.db.reading() as session:
        told = [happened(line) for line in history_of_advocate(session, sarah.id)]
    assert told[-1] == "took back that they were written to for Sarah Chen"


def test_a_no_that_was_none_is_waited_for_again_and_the_next_is_left_in_peace(
    office: Office, sarah: Advocate
) -> None:
    ana, bea = office.person(ANA), office.person(BEA)
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm=BEA))
    office.add_past_ask(
        office.add_advocate("Una Far", office.add_account("Calm Bank")), office.clock.now().date()
    )
    answered(office, answer="no")
    assert "May we ask Tom Reed?" in words(office.latest(bea))
    assert "we are waiting for Sarah Chen’s answer again" in undo(office, ANA)
    states = {ask.advocate_id: (ask.state, ask.answer) for ask in office.asks() if ask.origin == "bot"}
    assert states.pop(sarah.id) == ("sent", None)
    assert list(states.values()) == [("released", None)]
    assert "Tom is left in peace" in words(office.latest(bea))
    assert state_of_request(office) == "asking"
    office.press(ana, "ask_answer")
    assert ana.submit(answer="yes", scheduled_for=CALL).errors == {}
    office.deliver()
    assert state_of_request(office) == "filled"


@pytest.mark.usefixtures("sarah")
def test_where_the_next_was_decided_on_meanwhile_it_says_so(office: Office) -> None:
    bea = office.person(BEA)
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm=BEA))
    answered(office, answer="no")
    office.press(bea, "ask_review")
    bea.submit(decision="approve")
    office.deliver()
    assert "Meanwhile Tom Reed is asked for the same request" in undo(office, ANA)
    assert [ask.state for ask in office.asks()] == ["sent", "approved"]


@pytest.mark.usefixtures("sarah")
def test_a_yes_that_was_none_takes_the_contact_and_the_date_away_again(office: Office) -> None:
    sam = office.person(SAM)
    answered(office, answer="yes", scheduled_for=CALL)
    assert "sarah.chen@" in words(office.latest(sam))
    undo(office, ANA)
    ask = only(office)
    assert (ask.state, ask.answer, ask.scheduled_for) == ("sent", None, None)
    assert state_of_request(office) == "asking"
    assert "sarah.chen@" not in words(office.latest(sam))
    assert "wrote to Sarah Chen" in words(office.latest(sam))


@pytest.mark.usefixtures("sarah")
@pytest.mark.parametrize("who", [SAM, ANA])
def test_what_was_called_off_stands_again(office: Office, who: str) -> None:
    answered(office, answer="yes", scheduled_for=CALL)
    office.person(who).press("ask_call_off")
    office.deliver()
    assert state_of_request(office) == "came_to_nothing"
    other = ANA if who == SAM else SAM
    assert "undo" not in actions_of(office, other)
    assert "what was agreed with Sarah Chen stands again" in undo(office, who)
    ask = only(office)
    assert (ask.state, ask.scheduled_for, ask.release_reason) == ("scheduled", CALL, None)
    assert state_of_request(office) == "filled"
    assert "ask_schedule" in actions_of(office, other)


@pytest.mark.usefixtures("sarah")
def test_once_they_were_told_it_is_too_late(office: Office) -> None:
    ana = office.person(ANA)
    answered(office, answer="yes", scheduled_for=CALL)
    ana.press("ask_call_off")
    office.deliver()
    button = ana.find("undo")
    ana.press("outcome_told")
    office.deliver()
    assert "undo" not in actions_of(office, ANA)
    ana.click(button, "undo", stale=True)
    assert "nothing to take back" in office.whisper(ana, "nothing")
    assert only(office).state == "unused"


@pytest.mark.usefixtures("sarah")
def test_a_second_press_of_the_same_button_takes_nothing_else_back(office: Office) -> None:
    ana = office.person(ANA)
    to_sent(office)
    button = ana.find("undo")
    undo(office, ANA)
    assert only(office).state == "approved"
    ana.click(button, "undo", stale=True)
    office.whisper(ana, "nothing to take back")
    assert only(office).state == "approved"


@pytest.mark.usefixtures("sarah")
@pytest.mark.parametrize("step", ["reserved", "approved", "sent", "scheduled"])
def test_a_cancelled_request_goes_on_where_it_stood(office: Office, step: str) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    match step:
        case "reserved":
            request_from(office, "fintech")
        case "approved":
            to_approved(office)
        case "sent":
            to_sent(office)
        case _:
            answered(office, answer="yes", scheduled_for=CALL)
    before = state_of_request(office)
    with office.db.reading() as session:
        request = session.query(ReferenceRequest).one().id
    answer = sam.command("/reference", "mine")
    sam.click(answer, "request_cancel", value=request)
    office.deliver()
    assert state_of_request(office) == "cancelled"
    said = undo(office, SAM)
    assert "Contoso expansion is open again" in said
    assert state_of_request(office) == before
    ask = only(office)
    assert ask.state == ("reserved" if step == "approved" else step)
    assert ask.release_reason is None
    assert ask.counted_on == date(2026, 3, 2)
    wanted = {"sent": "ask_answer", "scheduled": "ask_schedule"}.get(step, "ask_review")
    assert wanted in actions_of(office, ANA)
    assert "No longer needed" not in words(office.latest(ana))


@pytest.mark.usefixtures("sarah")
def test_a_request_that_waited_waits_again_and_owners_are_not_told_twice(office: Office) -> None:
    sam, olu = office.person(SAM), office.person(OLU)
    request_from(office, "fintech")
    office.press(office.person(ANA), "ask_review")
    office.person(ANA).submit(decision="not_now")
    office.deliver()
    told = len(olu.messages())
    sam.press("request_cancel")
    office.deliver()
    undo(office, SAM)
    assert state_of_request(office) == "unfilled"
    assert len(olu.messages()) == told
    assert "finds nobody who is rested" in words(office.latest(olu))


@pytest.mark.usefixtures("sarah")
def test_only_whoever_clicked_or_answers_for_them_takes_it_back(office: Office) -> None:
    sam, ana, bea, olu = (office.person(one) for one in (SAM, ANA, BEA, OLU))
    answered(office, answer="yes", scheduled_for=CALL)
    press_as(office, BEA, ana.find("undo"), "undo")
    office.whisper(bea, "Only the CSM")
    sam.press("ask_call_off")
    office.deliver()
    press_as(office, ANA, sam.find("undo"), "undo")
    office.slack.until(lambda: ana.ephemerals(), what="a refusal")
    assert only(office).state == "unused"
    press_as(office, OLU, sam.find("undo"), "undo")
    office.whisper(olu, "Taken back")
    assert only(office).state == "scheduled"


@pytest.mark.usefixtures("sarah")
def test_after_a_quarter_of_an_hour_it_stands_and_the_button_goes(office: Office) -> None:
    sam = office.person(SAM)
    answered(office, answer="yes")
    sam.press("ask_call_off")
    office.deliver()
    office.later(minutes=16)
    undo(office, SAM, "15 minutes")
    assert only(office).state == "unused"
    office.job("ask_reminders")
    assert "undo" not in actions_of(office, SAM)
    assert "undo" not in actions_of(office, ANA)
    assert "outcome_told" in actions_of(office, ANA)


def test_what_no_longer_holds_is_let_go_when_sent_is_taken_back(office: Office, sarah: Advocate) -> None:
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm=BEA))
    to_sent(office)
    with office.db.changing() as session:
        session.get_one(Advocate, sarah.id).paused_until = date(2026, 6, 1)
    assert "Please don’t write any more: Sarah Chen is paused" in undo(office, ANA)
    assert [ask.state for ask in office.asks()] == ["released", "reserved"]
    assert "May we ask Tom Reed?" in words(office.latest(office.person(BEA)))
