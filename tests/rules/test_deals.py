"""One deal is known by its name and prospect, and asked about at its close and then monthly for half a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.deals import months_after, next_asking, same_deal

CALL = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("one", "other", "same_requester", "same"),
    [
        (("Expansion", "Contoso"), ("expansion ", "Contoso Ltd"), False, True),
        (("Expansion", "Contoso"), ("Expansion", "Fabrikam"), True, False),
        (("Expansion", "Contoso"), ("Renewal", "Contoso"), True, False),
        (("Contoso 2026", None), ("contoso-2026", None), False, True),
        (("Expansion", "Contoso"), ("Expansion", None), False, False),
        (("Expansion", "Contoso"), ("Expansion", None), True, True),
        (("", None), ("", None), True, False),
    ],
)
def test_what_one_deal_is(
    one: tuple[str, str | None], other: tuple[str, str | None], same_requester: bool, same: bool
) -> None:
    assert same_deal(*one, *other, same_requester=same_requester) is same
    assert same_deal(*other, *one, same_requester=same_requester) is same


def test_it_is_asked_at_the_close_date_and_then_monthly_for_six_months() -> None:
    close = date(2026, 8, 31)
    asked, last = [], None
    while (day := next_asking(close, CALL, last)) is not None:
        asked.append(day)
        last = day
    assert asked == [
        date(2026, 8, 31),
        date(2026, 9, 30),
        date(2026, 10, 30),
        date(2026, 11, 30),
        date(2026, 12, 30),
        date(2027, 1, 30),
        date(2027, 2, 28),
    ]


def test_a_close_date_that_has_passed_is_asked_about_the_day_after_the_conversation() -> None:
    assert next_asking(date(2026, 3, 1), CALL, None) == CALL + timedelta(days=1)


def test_without_a_close_date_it_is_asked_after_a_month() -> None:
    assert next_asking(None, CALL, None) == CALL + timedelta(days=30)


def test_still_open_said_early_does_not_spare_the_close_date() -> None:
    assert next_asking(date(2026, 4, 1), CALL, date(2026, 3, 20)) == date(2026, 4, 1)


def test_the_end_of_february_is_a_month_after_the_end_of_january() -> None:
    assert months_after(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 24))
def test_months_never_skip_a_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
