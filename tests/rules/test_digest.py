"""When the digest is due, its figures, its three lines, and how much fits."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.diagnosis import Finding
from bot.rules.digest import (
    EACH,
    MOST_LINES,
    SORTS,
    Deed,
    Figure,
    Pending,
    Week,
    due_at,
    figure_days,
    figures,
    fit,
    is_wanted,
    last_week,
    monday_of,
    three_lines,
)
from bot.rules.measures import Measure
from tests.rules.readings import Made, count, deals, mean, reading, share

MONDAY = date(2026, 3, 2)
QUIET = Week(*last_week(MONDAY))
BUSY = QUIET._replace(asked=3, done=2, filed=1)
NOTHING = reading()


def test_it_covers_the_last_full_week_and_ninety_days() -> None:
    assert last_week(MONDAY) == (date(2026, 2, 23), date(2026, 3, 1))
    first, last = figure_days(MONDAY)
    assert (first, last) == (date(2025, 12, 2), date(2026, 3, 1))
    assert (last - first).days == 89


@pytest.mark.parametrize(
    ("zone", "moment", "monday"),
    [
        ("Pacific/Auckland", "2026-03-01T10:59:00+00:00", "2026-02-23"),
        ("Pacific/Auckland", "2026-03-01T11:00:00+00:00", "2026-03-02"),
        ("Pacific/Honolulu", "2026-03-02T09:59:00+00:00", "2026-02-23"),
        ("Pacific/Honolulu", "2026-03-02T10:00:00+00:00", "2026-03-02"),
        ("UTC", "2027-01-03T23:59:00+00:00", "2026-12-28"),
    ],
)
def test_the_week_is_the_readers_own(zone: str, moment: str, monday: str) -> None:
    assert monday_of(datetime.fromisoformat(moment), ZoneInfo(zone)).isoformat() == monday


@pytest.mark.parametrize(
    ("zone", "monday", "at"),
    [
        ("Europe/Berlin", "2026-03-23", "2026-03-23T08:00:00+00:00"),
        ("Europe/Berlin", "2026-03-30", "2026-03-30T07:00:00+00:00"),
        ("Pacific/Honolulu", "2026-03-02", "2026-03-02T19:00:00+00:00"),
        ("Pacific/Auckland", "2026-03-02", "2026-03-01T20:00:00+00:00"),
        ("Pacific/Auckland", "2026-04-06", "2026-04-05T21:00:00+00:00"),
        ("Asia/Kolkata", "2026-03-02", "2026-03-02T03:30:00+00:00"),
    ],
)
def test_it_comes_at_nine_whatever_the_clocks_do(zone: str, monday: str, at: str) -> None:
    assert due_at(date.fromisoformat(monday), ZoneInfo(zone)).astimezone(UTC).isoformat() == at


def test_every_second_week_is_counted_from_the_choice_over_the_turn_of_a_year_with_53_weeks() -> None:
    chosen = date(2026, 12, 16)  # a Wednesday of ISO week 51; 2026 has 53 weeks
    mondays = [date(2026, 12, 14) + timedelta(weeks=number) for number in range(5)]
    assert [is_wanted("fortnightly", chosen, one) for one in mondays] == [True, False, True, False, True]
    assert all(is_wanted("weekly", chosen, one) for one in mondays)
    assert not any(is_wanted("off", chosen, one) for one in mondays)
    assert all(is_wanted("weekly", None, one) for one in mondays)


def full() -> Made:
    return reading(
        participation=share("participation", 12, 30),
        acceptance=share("acceptance", 30, 40),
        filled=share("filled", 8, 10),
        won_influenced=(deals("won_influenced", 500, 1), deals("won_influenced", 900, 2, "EUR")),
        thanked_within_72h=share("thanked_within_72h", 9, 12),
        csm_answer_hours_median=mean("csm_answer_hours_median", 4.0),
        program_nps=mean("program_nps", 40),
        activities=count("activities", 20),
        gives_per_ask=share("gives_per_ask", 12, 10),
    )


def test_there_are_at_most_six_figures_in_their_order() -> None:
    shown = figures(full(), NOTHING, NOTHING)
    assert [one.now.name for one in shown] == [
        "participation", "acceptance", "filled", "won_influenced", "thanked_within_72h", "csm_answer_hours_median",
    ]  # fmt: skip


def test_figures_without_cases_make_room() -> None:
    shown = figures(
        reading(activities=count("activities", 3), program_nps=mean("program_nps", 9)), NOTHING, NOTHING
    )
    assert [one.now.name for one in shown] == ["program_nps", "activities"]
    assert figures(NOTHING, NOTHING, NOTHING) == ()


def test_of_several_currencies_the_one_with_most_deals_is_shown_beside_its_own_past() -> None:
    before = reading(won_influenced=(deals("won_influenced", 100, 1), deals("won_influenced", 700, 5, "EUR")))
    (won,) = [one for one in figures(full(), before, NOTHING) if one.now.name == "won_influenced"]
    assert (won.now.currency, won.others) == ("EUR", 1)
    assert won.before is not None
    assert won.before.numerator == 700
    assert won.year_ago is None


@pytest.mark.parametrize(
    ("now", "before", "trend"),
    [
        (share("filled", 9, 12), share("filled", 6, 12), "up"),
        (share("filled", 6, 12), share("filled", 9, 12), "down"),
        (share("filled", 51, 100), share("filled", 50, 100), "same"),
        (share("filled", 9, 9), share("filled", 6, 12), None),
        (share("filled", 9, 12), share("filled", 0, 9), None),
        (share("filled", 9, 12), None, None),
        (mean("csm_answer_hours_median", 8.0), mean("csm_answer_hours_median", 4.0), "up"),
        (mean("csm_answer_hours_median", 4.1), mean("csm_answer_hours_median", 4.0), "same"),
        (mean("program_nps", 5.0), mean("program_nps", 0.0), "up"),
        (Measure("gives_per_ask", 12, 12, None), mean("gives_per_ask", 1.0), None),
    ],
)
def test_a_trend_needs_ten_cases_on_both_sides(now: object, before: object, trend: str | None) -> None:
    assert Figure(now, before).trend == trend  # type: ignore[arg-type]


def changed(now: Made, before: Made, week: Week = BUSY) -> str:
    return three_lines(now, before, week, (), ()).changed.code


def test_the_first_look_says_that_it_is_the_first() -> None:
    assert changed(reading(activities=count("activities", 4)), NOTHING) == "first_look"


def test_it_begins_with_the_share_that_moved_most() -> None:
    before = reading(
        participation=share("participation", 15, 30),
        filled=share("filled", 18, 20),
        activities=count("activities", 9),
    )
    now = reading(
        participation=share("participation", 19, 30),
        filled=share("filled", 10, 20),
        activities=count("activities", 9),
    )
    line = three_lines(now, before, BUSY, (), ()).changed
    assert line.code == "share_fell"
    assert line.figure is not None
    assert line.figure.now.name == "filled"
    assert (
        changed(reading(filled=share("filled", 20, 20)), reading(filled=share("filled", 10, 20)))
        == "share_rose"
    )


def test_of_few_cases_no_share_has_moved() -> None:
    now, before = reading(filled=share("filled", 9, 9)), reading(filled=share("filled", 0, 9))
    assert changed(now, before) == "week"


@pytest.mark.parametrize(
    ("now", "before", "code"),
    [(6.0, 4.0, "answers_slower"), (4.0, 6.0, "answers_faster"), (4.9, 4.0, "week"), (22.0, 20.0, "week")],
)
def test_then_comes_how_fast_csms_answer(now: float, before: float, code: str) -> None:
    name = "csm_answer_hours_median"
    assert changed(reading(**{name: mean(name, now)}), reading(**{name: mean(name, before)})) == code


def test_of_few_answers_none_got_slower() -> None:
    name = "csm_answer_hours_median"
    assert changed(reading(**{name: mean(name, 9.0, 9)}), reading(**{name: mean(name, 3.0)})) == "week"


@pytest.mark.parametrize(
    ("now", "before", "code"), [(13, 10, "more_done"), (7, 10, "less_done"), (12, 10, "week"), (3, 1, "week")]
)
def test_then_comes_how_much_was_done(now: int, before: int, code: str) -> None:
    done = reading(activities=count("activities", now)), reading(activities=count("activities", before))
    assert changed(*done) == code


def test_else_the_week_is_told_or_that_nothing_stirred() -> None:
    assert changed(NOTHING, NOTHING) == "week"
    assert changed(NOTHING, NOTHING, QUIET) == "still"


UNTHANKED = Pending("unthanked", 2, "Sarah", date(2026, 2, 20))
SOON = Pending("unfilled", 1, "Apollo", needed_by=date(2026, 3, 8))
SLOW = Finding("slow_answers")


def at_risk(*pending: Pending, findings: tuple[Finding, ...] = ()) -> str:
    return three_lines(NOTHING, NOTHING, BUSY, pending, findings).at_risk.code


def test_whoever_waits_for_thanks_comes_first() -> None:
    assert at_risk(SOON, UNTHANKED, findings=(SLOW,)) == "unthanked"


def test_then_who_needs_somebody_within_the_week() -> None:
    assert at_risk(SOON, findings=(SLOW,)) == "needed_soon"
    assert at_risk(SOON._replace(needed_by=date(2026, 3, 9)), findings=(SLOW,)) == "finding"


def test_then_what_is_wrong_as_a_whole_and_never_what_is_good() -> None:
    assert at_risk(Pending("held", 1), findings=(SLOW,)) == "finding"
    assert at_risk(Pending("held", 1), findings=(Finding("truly_engaged"),)) == "held"


@pytest.mark.parametrize("sort", ["unanswered", "alone", "held", "one_sided", "parked"])
def test_then_whatever_else_waits(sort: str) -> None:
    assert at_risk(Pending(sort, 1)) == sort
    assert at_risk(Pending(sort, 0)) == "nothing"


def test_what_is_only_to_be_known_is_no_risk() -> None:
    assert at_risk(Pending("overridden", 1), Pending("lapsed", 1), Pending("out_of_reach", 1)) == "nothing"


DEED = Deed("Sarah", "Northwind", "podcast", 5, None)


def glad(now: Made = NOTHING, week: Week = BUSY) -> str:
    return three_lines(now, NOTHING, week, (), ()).glad.code


def test_one_is_glad_of_people_first() -> None:
    assert glad(full(), BUSY._replace(risen=(("Sarah", "gold"),), best=DEED)) == "risen"
    assert glad(full(), BUSY._replace(best=DEED)) == "best"


def test_then_of_deals_then_of_what_goes_well() -> None:
    assert glad(full()) == "won"
    thanked = share("thanked_within_72h", 9, 10)
    assert (
        glad(reading(thanked_within_72h=thanked, filled=share("filled", 9, 10))) == "well_thanked_within_72h"
    )
    assert glad(reading(filled=share("filled", 8, 10))) == "well_filled"
    assert glad(reading(participation=share("participation", 6, 10))) == "well_participation"
    assert glad(reading(participation=share("participation", 9, 9))) == "done"


def test_else_of_whoever_is_there() -> None:
    assert glad(week=QUIET) == "calm"


def test_one_of_each_sort_is_shown_in_turn_until_it_is_full() -> None:
    assert fit(dict.fromkeys(SORTS, 50)) == {sort: 2 if sort == SORTS[0] else 1 for sort in SORTS}
    assert fit({"unthanked": 50, "slow": 1}) == {"unthanked": EACH, "slow": 1}
    assert fit({}) == {}
    assert sum(fit(dict.fromkeys(SORTS[:5], 3)).values()) == MOST_LINES


def test_the_most_pressing_come_first_whatever_order_they_are_found_in() -> None:
    assert list(fit({"overridden": 1, "unanswered": 1, "unthanked": 1})) == [
        "unanswered",
        "unthanked",
        "overridden",
    ]
