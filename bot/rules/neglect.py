"""Who has not heard from us for a while: quiet (no contact) or unnoticed (nothing done for them), and whose turn comes first
(program.md section 7)."""

from datetime import date, timedelta
from typing import NamedTuple

from bot.rules.policy import Policy
from bot.rules.tiers import TIERS

QUIET, UNNOTICED = "quiet", "unnoticed"
A_WEEK = 5
"""People in one CSM's list of a week: more would not be done."""


class Forgotten(NamedTuple):
    """One person, and the last days on which something happened; None: never."""

    id: str
    csm: str
    name: str
    tier: str
    helped: int
    enrolled_on: date | None
    last_asked: date | None
    last_helped: date | None
    last_given: date | None
    last_proposed: date | None
    """When they were last on a list like this."""

    @property
    def last_contact(self) -> date | None:
        """They were asked, helped, or were given something."""
        return max(filter(None, (self.last_asked, self.last_helped, self.last_given)), default=None)


class Proposal(NamedTuple):
    """Why somebody is proposed: quiet or unnoticed, since the last contact or give; None where there never was any."""

    cause: str
    since: date | None


def proposal(one: Forgotten, policy: Policy, today: date) -> Proposal | None:
    """Why somebody should be surprised now; None where they need not be, or were proposed within their time. Who joined
    lately counts from that day."""
    contact = one.last_contact
    if _over(contact or one.enrolled_on, policy.quiet_days, today):
        found, window = Proposal(QUIET, contact), policy.quiet_days
    elif _over(one.last_given or one.enrolled_on, policy.unnoticed_days, today):
        found, window = Proposal(UNNOTICED, one.last_given), policy.unnoticed_days
    else:
        return None
    proposed = one.last_proposed
    return found if proposed is None or _over(proposed, window, today) else None


def turn(one: Forgotten, found: Proposal) -> tuple[object, ...]:
    """The sort key: who stands highest and helped most comes first, then who has waited longest. Same data, same order."""
    return (-TIERS.index(one.tier), -one.helped, found.since or date.min, one.name, one.id)


def _over(day: date | None, days: int, today: date) -> bool:
    """Whether so many days have gone by; a day nobody knows is long ago."""
    return day is None or today - day >= timedelta(days=days)
