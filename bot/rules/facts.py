"""What the rules are told about an advocate: plain values, no database. Tuples, because thousands are made per answer."""

from datetime import date
from typing import NamedTuple, Self


class AskFact(NamedTuple):
    """An ask that counts. `day` is the UTC day of contact, until then of its reservation."""

    day: date
    kind: str
    effort: int
    answer: str | None = None


class LastActivity(NamedTuple):
    """The newest activity that deserves thanks."""

    completed_on: date
    thanked: bool
    imported: bool


class UntoldOutcome(NamedTuple):
    """An activity that something came of, and they have not heard it."""

    completed_on: date
    imported: bool


class AdvocateFacts(NamedTuple):
    """One advocate as the rules see them, without the ask that is being judged. None means unknown.

    `asks` are the counted ones of the last 365 days, oldest first; `account_days` the days of the counted asks of the
    last 90 days over all people of the account, in any order.
    """

    stage: str
    paused_until: date | None = None
    blackouts: tuple[tuple[date, date], ...] = ()
    available_from: date | None = None
    max_asks_per_year: int | None = None
    never: frozenset[str] = frozenset()
    open_asks: int = 0
    asks: tuple[AskFact, ...] = ()
    account_days: tuple[date, ...] = ()
    last_activity: LastActivity | None = None
    untold: tuple[UntoldOutcome, ...] = ()
    unused_yeses: int = 0
    """Times they said yes, it came to nothing, and nobody has told and thanked them."""
    enrolled_on: date | None = None
    has_helped: bool = False
    """Whether they ever did anything that counts: surveys do not."""
    went_well: int = 0
    """How many of those activities went well: rated 4 or 5, or not rated."""
    gives_since_enrolling: int = 0
    """Things done for them from the day of enrolling on; 0 where that day is unknown."""
    health: int | None = None
    """Of the account, 0 to 100."""
    open_escalation: bool | None = None
    renewal_date: date | None = None
    last_renewed_on: date | None = None
    company_forbids: frozenset[str] = frozenset()
    """Kinds that the account's policy rules out."""
    never_with: frozenset[str] = frozenset()
    """Names of companies that the account wants nothing to do with."""
    relation: str | None = None
    """What they are to us: customer, staff, agent or relative; unknown counts as customer. Only reviews ask."""

    def as_of(self, day: date) -> Self:
        """The same facts without what was asked or owed only after that day."""
        last = self.last_activity
        return self._replace(
            asks=tuple(ask for ask in self.asks if ask.day <= day),
            account_days=tuple(one for one in self.account_days if one <= day),
            last_activity=last if last is None or last.completed_on <= day else None,
            untold=tuple(one for one in self.untold if one.completed_on <= day),
        )

    def without(self, ask: AskFact) -> Self:
        """The same facts as if this one ask had not been: the ask at hand does not stand in its own way."""
        asks, account_days = list(self.asks), list(self.account_days)
        if ask in asks:
            asks.remove(ask)
        if ask.day in account_days:
            account_days.remove(ask.day)
        return self._replace(asks=tuple(asks), account_days=tuple(account_days))
