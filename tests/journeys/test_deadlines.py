"""Nothing is left hanging: silence moves every request on, in everybody's own working time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.queries.history import history_of_request
from bot.sandbox.answer import words
from messages.history import happened
from models import Activity, Ask, ReferenceRequest
from tests.journeys.office import ANA, MONDAY, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of, request_from

BESIDE = {"ask_outside", "give_log", "undo", "ask_correct"}
"""Buttons that other journeys look at."""


def two_who_fit(office: Office) -> None:
    """Sarah, whose CSM is Ana, is asked first; then Tom of another company, whose CSM is the owner."""
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    tom = office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm=OLU))
    office.add_past_ask(tom, MONDAY.date() - timedelta(days=200))


def at(office: Office, written: str, job: str = "ask_reminders") -> str:
    office.clock.at = datetime.fromisoformat(written).replace(tzinfo=UTC)
    return office.job(job)


def approved(office: Office) -> None:
    ana = office.person(ANA)
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()


def sent(office: Office) -> None:
    approved(office)
    office.person(ANA).press("ask_sent")
    office.deliver()


def said_yes(office: Office, **fields: object) -> None:
    sent(office)
    ana = office.person(ANA)
    office.press(ana, "ask_answer")
    assert ana.submit(answer="yes", **fields).errors == {}
    office.deliver()


def offered(office: Office, slack_id: str) -> set[str]:
    return actions_of(office, slack_id) - BESIDE


def states(office: Office) -> list[str]:
    return [ask.state for ask in office.asks() if ask.request_id]


def request_state(office: Office) -> str:
    with office.db.reading() as session:
        return session.query(ReferenceRequest).one().state


def history(office: Office) -> list[str]:
    with office.db.reading() as session:
        request = session.query(ReferenceRequest).one()
        return [happened(line) for line in history_of_request(session, request.id)]


def test_a_csm_who_does_not_decide_is_reminded_and_then_the_next_is_asked(office: Office) -> None:
    ana, olu, sam = office.person(ANA), office.person(OLU), office.person(SAM)
    two_who_fit(office)
    request_from(office, "fintech")
    first = office.latest(ana)
    assert "Without a word from you by" in words(first)
    at(office, "2026-03-02T13:00")
    assert office.latest(ana).ts == first.ts
    at(office, "2026-03-02T14:00")
    reminder = office.latest(ana)
    assert reminder.ts != first.ts
    assert "Still waiting for your word: may we ask Sarah Chen?" in words(reminder)
    assert offered(office, ANA) == {"ask_review", "nudge_later"}
    at(office, "2026-03-02T15:00")
    assert office.latest(ana).ts == reminder.ts, "once is enough"
    at(office, "2026-03-03T10:00")
    assert states(office) == ["released", "reserved"]
    assert "the next person who fits is offered. Nothing to do." in words(office.latest(ana))
    assert office.latest(ana).ts == reminder.ts, "an update: nothing is left to do"
    assert offered(office, ANA) == set()
    assert "May we ask Tom Reed?" in words(office.latest(olu))
    assert "Tom Reed" in words(office.latest(sam))
    assert "let Sarah Chen go: nobody decided in time" in history(office)


def test_with_nobody_left_on_the_bench_requester_and_owner_are_told(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    at(office, "2026-03-03T10:00")
    assert request_state(office) == "unfilled"
    assert "I look again every day" in words(office.latest(office.person(SAM)))
    assert "finds nobody who is rested" in words(office.latest(office.person(OLU)))


def test_an_approval_that_is_not_sent_is_reminded_of_and_then_let_go(office: Office) -> None:
    ana = office.person(ANA)
    two_who_fit(office)
    approved(office)
    at(office, "2026-03-03T10:00")
    assert "Not sent yet: your note to Sarah Chen" in words(office.latest(ana))
    assert offered(office, ANA) == {"ask_sent", "ask_note", "mail_link", "nudge_later"}
    at(office, "2026-03-04T10:00")
    assert states(office) == ["released", "reserved"]
    assert "Please don’t write to Sarah Chen" in words(office.latest(ana))
    assert offered(office, ANA) == set()


def test_no_answer_brings_one_gentle_follow_up_and_then_it_is_let_go(office: Office) -> None:
    ana = office.person(ANA)
    two_who_fit(office)
    sent(office)
    at(office, "2026-03-09T09:00")
    assert "No word from" not in words(office.latest(ana))
    at(office, "2026-03-09T10:00")
    message = words(office.latest(ana))
    assert "No word from Sarah Chen yet" in message
    assert "my note from Monday reached you" in message
    assert offered(office, ANA) == {"ask_answer", "mail_link", "nudge_later"}
    at(office, "2026-03-16T10:00")
    assert states(office) == ["no_answer", "reserved"]
    ask = next(one for one in office.asks() if one.request_id)
    assert (ask.answer, ask.seat, ask.counted_on) == ("no_answer", None, MONDAY.date())
    assert "I let it go and offer the next person" in words(office.latest(ana))


def test_the_days_of_the_advocates_own_country_count_for_their_answer(office: Office) -> None:
    account = office.add_account("Kaiser Bank", country="Germany")
    office.add_advocate("Sarah Chen", account, time_zone="Europe/Berlin")
    office.clock.at = datetime(2026, 3, 30, 10, tzinfo=UTC)  # Monday before Good Friday and Easter Monday
    sent(office)
    ana = office.person(ANA)
    at(office, "2026-04-06T10:00")
    assert "No word from" not in words(office.latest(ana))
    at(office, "2026-04-08T10:00")
    assert "No word from Sarah Chen yet" in words(office.latest(ana))


def test_where_the_company_must_agree_the_contact_waits_for_it(office: Office) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    bank = office.add_account("Northwind Bank", policy_needs_approval=True)
    office.add_advocate("Sarah Chen", bank)
    said_yes(office, scheduled_for=datetime(2026, 3, 12, 14, tzinfo=UTC))
    assert states(office) == ["awaiting_approval"]
    assert request_state(office) == "asking"
    assert "Their company has to agree first" in words(office.latest(sam))
    assert "sarah.chen@" not in words(office.latest(sam))
    assert "Northwind Bank has to agree" in words(office.latest(ana))
    at(office, "2026-03-09T10:00")
    assert "Has Northwind Bank agreed?" in words(office.latest(ana))
    assert offered(office, ANA) == {"approval_record", "nudge_later"}
    office.press(ana, "approval_record")
    assert ana.submit(approved="yes", by="Their legal team", on=date(2026, 3, 9)).errors == {}
    office.deliver()
    assert states(office) == ["scheduled"]
    assert request_state(office) == "filled"
    assert "sarah.chen@" in words(office.latest(sam))
    ask = office.asks()[0]
    assert (ask.approved_by, ask.approved_on) == ("Their legal team", date(2026, 3, 9))
    assert "recorded that the company of Sarah Chen agreed (Their legal team)" in history(office)


def test_a_company_that_says_no_leaves_a_yes_to_be_thanked_and_the_next_is_asked(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    bank = office.add_account("Northwind Bank", policy_needs_approval=True)
    office.add_advocate("Sarah Chen", bank)
    tom = office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm=OLU))
    office.add_past_ask(tom, MONDAY.date() - timedelta(days=200))
    said_yes(office)
    office.press(ana, "approval_record")
    assert ana.submit(approved="no").errors == {}
    office.deliver()
    assert states(office) == ["unused", "reserved"]
    assert request_state(office) == "asking"
    assert "Northwind Bank did not agree: please tell Sarah Chen" in words(office.latest(ana))
    assert offered(office, ANA) == {"outcome_told", "mail_link"}
    assert "May we ask Tom Reed?" in words(office.latest(olu))


def test_a_day_to_come_is_no_day_of_an_approval(office: Office) -> None:
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank", policy_needs_approval=True))
    said_yes(office)
    office.press(ana, "approval_record")
    refused = ana.submit(approved="yes", on=MONDAY.date() + timedelta(days=1))
    assert refused.errors == {"on": "This day is still to come. Please choose today or earlier."}


def test_an_approval_that_never_comes_reaches_the_owner_who_decides(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank", policy_needs_approval=True))
    said_yes(office)
    for day in ("2026-03-09", "2026-03-16", "2026-03-23"):
        before = office.latest(ana).ts
        at(office, f"{day}T10:00")
        assert office.latest(ana).ts != before
    at(office, "2026-03-30T10:00")
    told = office.latest(olu)
    assert "nobody knows whether their company agrees" in words(told)
    office.press(olu, "approval_record")
    assert olu.submit(approved="no").errors == {}
    office.deliver()
    assert "Nobody waits too long" in words(office.latest(olu)) or "finds nobody" in words(office.latest(olu))
    assert "approval_record" not in offered(office, OLU)


def test_a_date_that_never_comes_becomes_a_yes_not_used(office: Office) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    said_yes(office)
    for day in ("2026-03-09", "2026-03-16"):
        at(office, f"{day}T10:00")
        assert "Still no date with Sarah Chen" in words(office.latest(ana))
        assert "Still no date with Sarah Chen" in words(office.latest(sam))
    at(office, "2026-03-23T10:00")
    assert states(office) == ["unused"]
    assert request_state(office) == "came_to_nothing"
    assert "No date was ever found: please tell Sarah Chen" in words(office.latest(ana))
    assert "it didn’t take place" in words(office.latest(sam))
    assert offered(office, SAM) == set()
    assert offered(office, ANA) == {"outcome_told", "mail_link"}


def test_nobody_told_of_a_yes_not_used_reaches_the_owners_until_somebody_does(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    said_yes(office)
    office.person(SAM).press("ask_call_off")
    office.deliver()
    at(office, "2026-03-04T10:00")
    assert "Sarah Chen is still waiting to hear" in words(office.latest(ana))
    at(office, "2026-03-09T10:00")
    at(office, "2026-03-16T10:00")
    assert "They have not heard it yet" in words(office.latest(olu))
    ana.press("outcome_told")
    office.deliver()
    assert "Nobody waits too long for a word from us any more" in words(office.latest(olu))
    assert offered(office, OLU) == set()


def test_a_report_that_never_comes_does_not_hold_up_the_thanks(office: Office) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    said_yes(office, scheduled_for=datetime(2026, 3, 4, 14, tzinfo=UTC))
    at(office, "2026-03-04T15:00", "outcome_requests")
    assert "How did it go" not in words(office.latest(sam)) or "nudge_later" not in offered(office, SAM)
    at(office, "2026-03-05T09:00", "outcome_requests")
    asked = office.latest(sam)
    assert "How did it go with Sarah Chen?" in words(asked)
    at(office, "2026-03-09T09:00", "outcome_requests")
    again = office.latest(sam)
    assert again.ts != asked.ts
    at(office, "2026-03-11T09:00", "outcome_requests")
    last = office.latest(sam)
    assert last.ts != again.ts
    assert "I take it that it took place" in words(last)
    at(office, "2026-03-13T09:00", "outcome_requests")
    assert states(office) == ["completed"]
    with office.db.reading() as session:
        done = session.query(Activity).one()
    assert (done.rating, done.completed_on, done.asked) == (None, date(2026, 3, 4), True)
    assert "Time to thank Sarah Chen" in words(office.latest(ana))
    assert "I heard nothing, so I take it that it took place" in words(office.latest(sam))


def taken_as_happened(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    said_yes(office, scheduled_for=datetime(2026, 3, 4, 14, tzinfo=UTC))
    for day in ("05", "09", "11", "13"):
        at(office, f"2026-03-{day}T09:00", "outcome_requests")
    assert states(office) == ["completed"]


@pytest.mark.parametrize(
    ("happened_", "state", "activities"),
    [("yes", "completed", 1), ("no", "unused", 0), ("moved", "accepted", 0)],
)
def test_who_speaks_up_after_all_is_heard(
    office: Office, happened_: str, state: str, activities: int
) -> None:
    sam = office.person(SAM)
    taken_as_happened(office)
    office.press(sam, "ask_outcome")
    assert sam.submit(happened=happened_, rating="4").errors == {}
    office.deliver()
    assert states(office) == [state]
    with office.db.reading() as session:
        assert session.query(Activity).count() == activities
    assert ("thanks_record" in offered(office, ANA)) is (happened_ == "yes")


def test_but_not_once_thanks_were_said_for_it(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    taken_as_happened(office)
    office.press(sam, "ask_outcome")
    office.press(ana, "thanks_record")
    ana.submit(how="mail")
    refused = sam.submit(happened="no")
    assert "was thanked" in refused.errors["happened"]


def test_a_date_that_moves_is_asked_about_after_the_new_one(office: Office) -> None:
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    said_yes(office, scheduled_for=datetime(2026, 3, 4, 14, tzinfo=UTC))
    at(office, "2026-03-05T09:00", "outcome_requests")
    office.press(sam, "ask_outcome")
    sam.submit(happened="moved", moved_to=datetime(2026, 3, 18, 14, tzinfo=UTC))
    office.deliver()
    at(office, "2026-03-18T15:00", "outcome_requests")
    assert states(office) == ["scheduled"]
    quiet = office.latest(sam).ts
    at(office, "2026-03-19T09:00", "outcome_requests")
    assert office.latest(sam).ts != quiet


def test_thanks_are_reminded_of_twice_and_then_the_owner_sees_it(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_activity(sarah, MONDAY.date(), prospect="Contoso")
    at(office, "2026-03-03T10:00", "thank_you_nudges")
    first = office.latest(ana)
    at(office, "2026-03-05T10:00", "thank_you_nudges")
    assert office.latest(ana).ts != first.ts
    at(office, "2026-03-06T10:00", "thank_you_nudges")
    assert "nobody has thanked them" in words(office.latest(olu))
    assert len(ana.messages()) == 2
    office.press(ana, "thanks_record")
    ana.submit(how="call")
    office.deliver()
    assert "Nobody waits too long" in words(office.latest(olu))
    at(office, "2026-03-12T10:00", "thank_you_nudges")
    assert len(ana.messages()) == 2


def test_what_came_of_it_is_reminded_of_until_it_is_told(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    done = office.add_activity(sarah, MONDAY.date(), prospect="Contoso", origin="bot", result="won")
    with office.db.changing() as session:
        activity = session.get_one(Activity, done.id)
        activity.thanked_on = MONDAY.date()
        activity.waiting_since = activity.due_at = MONDAY
    at(office, "2026-03-05T10:00", "thank_you_nudges")
    assert "Tell Sarah Chen what came of it" in words(office.latest(ana))
    at(office, "2026-03-12T10:00", "thank_you_nudges")
    at(office, "2026-03-19T10:00", "thank_you_nudges")
    assert "has not heard what came of" in words(office.latest(olu))
    ana.press("outcome_told")
    office.deliver()
    assert "Nobody waits too long" in words(office.latest(olu))


def test_a_reminder_at_night_waits_for_the_morning_after_the_holiday(office: Office) -> None:
    office.server.workspace.add_person(
        "U0KAI", "kai", real_name="Kai Akana", email="kai@ours.example", tz="Pacific/Honolulu"
    )
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank", csm="kai@ours.example"))
    office.clock.at = datetime(2026, 7, 3, 2, tzinfo=UTC)  # four in the afternoon of the 2nd in Honolulu
    request_from(office, "fintech")
    kai = office.person("U0KAI")
    first = office.latest(kai)
    for moment in ("2026-07-03T04:00", "2026-07-03T22:00", "2026-07-06T18:00"):
        at(office, moment)  # the 3rd is kept for Independence Day, then comes the weekend
        assert office.latest(kai).ts == first.ts
    at(office, "2026-07-06T21:00")
    assert office.latest(kai).ts != first.ts


def test_the_owner_shortens_the_time_and_it_holds_for_what_waits_already(office: Office) -> None:
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    at(office, "2026-03-02T11:00")
    first = office.latest(ana)
    from bot.services import policies

    policies.change(office.wired.program, OLU, "csm_reminder_hours", "2")
    at(office, "2026-03-02T12:00")
    assert office.latest(ana).ts != first.ts


def test_somebody_who_moves_is_reminded_by_their_new_clock(office: Office) -> None:
    """Filed at ten in London; Ana flies to New York at noon, where it is seven."""
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    at(office, "2026-03-02T11:00")
    first = office.latest(ana)
    from bot.services import people

    people.remember(
        office.wired.program,
        people.Profile(ANA, "Ana Silva", email="ana@ours.example", time_zone="America/New_York"),
    )
    at(office, "2026-03-02T17:00")
    assert office.latest(ana).ts == first.ts
    at(office, "2026-03-02T18:00")
    assert office.latest(ana).ts != first.ts


@pytest.mark.parametrize(
    ("choice", "back"), [("nudge_later_hour", "2026-03-02T15:00"), ("nudge_later_week", "2026-03-09T09:00")]
)
def test_later_has_a_choice(office: Office, choice: str, back: str) -> None:
    ana = office.person(ANA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_activity(sarah, MONDAY.date() - timedelta(days=3), prospect="Contoso")
    at(office, "2026-03-02T14:00", "thank_you_nudges")
    first = office.latest(ana)
    ana.press("nudge_later")
    office.whisper(ana, "bring it back")
    ana.press(choice)
    moment = datetime.fromisoformat(back).replace(tzinfo=UTC)
    office.clock.at = moment - timedelta(minutes=1)
    office.deliver()
    assert office.latest(ana).ts == first.ts
    office.clock.at = moment
    office.deliver()
    assert office.latest(ana).ts != first.ts


def test_a_decision_that_came_in_time_is_not_reminded_of(office: Office) -> None:
    ana = office.person(ANA)
    two_who_fit(office)
    approved(office)
    before = len(ana.messages())
    for moment in ("2026-03-02T14:00", "2026-03-02T18:00"):
        at(office, moment)
    assert len(ana.messages()) == before
    assert states(office) == ["approved"]


def test_what_was_found_due_and_then_decided_is_left_alone(office: Office) -> None:
    """The job reads, the CSM clicks, the job writes: the click stands."""
    from bot.services import deadlines, deciding

    two_who_fit(office)
    request_from(office, "fintech")
    office.clock.at = datetime(2026, 3, 3, 10, tzinfo=UTC)
    program = office.wired.program
    due = deadlines._due(program, "ask_reminders")
    ask_id = next(due)
    deciding.approve(program, ANA, ask_id, "Hi Sarah")
    assert deadlines._take(program, ask_id, "ask_reminders") is None
    with office.db.reading() as session:
        assert session.get_one(Ask, ask_id).state == "approved"
