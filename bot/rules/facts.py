"""What the rules are told about an advocate: plain values, no database. Tuples, because thousands are made per answer."""

from datetime import date
from typing import NamedTuple


class AskFact(NamedTuple):
    """An ask that counts. `day` is the UTC day of contact, until then of its reservation."""

    day: date
    kind: str
    effort: int
    answer: str | None = None


class LastActivity(NamedTuple):
    """The newest activity that deserves thanks."""

    kind: str
    completed_on: date
    thanked: bool
    imported: bool


class AdvocateFacts(NamedTuple):
    """One advocate as the rules see them, without the ask that is being judged.

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
