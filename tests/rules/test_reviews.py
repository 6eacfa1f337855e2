"""Who is asked for a review: a table of rules of its own, blind to how happy anybody is, and an order by rest and lot."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import eligibility, reviews
from bot.rules.eligibility import codes_for, judge
from bot.rules.facts import AdvocateFacts, AskFact, LastActivity, UntoldOutcome
from bot.rules.matching import Candidate, Wanted
from bot.rules.policy import DEFAULT, Policy
from bot.rules.reviews import lot, meets, review_order, seed_of

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
TODAY = NOW.date()
KNOWN = AdvocateFacts(stage="contact")
IN = ("contact", "candidate", "nurturing", "invited", "enrolled", "resting")

DOES_NOT_APPLY = {
    "availability", "health", "escalation", "renewal", "competitor", "tenure", "cultivation", "ladder",
}  # fmt: skip


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def codes(facts: AdvocateFacts, policy: Policy = DEFAULT) -> list[str]:
    return [reason.code for reason in judge(facts, "review", policy, NOW).reasons]


def test_the_table_of_rules_is_section_four_without_what_speaks_of_happiness() -> None:
    assert set(eligibility.CODES) - set(reviews.CODES) == DOES_NOT_APPLY
    assert set(reviews.CODES) - set(eligibility.CODES) == {"relation"}
    assert codes_for("review") == reviews.CODES
    assert codes_for("reference_call") == eligibility.CODES


@pytest.mark.parametrize("stage", IN)
def test_every_stage_but_retired_is_in(stage: str) -> None:
    assert codes(KNOWN._replace(stage=stage)) == []


def test_the_retired_are_out() -> None:
    assert codes(KNOWN._replace(stage="retired")) == ["stage"]


@pytest.mark.parametrize("relation", ["staff", "agent", "relative"])
def test_our_own_people_are_out(relation: str) -> None:
    assert codes(KNOWN._replace(relation=relation)) == ["relation"]


@pytest.mark.parametrize("relation", [None, "customer"])
def test_customers_are_in_and_so_is_whoever_nobody_said_anything_about(relation: str | None) -> None:
    assert codes(KNOWN._replace(relation=relation)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paused_until": ago(-1)}, ["paused"]),
        ({"paused_until": TODAY}, []),
        ({"blackouts": ((TODAY, TODAY),)}, ["blackout"]),
        ({"blackouts": ((ago(2), ago(1)),)}, []),
        ({"open_asks": 1}, ["open_ask"]),
        ({"asks": (AskFact(ago(29), "survey", 1),)}, ["cooldown"]),
        ({"asks": (AskFact(ago(30), "survey", 1),)}, []),
        ({"asks": (AskFact(ago(89), "review", 1, "no"),)}, ["kind_rest"]),
        ({"asks": (AskFact(ago(80), "podcast", 2), AskFact(ago(40), "podcast", 2))}, ["asks_90"]),
        ({"asks": tuple(AskFact(ago(day), "referral", 1) for day in range(300, 90, -35))}, ["asks_365"]),
        ({"asks": tuple(AskFact(ago(day), "press", 3) for day in (300, 250, 200, 150))}, ["effort"]),
        ({"account_days": (ago(40),) * 4}, ["account_limit"]),
        ({"max_asks_per_year": 1, "asks": (AskFact(ago(200), "referral", 1),)}, ["personal_limit"]),
        ({"max_asks_per_year": 0}, ["personal_limit"]),
        ({"last_activity": LastActivity(ago(3), thanked=False, imported=False)}, ["thanks"]),
        ({"last_activity": LastActivity(ago(91), thanked=False, imported=True)}, []),
        ({"untold": (UntoldOutcome(ago(3), imported=False),)}, ["loop"]),
        ({"unused_yeses": 1}, ["loop"]),
        ({"never": frozenset({"review"})}, ["never_kind"]),
        ({"never": frozenset({"podcast"})}, []),
        ({"company_forbids": frozenset({"review"})}, ["company_policy"]),
        ({"company_forbids": frozenset({"podcast"})}, []),
    ],
)
def test_each_rule_that_applies_on_both_sides_of_its_edge(changes: dict[str, Any], code: list[str]) -> None:
    assert codes(KNOWN._replace(**changes)) == code


def test_every_reason_is_told_in_the_order_of_the_table() -> None:
    worst = AdvocateFacts(
        stage="retired",
        relation="staff",
        paused_until=ago(-9),
        blackouts=((TODAY, TODAY),),
        open_asks=1,
        asks=tuple(AskFact(ago(day), "review", 3, "no") for day in (60, 50, 40, 30, 20, 10)),
        account_days=(ago(1),) * 4,
        max_asks_per_year=1,
        last_activity=LastActivity(ago(3), thanked=False, imported=False),
        unused_yeses=1,
        never=frozenset({"review"}),
        company_forbids=frozenset({"review"}),
    )
    assert tuple(codes(worst)) == reviews.CODES


DAYS = st.dates(ago(800), ago(-800))
HAPPINESS = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(IN),
        "available_from": st.none() | DAYS,
        "enrolled_on": st.none() | DAYS,
        "has_helped": st.booleans(),
        "went_well": st.integers(0, 9),
        "gives_since_enrolling": st.integers(0, 9),
        "health": st.none() | st.integers(0, 100),
        "open_escalation": st.none() | st.booleans(),
        "renewal_date": st.none() | DAYS,
        "last_renewed_on": st.none() | DAYS,
        "never_with": st.frozensets(st.sampled_from(["Contoso", "Fabrikam"])),
    }
)
"""All that speaks of how happy somebody is, or of how far they have come with us."""

OTHERWISE = st.fixed_dictionaries(
    {
        "relation": st.sampled_from([None, "customer", "staff"]),
        "paused_until": st.none() | DAYS,
        "open_asks": st.integers(0, 1),
        "asks": st.lists(
            st.builds(
                AskFact,
                st.dates(ago(364), TODAY),
                st.sampled_from(["review", "podcast"]),
                st.integers(1, 3),
                st.sampled_from(["yes", "no"]),
            ),
            max_size=5,
        ).map(lambda asks: tuple(sorted(asks))),
        "max_asks_per_year": st.none() | st.integers(0, 3),
        "never": st.frozensets(st.sampled_from(["review", "podcast"])),
        "last_activity": st.none() | st.builds(LastActivity, DAYS, st.booleans(), st.booleans()),
        "unused_yeses": st.integers(0, 1),
        "company_forbids": st.frozensets(st.sampled_from(["review", "podcast"])),
    }
)


@given(otherwise=OTHERWISE, one=HAPPINESS, other=HAPPINESS)
def test_happiness_changes_no_verdict(
    otherwise: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    happy, unhappy = AdvocateFacts(**otherwise, **one), AdvocateFacts(**otherwise, **other)
    verdict = judge(happy, "review", DEFAULT, NOW, prospect="Contoso")
    assert verdict == judge(unhappy, "review", DEFAULT, NOW, prospect="Fabrikam")
    assert {reason.code for reason in verdict.reasons} <= set(reviews.CODES)
    assert verdict.notes == ()


def test_every_fact_is_either_happiness_or_rest() -> None:
    """A fact added later fails here until somebody has decided on which side it stands."""
    apply = {"stage", "blackouts", "account_days", "untold"} | set(sample(OTHERWISE))
    assert set(AdvocateFacts._fields) == apply | set(sample(HAPPINESS))


def sample(strategy: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    found: list[dict[str, Any]] = []

    @given(strategy)
    def take(one: dict[str, Any]) -> None:
        found.append(one)

    take()
    return found[0]


TOM = Candidate(
    id="1",
    name="Tom",
    title=None,
    account="Northwind",
    must_hold=("Fintech", "enterprise", "emea"),
    has={"product": frozenset({"Pay"}), "use_case": frozenset({"Fraud"})},
    employees=1200,
    likes=frozenset({"review"}),
    last_asked_on=None,
    facts=KNOWN,
)


def test_rest_comes_first_then_the_lot() -> None:
    asked = KNOWN._replace(asks=(AskFact(ago(100), "podcast", 2),))
    never_asked = review_order(TOM, "seed")
    long_ago = review_order(replace(TOM, last_asked_on=ago(900)), "seed")
    lately = review_order(replace(TOM, last_asked_on=ago(400)), "seed")
    once = review_order(replace(TOM, facts=asked, last_asked_on=ago(100)), "seed")
    assert sorted([once, lately, long_ago, never_asked]) == [never_asked, long_ago, lately, once]


def test_neither_name_nor_liking_ranks() -> None:
    assert review_order(TOM, "seed") == review_order(replace(TOM, name="Ann", likes=frozenset()), "seed")


def test_the_same_seed_draws_the_same_order_everywhere() -> None:
    assert lot("2026-06-30", "1") == lot("2026-06-30", "1")
    assert lot("2026-06-30", "1").startswith("06282795")
    assert lot("2026-06-30", "1") != lot("2026-06-30", "2")
    assert seed_of(TODAY) == "2026-06-30"


def test_between_equals_the_lot_of_the_seed_and_of_the_person_decides() -> None:
    ann = replace(TOM, id="2")
    assert review_order(TOM, "seed")[-1] == lot("seed", "1")
    assert review_order(ann, "seed")[-1] == lot("seed", "2")
    first = {min((TOM, ann), key=lambda one: review_order(one, str(seed))).id for seed in range(20)}
    assert first == {"1", "2"}


def test_another_seed_draws_another_order_and_nobody_is_favoured() -> None:
    people = [str(number) for number in range(10)]
    first = [min(people, key=lambda one, seed=seed: lot(str(seed), one)) for seed in range(1000)]  # type: ignore[misc]
    drawn = {one: first.count(one) for one in people}
    assert all(60 < count < 140 for count in drawn.values()), drawn


PAYMENTS = {"product": {"Payments": frozenset({"Pay", "Payments"}), "Ledger": frozenset({"Ledger"})}}


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Wanted(), True),
        (Wanted(PAYMENTS), True),
        (Wanted({"product": {"Ledger": frozenset({"Ledger"})}}), False),
        (Wanted({**PAYMENTS, "use_case": {"Risk": frozenset({"Risk"})}}), False),
        (Wanted({"tag": {"cloud": frozenset({"cloud"})}}), False),
        (Wanted(min_employees=1200, max_employees=1200), True),
        (Wanted(min_employees=1201), False),
        (Wanted(max_employees=1199), False),
    ],
)
def test_words_filter_and_do_not_rank(wanted: Wanted, fits: bool) -> None:
    assert meets(TOM, wanted) is fits


def test_an_unknown_size_is_not_the_size_asked_for() -> None:
    assert not meets(replace(TOM, employees=None), Wanted(max_employees=5000))
