"""Relative days, where the calendar is uneven."""

from datetime import date, timedelta

import pytest

from bot.sandbox.company.days import day, workday


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("-1", date(2028, 2, 28)),
        ("12", date(2028, 3, 12)),
        ("-4y", date(2024, 2, 29)),
        ("-5y1", date(2023, 3, 1)),
        ("-5y-1", date(2023, 2, 27)),
    ],
)
def test_days_are_told_from_29_february(told: str, meant: date) -> None:
    assert day(date(2028, 2, 29), told) == meant


@pytest.mark.parametrize("told", ["", "soon", "-5 y", "2026-01-01"])
def test_what_is_no_relative_day_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match="no relative day"):
        day(date(2028, 2, 29), told)


def test_working_days_keep_their_order_and_move_by_two_days_at_most() -> None:
    today = date(2026, 11, 22)
    days = [workday(today, ago) for ago in range(400)]
    assert days == sorted(days, reverse=True)
    assert all(one.weekday() < 5 for one in days)
    assert all(
        timedelta() <= (today - timedelta(days=ago)) - one <= timedelta(days=2)
        for ago, one in enumerate(days)
    )
