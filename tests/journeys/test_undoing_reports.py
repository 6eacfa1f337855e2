"""Somebody says that a call took place and it did not: within a quarter of an hour it is as if they had not said so, and nobody
is thanked for nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.services import activities, executive_prompting
from messages.history import happened
from models import Activity, Advocate, Benefit, ExecutiveNote, Milestone, ReferenceRequest
from tests.journeys.office import ANA, MONDAY, OLU, SAM, Office
from tests.journeys.test_executive_notes import EVA, hire
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_undo import CALL, answered, only, state_of_request, undo
from tests.journeys.test_who_may import press_as

TODAY = MONDAY.date()


@pytest.fixture
def sarah(office: Office) -> Advocate:
    return office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))


def reported(office: Office, **fields: object) -> None:
    """Sam says, on the morning after the call, that it took place."""
    answered(office, answer="yes", scheduled_for=CALL)
    office.clock.at = datetime(2026, 3, 6, 9, tzinfo=UTC)
    office.job("outcome_requests")
    sam = office.person(SAM)
    office.press(sam, "ask_outcome")
    assert sam.submit(happened="yes", **fields).errors == {}
    office.deliver()


def done(office: Office) -> int:
    with office.db.reading() as session:
        return session.query(Activity).filter(Activity.ask_id.is_not(None)).count()


def rows(office: Office, table: type[Milestone] | type[Benefit] | type[ExecutiveNote]) -> int:
    with office.db.reading() as session:
        return session.query(table).count()


def history(office: Office, one: Advocate) -> list[str]:
    with office.db.reading() as session:
        return [happened(line) for line in history_of_advocate(session, one.id)]


def test_it_is_as_before_and_nobody_is_to_be_thanked(office: Office, sarah: Advocate) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    reported(office, rating="5", helped="The numbers", deal_stage="Negotiation")
    assert "Time to thank Sarah Chen" in words(office.latest(ana))
    office.later(minutes=14)
    assert "Sarah Chen has not done it yet" in undo(office, SAM)
    ask = only(office)
    assert (ask.state, ask.scheduled_for, ask.closed_at) == ("scheduled", CALL, None)
    assert ask.counted_on == date(2026, 3, 2), "it was asked, and counts"
    assert (done(office), state_of_request(office)) == (0, "filled")
    with office.db.reading() as session:
        assert session.query(ReferenceRequest).one().deal_stage is None
        assert session.get_one(Advocate, sarah.id).tier == "community"
    assert (rows(office, Milestone), rows(office, Benefit)) == (0, 0)
    assert "thanks_record" not in {
        one for message in ana.messages() for one in str(message.blocks).split("'")
    }
    assert "took back what they had said of how it went" in words(office.latest(ana))
    assert "How did it go with Sarah Chen?" in words(office.latest(sam))
    assert "undo" not in actions_of(office, SAM)
    assert "took back that it took place for Sarah Chen" in history(office, sarah)


@pytest.mark.usefixtures("sarah")
def test_it_is_asked_about_again_in_two_working_days_and_said_anew(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    reported(office)
    undo(office, SAM)
    asked = office.latest(sam).ts
    office.later(hours=1)
    office.job("outcome_requests")
    assert office.latest(sam).ts == asked, "they have just looked at it"
    office.clock.at = datetime(2026, 3, 10, 10, tzinfo=UTC)
    office.job("outcome_requests")
    assert office.latest(sam).ts != asked
    office.press(sam, "ask_outcome")
    assert sam.submit(happened="yes", rating="4").errors == {}
    office.deliver()
    assert "Time to thank Sarah Chen" in words(office.latest(ana))
    assert "took back" not in words(office.latest(ana))
    assert done(office) == 1


@pytest.mark.usefixtures("sarah")
def test_the_button_goes_after_a_quarter_of_an_hour_and_csm_or_owner_can_correct_it_later(
    office: Office,
) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    reported(office)
    office.later(minutes=16)
    undo(office, SAM, "15 minutes")
    office.job("ask_reminders")
    assert "undo" not in actions_of(office, SAM)
    office.later(days=4)
    ask = only(office).id
    question = next(one for one in reversed(ana.messages()) if "ask_correct" in str(one.blocks))
    ana.click(question, "ask_correct", value=ask)
    assert "It hasn’t taken place" in str(office.modal(ana).blocks)
    assert ana.submit(what="not_done").errors == {}
    office.deliver()
    assert (only(office).state, done(office)) == ("scheduled", 0)
    assert "How did it go with Sarah Chen?" in words(office.latest(sam)), "Sam is told"


@pytest.mark.usefixtures("sarah")
def test_once_they_were_thanked_it_stands(office: Office) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    reported(office)
    button = sam.find("undo")
    office.press(ana, "thanks_record")
    assert ana.submit(how="call").errors == {}
    office.deliver()
    assert "undo" not in actions_of(office, SAM)
    assert "<@U0ANA> has thanked them" in words(office.latest(sam))
    sam.click(button, "undo", stale=True)
    office.whisper(sam, "was thanked on 6 Mar 2026 already")
    assert (only(office).state, done(office)) == ("completed", 1)
    assert "ask_correct" not in str([one.blocks for one in ana.messages()])


@pytest.mark.usefixtures("sarah")
def test_only_whoever_said_so_or_an_owner_takes_it_back(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    reported(office)
    button = office.person(SAM).find("undo")
    press_as(office, ANA, button, "undo")
    office.slack.until(lambda: ana.ephemerals(), what="a refusal")
    assert only(office).state == "completed"
    press_as(office, OLU, button, "undo")
    office.whisper(olu, "Taken back")
    assert only(office).state == "scheduled"


def test_a_tier_a_fifth_time_and_a_word_to_an_executive_go_with_it(office: Office, sarah: Advocate) -> None:
    hire(office, EVA)
    for days in (20, 30, 40, 50):
        office.add_activity(
            sarah, TODAY - timedelta(days=days), thanked_on=TODAY, outcome_told_on=TODAY, deal=str(days)
        )
    office.clock.at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    office.job("tiers")
    with office.db.changing() as session:
        session.query(Benefit).delete()
    office.person(EVA).command("/advocate", "help")
    answered(office, answer="yes", scheduled_for=CALL)
    office.clock.at = datetime(2026, 3, 6, 9, tzinfo=UTC)
    office.job("outcome_requests")
    office.press(office.person(SAM), "ask_outcome")
    assert office.person(SAM).submit(happened="yes").errors == {}
    office.deliver()
    with office.db.reading() as session:
        assert session.get_one(Advocate, sarah.id).tier == "platinum"
        assert {one.kind for one in session.query(Milestone)} == {"tier", "nth_activity"}
    assert "5th time" in " ".join(words(one) for one in office.person(ANA).messages())
    assert executive_prompting.take_up_causes(office.wired.program) == (1, 0)
    office.job("executive_notes")
    assert "exec_note_sent" in actions_of(office, EVA)
    undo(office, SAM)
    with office.db.reading() as session:
        assert session.get_one(Advocate, sarah.id).tier == "gold"
    assert (rows(office, Milestone), rows(office, Benefit), rows(office, ExecutiveNote)) == (0, 0, 0)
    assert actions_of(office, EVA) == set()
    assert "5th time" not in " ".join(words(one) for one in office.person(ANA).messages())
    assert "let the word to Sarah Chen go: what it was for did not happen" in history(office, sarah)


def test_what_was_taken_as_happened_and_then_said_so_brings_nothing_twice(
    office: Office, sarah: Advocate
) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    answered(office, answer="yes", scheduled_for=CALL)
    for day in (6, 10, 12, 16):
        office.clock.at = datetime(2026, 3, day, 9, tzinfo=UTC)
        office.job("outcome_requests")
    assert only(office).release_reason == "assumed"
    count = len(ana.messages())
    office.press(sam, "ask_outcome")
    assert sam.submit(happened="yes", rating="5", helped="The numbers").errors == {}
    office.deliver()
    assert len(ana.messages()) == count, "her thank-you stands, and knows more now"
    assert "“The numbers”" in words(office.latest(ana))
    assert only(office).release_reason is None
    undo(office, SAM)
    assert (only(office).state, done(office)) == ("scheduled", 0)
    assert sarah.id == only(office).advocate_id


def test_the_first_thing_somebody_does_is_one_message(office: Office, sarah: Advocate) -> None:
    ana = office.person(ANA)
    ana.command("/advocate", "help")
    activities.log(office.wired.program, ANA, sarah.id, "podcast", TODAY)
    office.deliver()
    (message,) = ana.messages()
    assert "Time to thank Sarah Chen" in words(message)
    assert "With this Sarah is silver in the program." in words(message)
    with office.db.reading() as session:
        assert session.query(Milestone).one().told_on == TODAY


@pytest.mark.usefixtures("sarah")
@pytest.mark.parametrize("why_not", ["no_show", "advocate_could_not", "not_needed"])
def test_that_it_did_not_take_place_is_taken_back_alike(office: Office, why_not: str) -> None:
    sam, ana, olu = office.person(SAM), office.person(ANA), office.person(OLU)
    answered(office, answer="yes", scheduled_for=CALL)
    office.clock.at = datetime(2026, 3, 6, 9, tzinfo=UTC)
    office.job("outcome_requests")
    files = sum(len(one.files) for one in sam.messages())
    office.press(sam, "ask_outcome")
    assert sam.submit(happened="no", why_not=why_not).errors == {}
    office.deliver()
    assert "outcome_told" in actions_of(office, ANA)
    assert "stands again" in undo(office, SAM)
    assert (only(office).state, state_of_request(office)) == ("scheduled", "filled")
    assert "Please don’t write to Sarah about it yet" in words(office.latest(ana))
    assert sum(len(one.files) for one in sam.messages()) == files, "the day has passed: no calendar needs it"
    asked = office.latest(sam).ts
    office.later(hours=1)
    office.job("outcome_requests")
    assert office.latest(sam).ts == asked
    if why_not == "no_show":
        assert "took back that the reference call with Sarah Chen" in words(office.latest(olu))


@pytest.mark.usefixtures("sarah")
def test_whoever_was_told_and_thanked_of_a_yes_not_used_is_no_nudge_any_more(office: Office) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    answered(office, answer="yes", scheduled_for=CALL)
    sam.press("ask_call_off")
    office.deliver()
    office.clock.at = datetime(2026, 3, 4, 10, tzinfo=UTC)
    office.job("ask_reminders")
    assert "nudge_later" in actions_of(office, ANA)
    ana.press("outcome_told")
    office.deliver()
    assert "nudge_later" not in actions_of(office, ANA)


@pytest.mark.usefixtures("sarah")
def test_the_requester_sees_that_they_were_thanked_and_told(office: Office) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    reported(office)
    office.press(ana, "thanks_record")
    assert ana.submit(how="mail").errors == {}
    office.press(sam, "deal_result")
    assert sam.submit(result="won").errors == {}
    office.deliver()
    assert "<@U0ANA> passes the good news on" in words(office.latest(sam))
    ana.press("outcome_told")
    office.deliver()
    assert "<@U0ANA> has passed the good news on" in words(office.latest(sam))
