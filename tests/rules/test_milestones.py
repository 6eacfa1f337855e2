"""When an anniversary is kept, when its reader hears of it, and which activity is worth a word."""

from datetime import date

import pytest

from bot.rules.milestones import dates_observed_on, is_due, is_nth, told_from
from bot.rules.policy import DEFAULT
from bot.rules.working_time import WorkingTime

LONDON = WorkingTime.of(DEFAULT, "Europe/London")
NEVER = WorkingTime(LONDON.zone, None, (9, 18), ())


def test_the_5th_10th_25th_50th_and_then_every_50th_activity_is_noticed() -> None:
    assert [count for count in range(1, 201) if is_nth(count)] == [5, 10, 25, 50, 100, 150, 200]


@pytest.mark.parametrize(
    ("day", "dates"),
    [
        (date(2026, 3, 3), {date(2023, 3, 3), date(2024, 3, 3), date(2025, 3, 3), date(2026, 3, 3)}),
        (date(2026, 2, 28), {date(year, 2, 28) for year in range(2023, 2027)} | {date(2024, 2, 29)}),
        (date(2028, 2, 28), {date(year, 2, 28) for year in range(2023, 2029)}),
        (date(2028, 2, 29), {date(2024, 2, 29), date(2028, 2, 29)}),
    ],
)
def test_that_of_29_february_is_kept_on_the_28th_where_there_is_no_29th(day: date, dates: set[date]) -> None:
    assert set(dates_observed_on(day, 2023)) == dates


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 3, 3), date(2026, 3, 2)),
        (date(2026, 3, 2), date(2026, 2, 27)),
        (date(2026, 3, 1), date(2026, 2, 27)),
        (date(2026, 4, 6), date(2026, 4, 2)),
    ],
    ids=["Tuesday on Monday", "Monday on Friday", "Sunday on Friday", "before Good Friday"],
)
def test_it_is_told_on_the_readers_working_day_before(on: date, told: date) -> None:
    assert told_from(on, LONDON) == told


def test_who_never_works_hears_two_weeks_ahead_rather_than_never() -> None:
    assert told_from(date(2026, 3, 20), NEVER) == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("kind", "today", "due"),
    [
        ("work_anniversary", date(2026, 3, 1), False),
        ("work_anniversary", date(2026, 3, 2), True),
        ("work_anniversary", date(2026, 3, 6), True),
        ("work_anniversary", date(2026, 3, 7), False),
        ("promotion", date(2026, 3, 17), True),
        ("promotion", date(2026, 3, 18), False),
    ],
)
def test_an_anniversary_is_belated_for_three_days_and_news_for_two_weeks(
    kind: str, today: date, due: bool
) -> None:
    assert is_due(kind, date(2026, 3, 3), today, LONDON) is due
