"""The incentive guard: what passes, what an owner must look at, and what nobody can release."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.compliance import (
    BLOCK,
    HOLD,
    INCENTIVES,
    PASS,
    RELATIONS,
    SECTORS,
    TIMINGS,
    PlatformRule,
    Proposal,
    Ruling,
    canonical_platform,
    judge,
    shipped_platforms,
)
from bot.rules.compliance.finding import STRICTNESS
from bot.rules.kinds import KINDS
from bot.rules.policy import DEFAULT, Policy
from messages.guard import told

TODAY = date(2026, 12, 1)
PLATFORMS = shipped_platforms()
ACTIVITIES = (*KINDS, None)
NAMED = (*PLATFORMS, "somewhere else", None)


def ruling(policy: Policy = DEFAULT, today: date = TODAY, **facts: object) -> Ruling:
    return judge(Proposal(**{"kind": "swag", **facts}), PLATFORMS, policy, today)  # type: ignore[arg-type]


def test_a_small_gift_after_a_call_passes_and_says_what_to_disclose() -> None:
    found = ruling(activity="reference_call", amount=30)
    assert found.verdict == PASS
    assert [one.rule for one in found.findings] == ["disclosure"]
    assert "The vendor sent me a small gift" in told(found, "swag")[0].why


@pytest.mark.parametrize(
    "platform", ["g2", "trustradius", "gartner", "capterra", "trustpilot", "google", "wordpress"]
)
@pytest.mark.parametrize("kind", INCENTIVES)
@pytest.mark.parametrize("timing", TIMINGS)
def test_nothing_of_value_is_tied_to_a_review(platform: str, kind: str, timing: str) -> None:
    found = ruling(kind=kind, activity="review", platform=platform, timing=timing, amount=1)
    assert found.verdict == BLOCK
    assert found.findings[0].source
    assert "disclosure" not in [one.rule for one in found.findings]


def test_general_thanks_pass_at_capterra_and_wait_at_the_others() -> None:
    assert ruling(platform="capterra", amount=20).verdict == PASS
    for platform in set(PLATFORMS) - {"capterra"}:
        assert ruling(platform=platform, amount=20).rules == ("platform_general",)


def test_an_unknown_platform_waits_for_an_owner_but_not_with_a_promise() -> None:
    after = ruling(activity="review", platform="Shiny Reviews")
    assert (after.verdict, after.rules) == (HOLD, ("platform_unknown",))
    assert "I don’t know what Shiny Reviews allows" in told(after, "swag")[0].why
    assert ruling(activity="review").rules == ("platform_unknown",)
    for timing in ("before", "during"):
        assert ruling(activity="review", platform="Shiny Reviews", timing=timing).verdict == BLOCK


def test_a_testimonial_on_a_review_platform_is_a_review() -> None:
    assert ruling(activity="testimonial", amount=20).verdict == PASS
    assert ruling(activity="testimonial", amount=20, platform="g2").verdict == BLOCK
    assert ruling(activity="social_post", amount=20, platform="LinkedIn").verdict == PASS


@pytest.mark.parametrize("condition", ["positive", "rating", "deal_won"])
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_nothing_depends_on_what_is_said(activity: str | None, condition: str) -> None:
    found = ruling(activity=activity, condition=condition, amount=5)
    assert found.verdict == BLOCK
    assert "conditional" in found.rules


def test_a_gift_card_follows_a_call_or_a_survey_and_nothing_else() -> None:
    for activity in ACTIVITIES:
        expected = PASS if activity in ("reference_call", "survey") else BLOCK
        assert ruling(kind="gift_card", activity=activity, amount=25).verdict == expected, activity


@pytest.mark.parametrize("timing", ["before", "during"])
def test_a_gift_card_is_promised_only_afterwards(timing: str) -> None:
    found = ruling(kind="gift_card", activity="reference_call", timing=timing, amount=25)
    assert (found.verdict, found.rules) == (BLOCK, ("cash_promised",))


def test_a_gift_card_above_the_limit_waits() -> None:
    assert ruling(kind="gift_card", activity="survey", amount=50).verdict == PASS
    over = ruling(kind="gift_card", activity="survey", amount=50.5)
    assert (over.verdict, over.rules) == (HOLD, ("gift_card_max",))


def test_what_is_above_the_limit_of_approval_passes_and_says_so() -> None:
    found = ruling(activity="reference_call", amount=60)
    assert found.verdict == PASS
    assert [one.rule for one in found.findings] == ["approval_above", "disclosure"]


@pytest.mark.parametrize("kind", INCENTIVES)
def test_the_public_sector_takes_nothing(kind: str) -> None:
    assert ruling(kind=kind, activity="reference_call", sector="public", amount=1).verdict == BLOCK
    assert ruling(kind="swag", activity="reference_call", sector="unknown").rules == ("sector_unknown",)


def test_an_employer_who_forbids_gifts_leaves_a_donation_or_nothing() -> None:
    for kind in INCENTIVES:
        forbidden = ruling(kind=kind, activity="reference_call", gifts_allowed=False)
        unknown = ruling(kind=kind, activity="reference_call", gifts_allowed=None)
        assert forbidden.verdict == (PASS if kind == "donation" else BLOCK)
        assert unknown.verdict == (PASS if kind == "donation" else HOLD)


@pytest.mark.parametrize("relation", ["staff", "agent", "relative"])
def test_own_people_wait_and_are_out_of_reviews(relation: str) -> None:
    assert ruling(activity="reference_call", relation=relation).rules == ("connected_recipient",)
    assert ruling(activity="review", platform="capterra", relation=relation).verdict == BLOCK


def test_published_praise_that_is_promised_something_waits() -> None:
    assert ruling(activity="case_study", timing="before").rules == ("praise_promised",)
    assert ruling(activity="case_study", timing="after").verdict == PASS
    early = ruling(activity="beta_test", timing="before")
    assert early.verdict == PASS
    assert "promised_early" in [one.rule for one in early.findings]


def test_a_gift_beside_a_review_waits() -> None:
    assert ruling(review_near=True).rules == ("review_near",)
    assert ruling(review_near=True, activity="reference_call").verdict == PASS


def test_the_yearly_cap_and_the_budget_hold() -> None:
    assert ruling(amount=40, given_this_year=60).verdict == PASS
    over = ruling(amount=41, given_this_year=60)
    assert over.rules == ("recipient_cap",)
    assert told(over, "swag")[0].better == "Up to 40 USD fits."
    assert ruling(amount=40, budget_left=40).verdict == PASS
    assert ruling(amount=40, budget_left=39).rules == ("budget",)


def test_a_row_that_is_old_warns_and_still_counts() -> None:
    row = PlatformRule("g2", PASS, PASS, "a source", TODAY - timedelta(days=180))
    proposal = Proposal(kind="swag", activity="review", platform="g2")
    fresh = judge(proposal, {"g2": row}, DEFAULT, TODAY)
    assert [one.rule for one in fresh.findings] == ["disclosure"]
    old = judge(proposal, {"g2": replace(row, tied=BLOCK)}, DEFAULT, TODAY + timedelta(days=1))
    assert [one.rule for one in old.findings] == ["platform", "platform_rule_old"]
    assert old.verdict == BLOCK


def test_a_platform_is_known_by_any_of_its_names() -> None:
    assert canonical_platform("Trust Radius") == "trustradius"
    assert canonical_platform("Gartner Peer Insights") == "gartner"
    assert canonical_platform("wordpress.org") == "wordpress"
    assert canonical_platform(" Shiny  Reviews ") == "Shiny Reviews"


def test_every_finding_has_a_reason_a_source_and_a_day() -> None:
    for kind, activity, platform, timing, sector in product(INCENTIVES, ACTIVITIES, NAMED, TIMINGS, SECTORS):
        found = ruling(kind=kind, activity=activity, platform=platform, timing=timing, sector=sector)
        assert found.verdict == max((one.verdict for one in found.findings), key=STRICTNESS.__getitem__)
        for one in found.findings:
            assert one.source
            assert one.on <= TODAY
            assert isinstance(one.on, date)


proposals = st.builds(
    Proposal,
    kind=st.sampled_from(INCENTIVES),
    activity=st.sampled_from(ACTIVITIES),
    timing=st.sampled_from(TIMINGS),
    platform=st.sampled_from(NAMED),
    amount=st.none() | st.floats(0.01, 1e6),
    sector=st.sampled_from(SECTORS),
    relation=st.sampled_from(RELATIONS),
    gifts_allowed=st.sampled_from((True, False, None)),
    condition=st.sampled_from((None, "positive", "rating", "deal_won")),
    bargain=st.sampled_from((None, "five stars")),
    given_this_year=st.floats(0, 1e4),
    budget_left=st.none() | st.floats(-100, 1e4),
    review_near=st.booleans(),
)
amounts = st.none() | st.floats(0.01, 1e9)
limits = st.floats(0, 1e9)


@given(proposals, amounts, limits, limits, limits)
def test_no_change_of_an_amount_or_a_limit_opens_what_is_blocked(
    proposal: Proposal, amount: float | None, card: float, year: float, approval: float
) -> None:
    amended = replace(DEFAULT, gift_card_max=card, gifts_per_year_max=year, gift_approval_above=approval)
    before = judge(proposal, PLATFORMS, DEFAULT, TODAY)
    after = judge(
        replace(proposal, amount=amount, given_this_year=0, budget_left=None), PLATFORMS, amended, TODAY
    )
    assert (before.verdict == BLOCK) == (after.verdict == BLOCK)


@given(proposals, st.floats(0.01, 1e6), st.floats(0.01, 1e6))
def test_a_larger_amount_is_never_judged_more_kindly(proposal: Proposal, one: float, other: float) -> None:
    small, large = sorted((one, other))
    kinder = judge(replace(proposal, amount=small), PLATFORMS, DEFAULT, TODAY).verdict
    stricter = judge(replace(proposal, amount=large), PLATFORMS, DEFAULT, TODAY).verdict
    assert STRICTNESS[kinder] <= STRICTNESS[stricter]


@given(proposals)
def test_every_finding_can_be_told(proposal: Proposal) -> None:
    for one in told(judge(proposal, PLATFORMS, DEFAULT, TODAY), proposal.kind):
        assert one.why.endswith((".", "”"))


@given(proposals)
def test_the_public_sector_and_promised_reviews_are_always_blocked(proposal: Proposal) -> None:
    assert judge(replace(proposal, sector="public"), PLATFORMS, DEFAULT, TODAY).verdict == BLOCK
    for timing in ("before", "during"):
        early = replace(proposal, activity="review", timing=timing)
        assert judge(early, PLATFORMS, DEFAULT, TODAY).verdict == BLOCK


def test_where_nothing_is_found_it_passes() -> None:
    assert Ruling.of([]) == Ruling(PASS, ())
