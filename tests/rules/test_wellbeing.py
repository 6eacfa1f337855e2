"""Rule 7 of the truth table: all is well with their company, as far as it is known."""

from datetime import date

import pytest

from bot.rules.facts import AdvocateFacts
from bot.rules.policy import DEFAULT, Policy
from bot.rules.verdict import Note
from bot.rules.wellbeing import NOTES
from tests.rules.test_eligibility import RESTED, TODAY, ago, reasons, verdict

WELL = RESTED._replace(health=90, open_escalation=False, renewal_date=ago(-200))


def notes(facts: AdvocateFacts, policy: Policy = DEFAULT) -> dict[str, date | None]:
    return {note.code: note.on for note in verdict(facts, policy=policy).notes}


def test_where_all_is_known_and_well_there_is_nothing_to_say() -> None:
    assert verdict(WELL).reasons == ()
    assert verdict(WELL).notes == ()


@pytest.mark.parametrize(("health", "held_back"), [(0, True), (59, True), (60, False), (100, False)])
def test_health_from_sixty_on(health: int, held_back: bool) -> None:
    assert reasons(WELL._replace(health=health)) == ({"health": None} if held_back else {})
    assert notes(WELL._replace(health=health)) == {}


def test_the_owner_decides_how_well_is_well_enough() -> None:
    assert reasons(WELL._replace(health=79), policy=Policy(min_health=80)) == {"health": None}
    assert reasons(WELL._replace(health=0), policy=Policy(min_health=0)) == {}


def test_unknown_health_passes_and_is_shown_as_unknown() -> None:
    assert reasons(WELL._replace(health=None)) == {}
    assert notes(WELL._replace(health=None)) == {"health_unknown": None}


def test_an_open_escalation_comes_first() -> None:
    assert reasons(WELL._replace(open_escalation=True)) == {"escalation": None}
    assert notes(WELL._replace(open_escalation=True)) == {}


def test_an_unknown_escalation_passes_and_is_shown_as_unknown() -> None:
    assert reasons(WELL._replace(open_escalation=None)) == {}
    assert notes(WELL._replace(open_escalation=None)) == {"escalation_unknown": None}


@pytest.mark.parametrize(("days_ahead", "held_back"), [(0, True), (1, True), (30, True), (31, False)])
def test_a_renewal_within_thirty_days(days_ahead: int, held_back: bool) -> None:
    facts = WELL._replace(renewal_date=ago(-days_ahead))
    assert reasons(facts) == ({"renewal": None} if held_back else {})
    assert notes(facts) == {}


def test_the_owner_decides_how_near_is_near() -> None:
    assert reasons(WELL._replace(renewal_date=ago(-45)), policy=Policy(renewal_guard_days=45)) == {
        "renewal": None
    }
    assert reasons(WELL._replace(renewal_date=ago(-1)), policy=Policy(renewal_guard_days=0)) == {}


@pytest.mark.parametrize("last_renewed_on", [None, ago(400), ago(1000)])
@pytest.mark.parametrize(("days_past", "held_back"), [(1, True), (90, True), (91, False), (400, False)])
def test_a_renewal_that_nobody_recorded_is_overdue_for_ninety_days_then_stale(
    days_past: int, held_back: bool, last_renewed_on: date | None
) -> None:
    facts = WELL._replace(renewal_date=ago(days_past), last_renewed_on=last_renewed_on)
    assert reasons(facts) == ({"renewal": None} if held_back else {})
    assert notes(facts) == ({} if held_back else {"renewal_stale": ago(days_past)})


@pytest.mark.parametrize(("days_past", "code"), [(20, "renewal"), (120, "renewal_stale")])
def test_a_renewal_recorded_after_its_date_settles_it_and_one_of_the_day_itself_does_not(
    days_past: int, code: str
) -> None:
    due = ago(days_past)
    after = WELL._replace(renewal_date=due, last_renewed_on=ago(days_past - 1))
    assert (reasons(after), notes(after)) == ({}, {})
    same_day = after._replace(last_renewed_on=due)
    assert [*reasons(same_day), *notes(same_day)] == [code]


def test_an_early_renewal_does_not_shorten_the_quiet_time_before_the_date() -> None:
    assert reasons(WELL._replace(renewal_date=ago(-10), last_renewed_on=TODAY)) == {"renewal": None}


def test_an_unknown_renewal_passes_and_is_shown_as_unknown() -> None:
    assert reasons(WELL._replace(renewal_date=None)) == {}
    assert notes(WELL._replace(renewal_date=None)) == {"renewal_unknown": None}


def test_notes_come_in_the_order_of_the_rules_and_each_belongs_to_one() -> None:
    unknown = verdict(RESTED).notes
    stale = verdict(RESTED._replace(renewal_date=ago(100))).notes
    assert unknown == (Note("health_unknown"), Note("escalation_unknown"), Note("renewal_unknown"))
    assert [*unknown, stale[-1]] == [
        Note(code, ago(100) if code == "renewal_stale" else None) for code in NOTES
    ]
    assert verdict(RESTED).eligible
