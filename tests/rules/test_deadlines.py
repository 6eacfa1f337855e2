"""Nothing is left hanging: every state has a deadline, a person and a way on; and what is due when."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.deadlines import (
    ASK_DEADLINES,
    ASK_ENDED,
    ENDING,
    REQUEST_ENDED,
    REQUEST_WAITS,
    TELLING,
    THANKS,
    Then,
    due_now,
    next_due,
)
from bot.rules.lifecycle import ASK, LIVE_REQUEST, OPEN, REQUEST
from bot.rules.policy import DEFAULT, Policy
from bot.rules.working_time import WorkingTime

LONDON = WorkingTime.of(DEFAULT, "Europe/London")
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_every_state_of_an_ask_has_a_deadline_and_a_person_or_waits_for_nobody() -> None:
    assert set(ASK) == set(ASK_DEADLINES) | set(ASK_ENDED)
    assert not set(ASK_DEADLINES) & set(ASK_ENDED)
    assert set(ASK_DEADLINES) >= OPEN, "an open ask is never left hanging"


def test_every_state_of_a_request_has_somebody_and_an_end() -> None:
    assert set(REQUEST) == set(REQUEST_WAITS) | REQUEST_ENDED
    assert set(REQUEST_WAITS) == LIVE_REQUEST


@pytest.mark.parametrize(
    "deadline", [*ASK_DEADLINES.values(), THANKS, TELLING], ids=lambda one: one.waits_for
)
def test_every_deadline_ends_with_something_that_moves_on_or_with_the_owners(deadline) -> None:  # type: ignore[no-untyped-def]
    *before, last = deadline.steps
    assert last.then in ENDING or last.then is Then.TO_OWNERS
    assert not {step.then for step in before} & ENDING


@pytest.mark.parametrize("state", sorted(OPEN))
def test_whoever_it_waits_for_is_reminded_before_it_is_over(state: str) -> None:
    steps = ASK_DEADLINES[state].steps
    dues = []
    last = None
    for taken in range(len(steps)):
        due = next_due(ASK_DEADLINES[state], taken, MONDAY, last, LONDON, DEFAULT)
        assert due is not None
        dues.append(due.at)
        last = due.at
    assert dues == sorted(set(dues))
    assert len(dues) >= 2


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("reserved", ["2026-03-02T14:00", "2026-03-03T10:00"]),
        ("approved", ["2026-03-03T10:00", "2026-03-04T10:00"]),
        ("sent", ["2026-03-09T10:00", "2026-03-16T10:00"]),
        (
            "awaiting_approval",
            ["2026-03-09T10:00", "2026-03-16T10:00", "2026-03-23T10:00", "2026-03-30T09:00"],
        ),
        ("accepted", ["2026-03-09T10:00", "2026-03-16T10:00", "2026-03-23T10:00"]),
        (
            "scheduled",
            ["2026-03-03T00:00", "2026-03-05T09:00", "2026-03-09T09:00", "2026-03-11T09:00"],
        ),
    ],
)
def test_the_table_of_the_program_in_days_of_london(state: str, expected: list[str]) -> None:
    found: list[datetime] = []
    for taken in range(len(expected)):
        last = found[-1] if found else None
        due = next_due(ASK_DEADLINES[state], taken, MONDAY, last, LONDON, DEFAULT)
        assert due is not None
        found.append(due.at)
    assert found == [datetime.fromisoformat(one).replace(tzinfo=UTC) for one in expected]
    assert next_due(ASK_DEADLINES[state], len(expected), MONDAY, None, LONDON, DEFAULT) is None


def test_of_what_is_overdue_only_the_last_step_is_taken() -> None:
    due = due_now(ASK_DEADLINES["reserved"], 0, MONDAY, None, LONDON, DEFAULT, MONDAY + timedelta(days=9))
    assert due is not None
    assert due.step.then is Then.REROUTE


def test_but_nobody_is_passed_over_who_was_never_asked() -> None:
    long_after = MONDAY + timedelta(days=60)
    due = due_now(ASK_DEADLINES["scheduled"], 0, MONDAY, None, LONDON, DEFAULT, long_after)
    assert due is not None
    assert due.step.then is Then.ASK_OUTCOME
    after = due_now(ASK_DEADLINES["scheduled"], 1, MONDAY, long_after, LONDON, DEFAULT, long_after)
    assert after is None


def test_thanks_are_asked_for_by_the_clock_and_the_owners_see_them_a_working_day_later() -> None:
    friday = datetime(2026, 3, 6, 16, tzinfo=UTC)
    first = next_due(THANKS, 0, friday, None, LONDON, DEFAULT)
    again = next_due(THANKS, 1, friday, friday + timedelta(hours=24), LONDON, DEFAULT)
    assert first is not None
    assert again is not None
    assert (first.at - friday, again.at - friday) == (timedelta(hours=24), timedelta(hours=72))
    owners = next_due(THANKS, 2, friday, again.at, LONDON, DEFAULT)
    assert owners is not None
    assert (owners.place, owners.step, owners.at) == (2, THANKS.steps[2], again.at + timedelta(days=1))


def test_the_owner_sets_the_times() -> None:
    policy = Policy.of({"csm_reminder_hours": "1", "csm_reroute_hours": "2"})
    due = next_due(ASK_DEADLINES["reserved"], 0, MONDAY, None, LONDON, policy)
    assert due is not None
    assert due.at == MONDAY + timedelta(hours=1)
