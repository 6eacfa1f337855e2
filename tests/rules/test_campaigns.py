"""Whom a gift campaign is for, and why."""

from dataclasses import replace
from datetime import date

import pytest

from bot.rules.campaigns import RE_ENGAGED_DAYS, Criteria, Known, Why, why

TODAY = date(2026, 3, 2)
SARAH = Known(
    industry="Fintech",
    segment="enterprise",
    region="emea",
    last_contact=date(2025, 11, 2),
    done={"reference_call": date(2025, 11, 2)},
    activities=2,
)


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        (Criteria(quiet_days=120), (Why("quiet", "120", date(2025, 11, 2)),)),
        (Criteria(quiet_days=30), (Why("quiet", "120", date(2025, 11, 2)),)),
        (Criteria(quiet_days=121), None),
        (Criteria(did="reference_call"), (Why("did", "reference_call", date(2025, 11, 2)),)),
        (Criteria(did="speaking"), None),
        (Criteria(least_activities=2), (Why("activities", "2"),)),
        (Criteria(least_activities=3), None),
        (Criteria(industries=("retail", "FINTECH")), (Why("industry", "Fintech"),)),
        (Criteria(industries=("Retail",)), None),
        (Criteria(segments=("Enterprise",)), (Why("segment", "enterprise"),)),
        (Criteria(segments=("smb",)), None),
        (Criteria(regions=("EMEA",)), (Why("region", "emea"),)),
        (Criteria(regions=("apac",)), None),
        (Criteria(), ()),
    ],
)
def test_each_criterion_says_why_somebody_meets_it(criteria: Criteria, said: tuple[Why, ...] | None) -> None:
    assert why(criteria, SARAH, TODAY) == said


def test_who_never_heard_from_us_is_quiet_whatever_the_days() -> None:
    assert why(Criteria(quiet_days=9999), replace(SARAH, last_contact=None), TODAY) == (Why("quiet", "ever"),)


def test_all_that_are_named_must_hold_and_each_is_said_in_order() -> None:
    wanted = Criteria(90, "reference_call", 365, 1, ("fintech",), ("enterprise",), ("emea",))
    said = why(wanted, SARAH, TODAY)
    assert said is not None
    assert [one.criterion for one in said] == ["quiet", "did", "activities", "industry", "segment", "region"]
    assert why(replace(wanted, regions=("amer",)), SARAH, TODAY) is None


@pytest.mark.parametrize(
    "criteria",
    [
        Criteria(quiet_days=90),
        Criteria(did="speaking"),
        Criteria(least_activities=1),
        Criteria(industries=("Fintech",)),
        Criteria(segments=("smb",)),
        Criteria(regions=("emea",)),
    ],
)
def test_any_criterion_narrows(criteria: Criteria) -> None:
    assert criteria.says_something


def test_a_campaign_for_everybody_is_none() -> None:
    assert not Criteria().says_something
    assert not Criteria(within_days=90).says_something


def test_criteria_are_kept_and_read_the_same() -> None:
    wanted = Criteria(90, "speaking", 180, 2, ("Fintech", "Retail"), ("smb",), ("emea",))
    kept = wanted.kept()
    assert kept == {
        "quiet_days": 90,
        "did": "speaking",
        "within_days": 180,
        "least_activities": 2,
        "industries": ["Fintech", "Retail"],
        "segments": ["smb"],
        "regions": ["emea"],
    }
    assert Criteria.read(kept) == wanted
    assert Criteria.read({}) == Criteria()
    assert Criteria.read({}).within_days == 365


def test_coming_back_counts_for_a_quarter() -> None:
    assert RE_ENGAGED_DAYS == 90
