"""Periods are read as people type them, and quarters follow each other over every year's end."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.periods import (
    a_year_before,
    before,
    is_period,
    last_full_quarter,
    named,
    quarter_of,
    quarters_until,
)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-q4", "2026-10-01", "2026-12-31"),
        ("2026 Q1", "2026-01-01", "2026-03-31"),
        ("Q2 2026", "2026-04-01", "2026-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-07-01 2026-08-15", "2026-07-01", "2026-08-15"),
        ("from 2026-07-01 to 2026-08-15", "2026-07-01", "2026-08-15"),
        ("2026-07-01..2026-08-15", "2026-07-01", "2026-08-15"),
        ("2026-07-01 – 2026-08-15", "2026-07-01", "2026-08-15"),
        ("2024-02-29 2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_period_is_read_as_it_is_typed(typed: str, first: str, last: str) -> None:
    assert named(typed) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026-Q5",
        "last quarter",
        "2026-13",
        "2026-02-30 2026-03-01",
        "2026-07-01",
        "1926-Q1",
        "Q3",
        "2026-7",
    ],
)
def test_what_is_no_period_is_none(typed: str) -> None:
    assert named(typed) is None


def test_the_newest_quarter_that_is_over() -> None:
    assert last_full_quarter(date(2026, 1, 1)) == (date(2025, 10, 1), date(2025, 12, 31))
    assert last_full_quarter(date(2026, 3, 31)) == (date(2025, 10, 1), date(2025, 12, 31))
    assert last_full_quarter(date(2026, 4, 1)) == (date(2026, 1, 1), date(2026, 3, 31))


@given(st.dates(date(2000, 1, 1), date(2999, 12, 31)), st.integers(1, 12))
def test_quarters_follow_each_other_up_to_the_last_day(last: date, count: int) -> None:
    quarters = quarters_until(last, count)
    assert len(quarters) == count
    assert quarters[-1] == (quarter_of(last)[0], last)
    for (_, ended), (begins, _) in pairwise(quarters):
        assert begins == ended + timedelta(days=1)
    for first, ends in quarters[:-1]:
        assert quarter_of(first) == (first, ends)
        assert 90 <= (ends - first).days + 1 <= 92


@pytest.mark.parametrize(
    ("first", "last", "fine"),
    [
        ("2026-01-01", "2026-01-01", True),
        ("2026-01-02", "2026-01-01", False),
        ("1999-12-31", "2026-01-01", False),
        ("2016-01-01", "2026-01-01", True),
        ("2015-01-01", "2026-01-01", False),
        ("2995-01-01", "3000-01-01", False),
    ],
)
def test_what_can_be_looked_at(first: str, last: str, fine: bool) -> None:
    assert is_period(date.fromisoformat(first), date.fromisoformat(last)) is fine


@pytest.mark.parametrize(
    ("first", "last", "earlier", "year_ago"),
    [
        ("2026-07-01", "2026-09-30", ("2026-04-01", "2026-06-30"), ("2025-07-01", "2025-09-30")),
        ("2025-02-01", "2025-02-28", ("2025-01-01", "2025-01-31"), ("2024-02-01", "2024-02-29")),
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-12-31")),
        ("2024-02-29", "2024-03-14", ("2024-02-14", "2024-02-28"), ("2023-02-28", "2023-03-14")),
        ("2026-01-01", "2026-01-07", ("2025-12-25", "2025-12-31"), ("2025-01-01", "2025-01-07")),
    ],
)
def test_a_period_is_compared_with_the_one_before_and_the_same_a_year_ago(
    first: str, last: str, earlier: tuple[str, str], year_ago: tuple[str, str]
) -> None:
    period = date.fromisoformat(first), date.fromisoformat(last)
    assert tuple(map(str, before(*period))) == earlier
    assert tuple(map(str, a_year_before(*period))) == year_ago
