"""What was recorded wrongly is put right later, by the CSM or an owner, and the counts follow."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from messages.history import happened
from models import Advocate
from tests.journeys.office import ANA, BEA, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of, request_from
from tests.journeys.test_undo import answered, only, sarah, state_of_request, to_sent
from tests.journeys.test_who_may import press_as

assert sarah  # the fixture is theirs
CALL = datetime(2026, 3, 12, 14, 0, tzinfo=UTC)


def next_day(office: Office) -> None:
    """Later than anything could be undone."""
    office.later(days=1)
    office.job("ask_reminders")


def correct(office: Office, what: str, by: str = ANA) -> dict[str, str]:
    office.press(office.person(by), "ask_correct")
    errors = office.person(by).submit(what=what).errors
    office.deliver()
    return errors


def test_a_no_was_a_yes(office: Office, sarah: Advocate) -> None:
    answered(office, answer="no")
    office.later(minutes=20)
    office.job("ask_reminders")
    assert "undo" not in actions_of(office, ANA)
    assert correct(office, "yes") == {}
    ask = only(office)
    assert (ask.state, ask.answer) == ("accepted", "yes")
    assert state_of_request(office) == "filled"
    assert "sarah.chen@" in words(office.latest(office.person(SAM)))
    with office.db.reading() as session:
        told = [happened(line) for line in history_of_advocate(session, sarah.id)]
    assert "corrected the no for Sarah Chen" in told


@pytest.mark.usefixtures("sarah")
def test_whoever_answers_after_being_let_go_is_heard(office: Office) -> None:
    to_sent(office)
    for _ in range(20):
        office.later(days=1)
        office.job("ask_reminders")
    assert only(office).state == "no_answer"
    assert correct(office, "no") == {}
    assert (only(office).state, only(office).answer) == ("declined", "no")


@pytest.mark.usefixtures("sarah")
def test_who_was_not_written_to_does_not_count_from_that_day(office: Office) -> None:
    to_sent(office)
    office.later(minutes=20)
    office.job("ask_reminders")
    assert correct(office, "not_sent") == {}
    ask = only(office)
    assert (ask.state, ask.contacted_at) == ("approved", None)
    assert "ask_sent" in actions_of(office, ANA)


def test_never_is_lifted_for_the_next_request(office: Office, sarah: Advocate) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="never")
    office.deliver()
    office.later(minutes=20)
    office.job("ask_reminders")
    assert "Sarah Chen" not in sam.command("/reference", "fintech").text
    assert correct(office, "may_be_asked") == {}
    with office.db.reading() as session:
        assert session.get_one(Advocate, sarah.id).never == []
    assert only(office).state == "released"
    assert "Sarah Chen" in sam.command("/reference", "fintech").text


@pytest.mark.usefixtures("sarah")
def test_what_was_called_off_takes_place_after_all(office: Office) -> None:
    answered(office, answer="yes", scheduled_for=CALL)
    office.person(SAM).press("ask_call_off")
    office.deliver()
    office.later(minutes=20)
    office.job("ask_reminders")
    assert correct(office, "stands") == {}
    assert (only(office).state, only(office).scheduled_for) == ("scheduled", CALL)
    assert state_of_request(office) == "filled"
    assert "ask_schedule" in actions_of(office, SAM)


@pytest.mark.usefixtures("sarah")
def test_what_does_not_fit_is_refused_and_only_the_csm_and_owners_may(office: Office) -> None:
    ana, bea, olu = office.person(ANA), office.person(BEA), office.person(OLU)
    to_sent(office)
    office.later(minutes=20)
    office.job("ask_reminders")
    press_as(office, BEA, ana.find("ask_correct"), "ask_correct")
    office.whisper(bea, "Only the CSM")
    press_as(office, OLU, ana.find("ask_correct"), "ask_correct")
    office.modal(olu)
    office.press(ana, "ask_answer")
    ana.submit(answer="no")
    assert "doesn’t fit" in olu.submit(what="not_sent").errors["what"]
    assert only(office).state == "declined"


@pytest.mark.usefixtures("sarah")
def test_an_owner_finds_it_on_the_card(office: Office) -> None:
    olu = office.person(OLU)
    answered(office, answer="no")
    next_day(office)
    card = olu.command("/advocate", "show Sarah Chen")
    olu.click(card, "ask_correct")
    view = office.modal(olu)
    assert "Reference call for Contoso expansion: would rather not" in str(view.blocks)
    assert olu.submit(what="waiting").errors == {}
    office.deliver()
    assert only(office).state == "sent"
    assert only(office).counted_on == office.clock.now().date() - timedelta(days=1)
