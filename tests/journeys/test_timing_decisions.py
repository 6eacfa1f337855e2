"""How long a CSM took to decide is kept as it is decided, in their own working hours; a cancelled or rerouted ask was no decision."""

from datetime import date

import pytest

from bot.services import asks
from models import Advocate, Ask
from tests.journeys.office import ANA, SAM, Office
from tests.journeys.test_the_loop import request_from
from tests.journeys.test_undo import only, undo


@pytest.fixture(autouse=True)
def sarah(office: Office) -> Advocate:
    return office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))


def hours(office: Office) -> list[float | None]:
    return [ask.decision_hours for ask in office.asks() if ask.origin == "bot"]


def decide(office: Office, **values: object) -> None:
    office.press(office.person(ANA), "ask_review")
    assert office.person(ANA).submit(**values).errors == {}
    office.deliver()


def test_an_approval_after_a_night_counts_the_working_hours_alone(office: Office) -> None:
    request_from(office, "fintech")  # Monday at 10
    office.later(days=1, hours=1)  # Tuesday at 11: eight hours on Monday and two on Tuesday
    decide(office, decision="approve", note="Dear Sarah, my own words")
    assert hours(office) == [10.0]


@pytest.mark.parametrize(
    "values", [{"decision": "not_now", "resume_on": date(2026, 5, 1)}, {"decision": "never"}]
)
def test_a_no_is_a_decision_as_well(office: Office, values: dict[str, object]) -> None:
    request_from(office, "fintech")
    office.later(hours=2)
    decide(office, **values)
    assert hours(office) == [2.0]


def test_writing_to_them_without_approving_first_is_a_decision(office: Office) -> None:
    request_from(office, "fintech")
    office.later(hours=3)
    asks.sent(office.wired.program, ANA, only(office).id)
    assert hours(office) == [3.0]


def test_what_is_taken_back_was_not_decided(office: Office) -> None:
    request_from(office, "fintech")
    decide(office, decision="approve", note="Dear Sarah, my own words")
    undo(office, ANA)
    assert hours(office) == [None]


def test_what_the_requester_cancels_nobody_decided(office: Office) -> None:
    request_from(office, "fintech")
    office.later(hours=1)
    office.person(SAM).press("request_cancel")
    office.deliver()
    assert hours(office) == [None]


def test_silence_is_no_decision(office: Office) -> None:
    request_from(office, "fintech")
    office.later(days=2)
    office.job("ask_reminders")
    with office.db.reading() as session:
        assert [one.state for one in session.query(Ask)] == ["released"]
    assert hours(office) == [None]
