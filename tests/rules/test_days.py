"""Days are understood as people write them after a command."""

from datetime import date

import pytest

from bot.rules.days import day_meant, split_day

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-03", date(2026, 4, 3)),
        ("3 April", date(2026, 4, 3)),
        ("3rd of april", date(2026, 4, 3)),
        ("April 3", date(2026, 4, 3)),
        ("apr 3, 2027", date(2027, 4, 3)),
        ("3.4.2026", date(2026, 4, 3)),
        ("3. 4.", date(2026, 4, 3)),
        ("1 Feb", date(2027, 2, 1)),
        ("2 march", MONDAY),
        ("april", date(2026, 4, 1)),
        ("29 feb", date(2028, 2, 29)),
        ("today", MONDAY),
        ("Tomorrow", date(2026, 3, 3)),
        ("monday", date(2026, 3, 9)),
        ("next fri", date(2026, 3, 6)),
        ("next week", date(2026, 3, 9)),
        ("next month", date(2026, 4, 1)),
        ("in two weeks", date(2026, 3, 16)),
        ("30 days", date(2026, 4, 1)),
        ("a month", date(2026, 4, 2)),
        ("1 year", date(2027, 3, 2)),
        ("31 april", None),
        ("3/4", None),
        ("few weeks", None),
        ("in six months", date(2026, 9, 2)),
        ("999 years", date(3025, 3, 2)),
        ("soon", None),
        ("may be", None),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_a_day_is_understood(text: str, day: date | None) -> None:
    assert day_meant(text, MONDAY) == day


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("next week", date(2026, 3, 5), date(2026, 3, 9)),
        ("next week", date(2026, 3, 8), date(2026, 3, 9)),
        ("friday", date(2026, 3, 5), date(2026, 3, 6)),
        ("thursday", date(2026, 3, 5), date(2026, 3, 12)),
        ("tuesday", date(2026, 3, 5), date(2026, 3, 10)),
        ("5 march", date(2026, 3, 5), date(2026, 3, 5)),
        ("4 march", date(2026, 3, 5), date(2027, 3, 4)),
        ("29 feb", date(2024, 3, 1), date(2028, 2, 29)),
        ("next month", date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_day_is_the_next_one_seen_from_any_day_of_the_week(text: str, today: date, day: date) -> None:
    assert day_meant(text, today) == day


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert day_meant("in a month", date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("sarah chen until 3 april", "sarah chen", date(2026, 4, 3)),
        ("Sarah 2026-04-03", "Sarah", date(2026, 4, 3)),
        ("sarah for two weeks", "sarah", date(2026, 3, 16)),
        ("sarah till monday", "sarah", date(2026, 3, 9)),
        ("april jones", "april jones", None),
        ("sarah may", "sarah may", None),
        ("sarah may until may", "sarah may", date(2026, 5, 1)),
        ("sarah chen UNTIL 3 April", "sarah chen", date(2026, 4, 3)),
        ("sarah Until may", "sarah", date(2026, 5, 1)),
        ("sarah for a week", "sarah", date(2026, 3, 9)),
        ("sarah van der berg in 3 days", "sarah van der berg", date(2026, 3, 5)),
        ("april 3 jones chen smith", "april 3 jones chen smith", None),
        ("sarah until", "sarah", None),
        ("sarah UNTIL", "sarah", None),
        ("3 april", "3 april", None),
        ("sarah", "sarah", None),
        ("", "", None),
    ],
)
def test_the_day_is_split_from_the_name(text: str, name: str, day: date | None) -> None:
    assert split_day(text, MONDAY) == (name, day)
