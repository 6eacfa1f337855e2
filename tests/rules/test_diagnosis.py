"""What is wrong with the program as a whole, from its figures."""

import pytest

from bot.rules.diagnosis import Gap, diagnosis
from bot.rules.measures import Measure
from tests.rules.readings import count, deals, mean, reading, share

ENTERPRISE = Gap(("Fintech", "Enterprise"), "reference_call", wanted=3, enrolled=2, rested=1)


def codes(*gaps: Gap, **given: Measure) -> list[str]:
    return [one.code for one in diagnosis(reading(**given), gaps)]


@pytest.mark.parametrize(
    ("took_part", "of", "found"),
    [
        (2, 10, ["few_take_part"]),
        (3, 10, []),
        (6, 10, []),
        (7, 10, ["truly_engaged"]),
        (1, 9, []),
        (9, 9, []),
    ],
)
def test_participation_is_too_low_under_30_and_engaged_over_60_of_ten_or_more(
    took_part: int, of: int, found: list[str]
) -> None:
    assert codes(participation=share("participation", took_part, of)) == found


@pytest.mark.parametrize(
    ("yes", "of", "found"), [(4, 10, ["says_no"]), (5, 10, []), (0, 9, []), (0, 10, ["says_no"])]
)
def test_acceptance_under_half_is_a_warning(yes: int, of: int, found: list[str]) -> None:
    assert codes(acceptance=share("acceptance", yes, of)) == found


def test_many_who_take_part_and_no_deals_are_friends_and_family() -> None:
    engaged = share("participation", 8, 10)
    assert codes(participation=engaged, activities=count("activities", 20)) == ["friends_and_family"]
    some = deals("won_influenced", 1000, 2)
    assert codes(participation=engaged, activities=count("activities", 20), won_influenced=some) == [
        "truly_engaged"
    ]
    assert codes(participation=engaged, activities=count("activities", 9)) == ["truly_engaged"]


def test_open_deals_are_impact_as_well() -> None:
    engaged, done = share("participation", 8, 10), count("activities", 20)
    opened = deals("pipeline_influenced", 1000, 2)
    assert codes(participation=engaged, activities=done, pipeline_influenced=opened) == ["truly_engaged"]


@pytest.mark.parametrize(
    ("name", "value", "is_low"),
    [
        ("program_nps", -1, True),
        ("program_nps", 0, False),
        ("feels_valued", 3.4, True),
        ("feels_valued", 3.5, False),
        ("worth_my_time", 3.4, True),
    ],
)
def test_many_deals_and_unhappy_advocates_are_taking_without_giving(
    name: str, value: float, is_low: bool
) -> None:
    done, won = count("activities", 12), deals("won_influenced", 90_000, 4)
    said = {name: mean(name, value)}
    assert codes(activities=done, won_influenced=won, **said) == (["taking_without_giving"] if is_low else [])
    few = deals("won_influenced", 90_000, 3)
    assert codes(activities=done, won_influenced=few, **said) == []
    assert codes(activities=done, won_influenced=won, **{name: mean(name, value, cases=9)}) == []


def test_taking_without_giving_comes_with_what_it_is_seen_from() -> None:
    (found,) = diagnosis(
        reading(
            activities=count("activities", 12),
            won_influenced=(deals("won_influenced", 9, 3), deals("won_influenced", 9, 2, "EUR")),
            program_nps=mean("program_nps", -20),
        ),
        (),
    )
    assert [one.name for one in found.evidence] == [
        "activities", "won_influenced", "won_influenced", "program_nps",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["busiest_3_share", "busiest_tenth_share"])
def test_a_few_carry_all_from_more_than_half_on(name: str) -> None:
    assert codes(**{name: share(name, 6, 10)}) == ["few_carry_all"]
    assert codes(**{name: share(name, 5, 10)}) == []
    assert codes(**{name: share(name, 9, 9)}) == []


def test_answers_are_slow_above_one_working_day() -> None:
    assert codes(csm_answer_hours_median=mean("csm_answer_hours_median", 9.1)) == ["slow_answers"]
    assert codes(csm_answer_hours_median=mean("csm_answer_hours_median", 9.0)) == []
    assert codes(csm_answer_hours_median=mean("csm_answer_hours_median", 40, cases=9)) == []


def test_the_widest_gap_in_the_bench_is_told_where_fewer_are_free_than_were_wanted() -> None:
    (found,) = diagnosis(reading(), [ENTERPRISE, ENTERPRISE._replace(wanted=5)])
    assert found.code == "bench_gap"
    assert found.gap is not None
    assert found.gap.wanted == 5
    assert codes(ENTERPRISE._replace(rested=3)) == []


def test_what_is_good_comes_last() -> None:
    assert codes(
        ENTERPRISE,
        participation=share("participation", 9, 10),
        acceptance=share("acceptance", 1, 10),
        csm_answer_hours_median=mean("csm_answer_hours_median", 12),
    ) == ["says_no", "slow_answers", "bench_gap", "truly_engaged"]


def test_of_nothing_nothing_is_said() -> None:
    assert diagnosis(reading(), ()) == ()
