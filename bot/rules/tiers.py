"""How the program recognises what somebody did in the last 365 days (program.md section 1). A tier says how to thank them; it
is never how to invite them (that is the band), and never a price: nobody is told what they would get for one more."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.rules.kinds import counts
from bot.rules.policy import Policy
from bot.rules.reviews import REVIEW

COMMUNITY, SILVER, GOLD, PLATINUM = "community", "silver", "gold", "platinum"
TIERS = (COMMUNITY, SILVER, GOLD, PLATINUM)
"""The lowest first."""
YEAR = timedelta(days=365)
REMEMBERED = 2 * YEAR
"""How far back activities are needed to say since when a tier is held."""


class Standing(NamedTuple):
    """The tier of one person, how many activities make it, and the day on which they reached it (without falling since);
    None in the community, and where that was over a year ago."""

    tier: str
    done: int
    since: date | None


class Path(NamedTuple):
    """The next tier, and how many activities before the year is over would reach it."""

    tier: str
    more: int


def moves(kind: str) -> bool:
    """Whether an activity of `kind` counts for a tier: all but surveys and reviews. KeyError for an unknown kind."""
    return counts(kind) and kind != REVIEW


def tier_of(done: int, policy: Policy) -> str:
    """The tier of somebody who did so much in the last 365 days."""
    return next((tier for tier in reversed(TIERS) if done >= least(tier, policy)), COMMUNITY)


def least(tier: str, policy: Policy) -> int:
    """The fewest activities in 365 days that make a tier."""
    needed = {SILVER: policy.tier_silver, GOLD: policy.tier_gold, PLATINUM: policy.tier_platinum}
    return needed.get(tier, 0)


def standing(days: Sequence[date], policy: Policy, today: date) -> Standing:
    """How somebody stands who did what counts on these days, in any order: those of the last 730 matter."""
    done = _within(days, today)
    tier = tier_of(done, policy)
    if tier == COMMUNITY:
        return Standing(tier, done, None)
    needed = least(tier, policy)
    reached = (
        day
        for day in sorted({day for day in days if today - YEAR < day <= today}, reverse=True)
        if _within(days, day - timedelta(days=1)) < needed <= _within(days, day)
    )
    return Standing(tier, done, next(reached, None))


def path(done: int, policy: Policy) -> Path | None:
    """What leads on from so many activities; None at the top."""
    at = TIERS.index(tier_of(done, policy))
    higher = next((tier for tier in TIERS[at + 1 :] if least(tier, policy) > done), None)
    return Path(higher, least(higher, policy) - done) if higher else None


def rises(before: str, after: str) -> bool:
    """Whether this is a step up; both are members of TIERS."""
    return TIERS.index(after) > TIERS.index(before)


def _within(days: Sequence[date], end: date) -> int:
    """How many lie in the 365 days that end with this one."""
    return sum(end - YEAR < day <= end for day in days)
