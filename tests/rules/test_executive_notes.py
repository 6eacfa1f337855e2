"""Who deserves a personal note from an executive, from whom, and by when."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.rules.executive_notes import (
    BIG_DEAL,
    CAUSES,
    DONE,
    FIFTH,
    GIVE_OF,
    MOMENT,
    NOTE,
    NOTE_BACK,
    NOTE_WAITS,
    OPEN,
    PROMOTION,
    TIER,
    Cause,
    Wanting,
    deal_out,
    fifth_on,
    is_rested,
    lapses_on,
    may_be_taken_up,
    most_deserving,
    reaches_at,
    returns_at,
    sponsors,
    wants_check_in,
    week_of,
)
from bot.rules.gives import GIVES
from bot.rules.policy import DEFAULT, Policy
from bot.rules.working_time import WorkingTime

TODAY = date(2026, 3, 2)
LONDON = WorkingTime.of(DEFAULT, "Europe/London")
AUCKLAND = WorkingTime.of(DEFAULT, "Pacific/Auckland")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def wanting(name: str, *causes: Cause, effort: int = 3, **more: object) -> Wanting:
    facts: dict[str, object] = {"last_word_on": None, "sponsor": None, "tier": None} | more
    return Wanting(name.lower(), name, causes, effort, **facts)  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_cause_is_taken_up_for_14_days_and_lapses_after_21() -> None:
    new = Cause(PROMOTION, ago(14))
    assert may_be_taken_up(new, TODAY)
    assert not may_be_taken_up(Cause(PROMOTION, ago(15)), TODAY)
    assert not may_be_taken_up(Cause(PROMOTION, ago(-1)), TODAY)
    assert lapses_on([new, Cause(TIER, ago(20), "gold")]) == ago(14) + timedelta(days=22)
    assert lapses_on([]) is None
    assert wanting("Ada", new).lapses_on == lapses_on([new])


def test_there_are_30_days_between_two_notes() -> None:
    assert is_rested(None, TODAY)
    assert not is_rested(ago(29), TODAY)
    assert is_rested(ago(30), TODAY)


@pytest.mark.parametrize(
    ("tier", "heard", "due"),
    [
        ("gold", None, True),
        ("platinum", 91, True),
        ("platinum", 90, False),
        ("silver", None, False),
        (None, None, False),
    ],
)
def test_gold_and_above_are_checked_in_on_every_quarter(tier: str, heard: int | None, due: bool) -> None:
    assert wants_check_in(tier, ago(heard) if heard else None, TODAY) is due


def test_the_fifth_within_a_year_is_found() -> None:
    days = [ago(n) for n in (300, 200, 100, 50)]
    assert fifth_on(days, TODAY) is None
    assert fifth_on([*days, ago(3)], TODAY) == ago(3)
    assert fifth_on([*days, ago(-3)], TODAY) is None, "what is to come does not count"
    assert fifth_on([*days, ago(10), ago(3)], TODAY) == ago(10), "a sixth is no fifth"
    assert fifth_on([ago(366), *days[1:], ago(0)], TODAY) is None
    assert fifth_on([ago(700), ago(600), ago(500), ago(450), ago(440), ago(3)], TODAY) == ago(440)
    assert fifth_on([*days, ago(3), ago(3)], TODAY) == ago(3), "two on one day"


def test_the_weightier_reasons_come_first() -> None:
    deal, promotion, fifth = Cause(BIG_DEAL, ago(2)), Cause(PROMOTION, ago(2)), Cause(FIFTH, ago(2))
    platinum, gold, silver = (Cause(TIER, ago(2), tier) for tier in ("platinum", "gold", "silver"))
    in_order = [
        wanting("A", deal, fifth),
        wanting("B", promotion, gold),
        wanting("C", deal),
        wanting("D", fifth),
        wanting("E", platinum),
        wanting("F", gold),
        wanting("G", silver),
    ]
    assert most_deserving(reversed(in_order), TODAY) == in_order
    assert [one.weight for one in (deal, promotion, fifth, platinum, gold, silver)] == [4, 3, 3, 3, 2, 1]
    moment = Cause(MOMENT, ago(2), "work_anniversary")
    assert moment.weight == 1
    assert moment.key != moment._replace(detail="program_anniversary").key != moment._replace(on=ago(1)).key
    assert {deal.kind, promotion.kind, fifth.kind, gold.kind, moment.kind} == set(CAUSES)


def test_among_equal_reasons_it_is_who_gave_more_then_who_waited_longest() -> None:
    early, late = Cause(PROMOTION, ago(9)), Cause(PROMOTION, ago(2))
    in_order = [
        wanting("Z", late, effort=9),
        wanting("Y", late, effort=3),
        wanting("X", early, effort=3, last_word_on=ago(200)),
        wanting("V", early, effort=3, last_word_on=ago(100)),
        wanting("T", late, effort=3, last_word_on=ago(100)),
        wanting("U", late, effort=3, last_word_on=ago(100)),
    ]
    assert most_deserving(reversed(in_order), TODAY) == in_order


def test_check_ins_come_after_notes_and_platinum_first_among_them() -> None:
    note = wanting("Z", Cause(TIER, ago(1), "silver"), effort=1)
    platinum = wanting("Y", tier="platinum", last_word_on=ago(100))
    gold = wanting("A", tier="gold")
    assert most_deserving([gold, platinum, note], TODAY) == [note, platinum, gold]


def test_the_same_cause_found_again_is_known_by_its_key() -> None:
    assert Cause(FIFTH, ago(1)).key == Cause(FIFTH, ago(3)).key
    assert Cause(TIER, ago(1), "gold").key != Cause(TIER, ago(1), "platinum").key
    assert Cause(PROMOTION, ago(1), "x").key == Cause(PROMOTION, ago(1), "y").key
    assert Cause(PROMOTION, ago(1)).key != Cause(PROMOTION, ago(2)).key


def test_nobody_gets_more_than_they_have_room_for() -> None:
    ranked = [wanting(name, Cause(PROMOTION, ago(1))) for name in "ABCDE"]
    dealt = deal_out(ranked, {"U1": 1, "U2": 2, "U3": 0}, {"U1", "U2", "U3"}, TODAY)
    assert [(one.name, executive) for one, executive in dealt] == [("A", "U2"), ("B", "U1"), ("C", "U2")]


def test_a_sponsor_writes_themselves_and_is_waited_for_while_there_is_time() -> None:
    fresh, old = Cause(PROMOTION, ago(1)), Cause(PROMOTION, ago(15))
    room = {"U1": 1, "U2": 0}
    assert deal_out([wanting("A", fresh, sponsor="U1")], room, room, TODAY)[0][1] == "U1"
    assert deal_out([wanting("A", fresh, sponsor="U2")], room, room, TODAY) == []
    assert deal_out([wanting("A", sponsor="U2")], room, room, TODAY) == [], "a check-in waits"
    assert deal_out([wanting("A", old, sponsor="U2")], room, room, TODAY)[0][1] == "U1"
    assert deal_out([wanting("A", fresh, sponsor="U2")], {"U1": 1}, {"U1"}, TODAY)[0][1] == "U1", "away"
    assert deal_out([wanting("A", fresh)], {}, {"U1"}, TODAY) == []


def test_whoever_sponsors_fewest_is_named_first() -> None:
    named = sponsors(["a", "b", "c", "d"], {"U2": 0, "U1": 2, "U3": 0})
    assert named == [("a", "U2"), ("b", "U3"), ("c", "U2"), ("d", "U3")]
    assert sponsors(["a"], {}) == []
    assert sponsors([], {"U1": 0}) == []


def test_the_week_is_the_executives_own() -> None:
    moment = at("2026-03-01T12:00")
    assert week_of(moment, LONDON) == date(2026, 2, 23)
    assert week_of(moment, AUCKLAND) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("clock", "week", "returns"),
    [
        (LONDON, date(2026, 3, 2), "2026-03-06T17:00"),
        (LONDON, date(2026, 3, 30), "2026-04-02T16:00"),  # Good Friday, and summer time
        (AUCKLAND, date(2026, 3, 2), "2026-03-06T04:00"),
    ],
)
def test_what_is_unwritten_returns_in_the_last_hour_of_the_executives_week(
    clock: WorkingTime, week: date, returns: str
) -> None:
    assert returns_at(week, clock) == at(returns)


def test_a_week_without_work_is_over_when_it_begins() -> None:
    never = WorkingTime.of(Policy(working_days=()), "Europe/London")
    assert returns_at(date(2026, 3, 2), never) == at("2026-03-02T00:00")


@pytest.mark.parametrize(
    ("now", "reaches"),
    [
        ("2026-03-02T10:00", "2026-03-02T10:00"),
        ("2026-03-02T04:00", "2026-03-02T09:00"),
        ("2026-03-02T18:00", None),  # that would be tomorrow
        ("2026-03-07T10:00", None),  # Saturday
        ("2026-03-06T13:00", "2026-03-06T13:00"),
        ("2026-03-06T13:01", None),  # too near to when it returns
        ("2026-04-03T10:00", None),  # Good Friday
    ],
)
def test_a_prompt_reaches_its_executive_on_the_same_day_or_is_not_made(now: str, reaches: str | None) -> None:
    assert reaches_at(at(now), LONDON) == (at(reaches) if reaches else None)


def test_every_state_leads_somewhere_or_is_an_end() -> None:
    ends = {state for state, after in NOTE.items() if not after}
    assert ends == DONE | {"lapsed"}
    assert ends == set(NOTE) - set(NOTE_WAITS)
    assert {after for ways in NOTE.values() for after in ways} | {"waiting"} == set(NOTE)
    assert set(NOTE) > OPEN
    assert all("prompted" in ways for ways in NOTE_BACK.values())
    assert set(GIVE_OF) == DONE
    assert set(GIVE_OF.values()) <= set(GIVES)


def test_the_ranking_is_a_total_order() -> None:
    same = [wanting("Ada", Cause(PROMOTION, ago(1)))._replace(id=id_) for id_ in "cab"]
    ids = [one.id for one in most_deserving(same, TODAY)]
    assert all(first < second for first, second in pairwise(ids))
