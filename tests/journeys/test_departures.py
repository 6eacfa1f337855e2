"""Somebody has left, a company is no customer any more: nothing stays open with them, and those involved know."""

from datetime import date

import pytest

from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from messages.history import happened
from models import Account, Advocate, Signal
from tests.journeys.office import ANA, SAM, Office
from tests.journeys.test_closing_the_loop import said_yes
from tests.journeys.test_the_loop import actions_of, request_from

TODAY = date(2026, 3, 2)


def two_people(office: Office) -> Advocate:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate("Tom Reed", office.add_account("Zenith Trust"))
    return sarah


def left(office: Office, one: Advocate) -> None:
    office.add_row(Signal(advocate_id=one.id, kind="left_company", observed_on=TODAY))
    office.job("ask_reminders")


def churned(office: Office, one: Advocate) -> None:
    with office.db.changing() as session:
        session.get_one(Account, one.account_id).churned_on = TODAY
    office.job("ask_reminders")


def stage(office: Office, one: Advocate) -> str:
    with office.db.reading() as session:
        return session.get_one(Advocate, one.id).stage


def all_words(office: Office, who: str) -> str:
    return "\n".join(words(one) for one in office.person(who).messages())


def test_a_question_about_somebody_who_has_left_goes_to_the_next(office: Office) -> None:
    sarah = two_people(office)
    request_from(office, "fintech")
    left(office, sarah)
    assert [(ask.state, ask.release_reason) for ask in office.asks()] == [
        ("released", "left"),
        ("reserved", None),
    ]
    assert "Sarah has left their company. The next person who fits is offered." in all_words(office, ANA)
    assert "May we ask Tom Reed?" in words(office.latest(office.person(ANA)))
    told = words(office.latest(office.person(SAM)))
    assert "deciding whether to ask Tom Reed" in told
    assert "Northwind Bank: has left the company" in told
    assert stage(office, sarah) == "retired"
    assert "1 person fits" not in office.person(SAM).command("/reference", "fintech").text
    with office.db.reading() as session:
        lines = [happened(line) for line in history_of_advocate(session, sarah.id)]
    assert "retired Sarah Chen from the program: Sarah Chen has left their company" in lines


def test_a_note_that_is_not_sent_yet_is_called_back(office: Office) -> None:
    sarah = two_people(office)
    ana = office.person(ANA)
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    churned(office, sarah)
    assert "*Please don’t write to Sarah Chen*" in all_words(office, ANA)
    assert "Sarah’s company is no longer a customer of ours" in all_words(office, ANA)


@pytest.mark.parametrize(
    ("leave", "told", "csm"),
    [
        (left, True, "*Sarah Chen has left Northwind Bank*"),
        (churned, False, "*It didn’t take place: please tell Sarah Chen*"),
    ],
)
def test_a_yes_becomes_a_yes_not_used_and_somebody_else_is_asked(
    office: Office, leave: object, told: bool, csm: str
) -> None:
    sarah = two_people(office)
    said_yes(office)
    assert callable(leave)
    leave(office, sarah)
    first, second = office.asks()
    assert (first.state, first.counted_on, first.told_at is not None) == ("unused", TODAY, told)
    assert second.state == "reserved"
    assert csm in all_words(office, ANA)
    assert ("outcome_told" in actions_of(office, ANA)) is not told
    assert "deciding whether to ask Tom Reed" in words(office.latest(office.person(SAM)))


def test_a_call_whose_time_has_come_is_left_to_its_report(office: Office) -> None:
    sarah = two_people(office)
    said_yes(office)
    office.press(office.person(SAM), "ask_schedule")
    office.person(SAM).submit(scheduled_for=office.clock.now())
    office.later(hours=1)
    left(office, sarah)
    assert [ask.state for ask in office.asks()] == ["scheduled"]


def test_who_is_brought_back_on_purpose_stays(office: Office) -> None:
    sarah = two_people(office)
    left(office, sarah)
    with office.db.changing() as session:
        session.get_one(Advocate, sarah.id).stage = "enrolled"
    office.job("ask_reminders")
    assert stage(office, sarah) == "enrolled"
    office.later(days=3)
    office.add_row(Signal(advocate_id=sarah.id, kind="left_company", observed_on=date(2026, 3, 4)))
    office.job("ask_reminders")
    assert stage(office, sarah) == "retired"


def test_one_who_leaves_holds_back_nobody_else(office: Office) -> None:
    first, second = two_people(office), office.add_advocate("Uma Roy", office.add_account("Harbour Trust"))
    left(office, first)
    left(office, second)
    assert (stage(office, first), stage(office, second)) == ("retired", "retired")
    office.add_row(Signal(account_id=second.account_id, kind="account_churned", observed_on=TODAY))
    third = office.add_advocate("Vic Low", office.add_account("Delta Bank"))
    office.add_row(Signal(account_id=third.account_id, kind="account_churned", observed_on=TODAY))
    assert "1 retired with 0 open" in office.job("ask_reminders")
    assert stage(office, third) == "retired"
