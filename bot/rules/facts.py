"""What the rules are told about an advocate: plain values, no database."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AskFact:
    """An ask that counts. `day` is the UTC day of contact, until then of its reservation."""

    day: date
    kind: str
    effort: int
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class LastActivity:
    """The newest activity that deserves thanks."""

    kind: str
    completed_on: date
    thanked: bool
    imported: bool


@dataclass(frozen=True, slots=True)
class AdvocateFacts:
    """One advocate as the frequency rules see them. `asks` are the counted ones of the last 365 days, without the ask
    that is being judged; `account_days` the days of counted asks of the last 90 days over all people of the account."""

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
