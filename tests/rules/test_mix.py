"""What was done by kind and by week: everything is counted once, and nothing that lies outside."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.measure_facts import Asked, Done, Facts
from bot.rules.mix import REST, WEEK, KindCount, WeekCount, by_kind, by_week, total

FIRST, LAST = date(2025, 12, 3), date(2026, 3, 1)
MONDAY = date(2026, 3, 2)
DAYS = st.dates(FIRST, LAST)


def done(on: date, kind: str = "review") -> Done:
    return Done("sarah", on, None, None, "ana", "Fintech", "smb", kind)


def asked(on: date) -> Asked:
    return Asked("sarah", on, 1, "yes", False, "ana", "Fintech", "smb", "review")


def test_kinds_are_listed_by_how_often_and_the_rest_together() -> None:
    now = Facts(FIRST, LAST, done=[done(LAST, kind) for kind in "aabbbcde"])
    then = Facts(FIRST, LAST, done=[done(LAST, kind) for kind in "eef"])
    assert by_kind(now, then, 3) == (
        KindCount("b", 3, 0),
        KindCount("a", 2, 0),
        KindCount("e", 1, 2),
        KindCount(REST, 2, 1),
    )
    assert by_kind(Facts(FIRST, LAST), Facts(FIRST, LAST), 3) == ()


@given(st.lists(st.sampled_from("abcdefgh")), st.lists(st.sampled_from("abcdefgh")), st.integers(1, 9))
def test_nothing_is_lost_among_kinds(now: list[str], then: list[str], most: int) -> None:
    counts = by_kind(
        *(Facts(FIRST, LAST, done=[done(LAST, kind) for kind in kinds]) for kinds in (now, then)), most
    )
    assert total(counts) == len(now)
    assert sum(one.then for one in counts) == len(then)
    assert len(counts) <= most + 1


@given(st.lists(DAYS), st.lists(DAYS))
def test_weeks_are_counted_over_the_turn_of_the_year(asks: list[date], deeds: list[date]) -> None:
    facts = Facts(FIRST, LAST, asked=[asked(day) for day in asks], done=[done(day) for day in deeds])
    weeks = by_week(facts, MONDAY, 12)
    assert [one.monday for one in weeks] == [MONDAY - at * WEEK for at in range(12, 0, -1)]
    for monday, ask_count, deed_count in weeks:
        sunday = monday + timedelta(days=6)
        assert ask_count == sum(monday <= day <= sunday for day in asks)
        assert deed_count == sum(monday <= day <= sunday for day in deeds)


def test_a_week_that_the_facts_have_only_in_part_is_left_out() -> None:
    weeks = by_week(Facts(date(2026, 2, 10), LAST, done=[done(date(2026, 2, 12))]), MONDAY, 12)
    assert weeks == (WeekCount(date(2026, 2, 16), 0, 0), WeekCount(date(2026, 2, 23), 0, 0))
