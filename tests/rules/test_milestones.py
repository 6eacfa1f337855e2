"""Moments worth noticing: which number of an activity, which day of an anniversary, and when their CSM hears of it."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.milestones import FURTHEST, is_due, is_nth, observed_on, told_from
from bot.rules.working_time import WorkingTime

LONDON = WorkingTime(ZoneInfo("Europe/London"), "GB", (9, 18), (0, 1, 2, 3, 4))
WEEKDAYS = WorkingTime(ZoneInfo("UTC"), None, (9, 18), (0, 1, 2, 3, 4))


class _NeverAtWork(WorkingTime):
    def is_working_day(self, day: date) -> bool:
        return False


def test_the_fifth_tenth_twenty_fifth_and_every_fiftieth_is_worth_a_word() -> None:
    assert [count for count in range(260) if is_nth(count)] == [5, 10, 25, 50, 100, 150, 200, 250]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2022, 5, 1), [(5, 1)]),
        (date(2022, 2, 28), [(2, 28), (2, 29)]),
        (date(2024, 2, 28), [(2, 28)]),
        (date(2024, 2, 29), [(2, 29)]),
        (date(2022, 2, 27), [(2, 27)]),
        (date(2022, 3, 28), [(3, 28)]),
    ],
)
def test_every_date_that_falls_on_a_day_is_found(day: date, found: list[tuple[int, int]]) -> None:
    assert observed_on(day) == found


@pytest.mark.parametrize(
    ("on", "day"),
    [
        (date(2026, 3, 4), date(2026, 3, 3)),
        (date(2026, 3, 2), date(2026, 2, 27)),  # a Monday: on Friday
        (date(2026, 3, 1), date(2026, 2, 27)),  # a Sunday: on Friday
        (date(2026, 4, 6), date(2026, 4, 2)),  # after Good Friday and the weekend: on Thursday
    ],
)
def test_it_is_told_on_the_working_day_before(on: date, day: date) -> None:
    assert told_from(on, LONDON) == day


def test_who_is_never_at_work_is_told_a_fortnight_ahead() -> None:
    nobody = _NeverAtWork(ZoneInfo("UTC"), None, (9, 18), (0,))
    assert told_from(date(2026, 3, 20), nobody) == date(2026, 3, 20) - timedelta(days=FURTHEST)


@pytest.mark.parametrize(
    ("kind", "late"),
    [
        ("work_anniversary", 3),
        ("program_anniversary", 3),
        ("company_anniversary", 3),
        ("customer_anniversary", 3),
        ("promotion", 14),
        ("funding", 14),
        ("tier", 14),
    ],
)
def test_anniversaries_are_told_three_days_late_at_most_and_news_a_fortnight(kind: str, late: int) -> None:
    on = date(2026, 3, 4)
    due = [
        day
        for day in (on + timedelta(days=number) for number in range(-5, 30))
        if is_due(kind, on, day, WEEKDAYS)
    ]
    assert (due[0], due[-1]) == (date(2026, 3, 3), on + timedelta(days=late))
    assert len(due) == late + 2
