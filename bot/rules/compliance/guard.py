"""The rules of the guard. Each is a small function of the proposal; the strictest of what they say wins.

No rule blocks because of an amount: amounts hold at most, so that changing one can never open what is closed.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.rules.compliance.finding import BLOCK, HOLD, PASS, Finding, Ruling
from bot.rules.compliance.platforms import PlatformRule
from bot.rules.compliance.proposal import (
    BOUNDED,
    DONATION,
    GIFT_CARD,
    PRAISE,
    WRITTEN_ON_PLATFORMS,
    Proposal,
)
from bot.rules.policy import Policy


class _Case:
    """A proposal with everything it is judged by."""

    def __init__(
        self, proposal: Proposal, platforms: Mapping[str, PlatformRule], policy: Policy, today: date
    ) -> None:
        self.proposal = proposal
        self.policy = policy
        self.today = today
        self.platform = platforms.get(proposal.platform) if proposal.platform else None
        self.is_review = proposal.activity == "review" or (
            proposal.activity in WRITTEN_ON_PLATFORMS and self.platform is not None
        )
        self.is_early = proposal.activity is not None and proposal.timing != "after"


def judge(proposal: Proposal, platforms: Mapping[str, PlatformRule], policy: Policy, today: date) -> Ruling:
    """Pass, hold or block, with every rule that had something to say."""
    case = _Case(proposal, platforms, policy, today)
    found = [finding for rule in RULES for finding in rule(case)]
    if any(one.verdict == BLOCK for one in found):
        return Ruling.of(found)
    return Ruling.of([*found, *_to_know(case)])


def _recipient(case: _Case) -> Iterator[Finding]:
    """Who it is for: the public sector takes nothing, some employers forbid gifts, insiders are connected already."""
    it = case.proposal
    if it.sector == "public":
        yield _finding("public_sector", BLOCK)
    elif it.sector == "unknown":
        yield _finding("sector_unknown", HOLD)
    if it.kind != DONATION and it.gifts_allowed is False:
        yield _finding("employer_forbids", BLOCK)
    elif it.kind != DONATION and it.gifts_allowed is None:
        yield _finding("employer_unknown", HOLD)
    if it.relation != "customer":
        yield (
            _finding("connected_reviewer", BLOCK)
            if case.is_review
            else _finding("connected_recipient", HOLD, relation=it.relation)
        )


def _condition(case: _Case) -> Iterator[Finding]:
    """Nothing depends on what is said, on stars or on the deal."""
    if case.proposal.condition is not None:
        yield _finding("conditional", BLOCK, condition=case.proposal.condition)
    elif case.proposal.bargain is not None:
        yield _finding("reason_bargains", HOLD, words=case.proposal.bargain)


def _review(case: _Case) -> Iterator[Finding]:
    """Reviews: what the platform says, and on any platform nothing before or during."""
    if not case.is_review:
        return
    row = case.platform
    if row is None:
        yield _finding("platform_unknown", HOLD, platform=case.proposal.platform)
    elif row.tied != PASS:
        yield _platform("platform", row.tied, row)
    if case.is_early:
        yield _finding("review_promised", BLOCK)


def _general(case: _Case) -> Iterator[Finding]:
    """A general thank-you beside a review can be taken for its price."""
    it = case.proposal
    if it.activity is not None:
        return
    if it.platform is None:
        if it.review_near:
            yield _finding("review_near", HOLD)
    elif case.platform is None:
        yield _finding("platform_unknown", HOLD, platform=it.platform)
    elif case.platform.general != PASS:
        yield _platform("platform_general", case.platform.general, case.platform)


def _cash(case: _Case) -> Iterator[Finding]:
    """A gift card counts as cash: for something bounded, and only afterwards."""
    it = case.proposal
    if it.kind != GIFT_CARD:
        return
    if case.is_review:
        yield _finding("cash_for_review", BLOCK)
    elif it.activity in PRAISE:
        yield _finding("cash_for_praise", BLOCK)
    elif it.activity not in BOUNDED:
        yield _finding("cash_unbounded", BLOCK)
    if case.is_early:
        yield _finding("cash_promised", BLOCK)
    if it.amount is not None and it.amount > case.policy.gift_card_max:
        yield _finding("gift_card_max", HOLD, limit=case.policy.gift_card_max, currency=case.policy.currency)


def _praise(case: _Case) -> Iterator[Finding]:
    """Published praise that was promised something beforehand looks bought."""
    it = case.proposal
    if it.kind != GIFT_CARD and not case.is_review and case.is_early and it.activity in PRAISE:
        yield _finding("praise_promised", HOLD)


def _caps(case: _Case) -> Iterator[Finding]:
    """What one person gets in a year, and what the period has left."""
    it, policy = case.proposal, case.policy
    if it.amount is None:
        return
    if it.given_this_year + it.amount > policy.gifts_per_year_max:
        yield _finding(
            "recipient_cap",
            HOLD,
            limit=policy.gifts_per_year_max,
            given=it.given_this_year,
            currency=policy.currency,
        )
    if it.budget_left is not None and it.amount > it.budget_left:
        yield _finding("budget", HOLD, left=max(it.budget_left, 0.0), currency=policy.currency)


def _to_know(case: _Case) -> Iterator[Finding]:
    """What whoever goes on has to know. None of it stands in the way."""
    it, policy = case.proposal, case.policy
    if it.amount is not None and it.amount > policy.gift_approval_above:
        yield _finding("approval_above", PASS, limit=policy.gift_approval_above, currency=policy.currency)
    if case.is_early and it.activity not in PRAISE and not case.is_review:
        yield _finding("promised_early", PASS)
    yield _finding("disclosure", PASS)


def _old_row(case: _Case) -> Iterator[Finding]:
    """A platform's row that nobody has looked up for long still counts, with a warning."""
    row = case.platform
    if row is not None and row.is_old(case.today, case.policy.platform_rule_days):
        yield _platform("platform_rule_old", PASS, row, days=case.policy.platform_rule_days)


RULES: tuple[Callable[[_Case], Iterator[Finding]], ...] = (
    _recipient,
    _condition,
    _review,
    _cash,
    _praise,
    _general,
    _caps,
    _old_row,
)


def _finding(rule: str, verdict: str, **facts: object) -> Finding:
    sources = _sources()
    named = sources.get(rule)
    if named is None:
        return Finding(rule, verdict, sources["program"], sources["program_on"], facts)
    return Finding(rule, verdict, named["source"], named["on"], facts)


def _platform(rule: str, verdict: str, row: PlatformRule, **facts: object) -> Finding:
    return Finding(
        rule,
        verdict,
        row.source,
        row.checked_on,
        {"platform": row.platform, "note": row.note, "checked_on": row.checked_on, **facts},
    )


@lru_cache(maxsize=1)
def _sources() -> Mapping[str, Any]:
    return tomllib.loads(files("bot.rules.compliance").joinpath("sources.toml").read_text("utf-8"))
