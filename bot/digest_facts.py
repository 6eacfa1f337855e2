"""What the weekly digest is told: plain values that queries fill and messages word."""

from dataclasses import dataclass
from datetime import date

from bot.facts import Colleague
from bot.rules.diagnosis import Finding, Gap
from bot.rules.digest import Figure, Lines, Week
from bot.rules.mix import KindCount, WeekCount


@dataclass(frozen=True)
class Decision:
    """One thing to decide: the value of its button, and as much of the rest as its sort has."""

    id: str
    name: str | None = None
    """Of the advocate; of a colleague or a kind of message where it is about none."""
    account: str | None = None
    who: Colleague | None = None
    """Who has it now: the CSM, the requester, the owner who decided, the reader."""
    on: date | None = None
    """Since when it waits, when it happened, or by when it is needed."""
    kind: str | None = None
    """Of activity or gift; of a parked message what it is about."""
    what: str | None = None
    """The deal, the reason somebody gave, why it is held."""
    cell: tuple[str, ...] = ()
    """Of a request: industry, segment and place."""
    gap: Gap | None = None
    asked: int = 0
    given: int = 0
    """Effort over a year, of somebody one-sided; decisions, and those that took too long, of a CSM."""
    state: str | None = None


@dataclass(frozen=True)
class Sort:
    """All decisions of one sort (rules/digest.py SORTS), those that are shown first: the longest waiting."""

    sort: str
    count: int
    shown: tuple[Decision, ...]


@dataclass(frozen=True)
class Digest:
    """One owner's digest of one Monday."""

    monday: date
    week: Week
    lines: Lines
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    sorts: tuple[Sort, ...]
    enrolled: int
    rhythm: str
    """weekly, fortnightly or off: how often its reader wants it."""
    weeks: tuple[WeekCount, ...] = ()
    kinds: tuple[KindCount, ...] = ()
    """What was asked and done week by week, and what was done in the days that the figures are of, for the charts."""
    stands: bool = True
    """Whether it is the newest of its reader: an older one has nothing to decide any more."""

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to say."""
        return self.week.is_quiet and not self.sorts and not self.findings
