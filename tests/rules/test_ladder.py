"""The ladder of the truth table: time in the program, something given first, favours that went well."""

from datetime import date

import pytest

from bot.rules.kinds import EFFORT, HIGH, KINDS, LOW, MEDIUM
from bot.rules.policy import Policy
from tests.rules.test_eligibility import RESTED, ago, reasons

NEW = RESTED._replace(has_helped=False, went_well=0)
LOW_KINDS = [kind for kind in KINDS if EFFORT[kind] <= LOW]
MEDIUM_KINDS = [kind for kind in KINDS if EFFORT[kind] == MEDIUM]
HIGH_KINDS = [kind for kind in KINDS if EFFORT[kind] == HIGH]


@pytest.mark.parametrize("kind", LOW_KINDS)
def test_a_small_favour_needs_nothing(kind: str) -> None:
    assert reasons(NEW._replace(enrolled_on=ago(0)), kind) == {}
    assert reasons(RESTED._replace(went_well=0), kind) == {}


@pytest.mark.parametrize("kind", [*MEDIUM_KINDS, *HIGH_KINDS])
@pytest.mark.parametrize(("days", "until"), [(0, ago(-14)), (13, ago(-1)), (14, None), (400, None)])
def test_two_weeks_in_the_program_before_more_than_a_small_favour(
    kind: str, days: int, until: date | None
) -> None:
    assert reasons(RESTED._replace(enrolled_on=ago(days)), kind) == ({"tenure": until} if until else {})


def test_unknown_enrolment_counts_as_long_ago() -> None:
    assert reasons(NEW._replace(enrolled_on=None)) == {}
    assert reasons(RESTED._replace(enrolled_on=None), "case_study") == {}


def test_the_owner_decides_how_long_settling_takes() -> None:
    facts = RESTED._replace(enrolled_on=ago(20))
    assert reasons(facts, policy=Policy(enrolled_days_before_medium=30)) == {"tenure": ago(-10)}
    assert reasons(RESTED._replace(enrolled_on=ago(0)), policy=Policy(enrolled_days_before_medium=0)) == {}


@pytest.mark.parametrize(("days", "until"), [(14, ago(-76)), (89, ago(-1)), (90, None), (91, None)])
def test_whoever_never_helped_is_given_something_first_in_their_first_ninety_days(
    days: int, until: date | None
) -> None:
    facts = NEW._replace(enrolled_on=ago(days))
    assert reasons(facts) == ({"cultivation": until} if until else {})
    assert reasons(facts._replace(gives_since_enrolling=1)) == {}
    assert reasons(facts._replace(has_helped=True, went_well=1)) == {}


def test_in_the_first_days_both_time_and_a_give_are_missing() -> None:
    assert reasons(NEW._replace(enrolled_on=ago(3))) == {"tenure": ago(-11), "cultivation": ago(-87)}


def test_the_owner_decides_how_much_is_given_and_for_how_long() -> None:
    facts = NEW._replace(enrolled_on=ago(50), gives_since_enrolling=1)
    assert reasons(facts, policy=Policy(gives_before_medium=2)) == {"cultivation": ago(-40)}
    assert reasons(facts._replace(gives_since_enrolling=2), policy=Policy(gives_before_medium=2)) == {}
    assert reasons(facts._replace(gives_since_enrolling=0), policy=Policy(gives_before_medium=0)) == {}
    assert reasons(facts._replace(gives_since_enrolling=0), policy=Policy(cultivation_days=50)) == {}


@pytest.mark.parametrize("kind", MEDIUM_KINDS)
def test_medium_effort_needs_one_favour_that_went_well_of_whoever_did_any(kind: str) -> None:
    assert reasons(RESTED._replace(went_well=0), kind) == {"ladder": None}
    assert reasons(RESTED._replace(went_well=1), kind) == {}
    assert reasons(NEW, kind) == {}


@pytest.mark.parametrize("kind", HIGH_KINDS)
@pytest.mark.parametrize(("went_well", "held_back"), [(0, True), (1, True), (2, False), (9, False)])
def test_high_effort_needs_two_favours_that_went_well(kind: str, went_well: int, held_back: bool) -> None:
    facts = RESTED._replace(went_well=went_well)
    assert reasons(facts, kind) == ({"ladder": None} if held_back else {})


def test_whoever_never_helped_is_not_asked_for_much() -> None:
    assert reasons(NEW, "case_study") == {"ladder": None}
    young = NEW._replace(enrolled_on=ago(20))
    assert reasons(young, "case_study") == {"cultivation": ago(-70), "ladder": None}


def test_the_owner_decides_how_many_successes_come_before_much() -> None:
    assert reasons(RESTED._replace(went_well=3), "press", Policy(successes_before_high=4)) == {"ladder": None}
    assert reasons(NEW, "press", Policy(successes_before_high=0)) == {}
    assert reasons(RESTED._replace(went_well=0), "press", Policy(successes_before_high=0)) == {"ladder": None}
