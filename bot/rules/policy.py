"""The rules of the program that its owner sets, by the names of the outside interface."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Policy:
    """The owner's numbers. Days are calendar days in UTC, hours are working hours unless the name says otherwise."""

    ask_cooldown_days: int = 30
    high_effort_cooldown_days: int = 90
    rest_after_no_days: int = 90
    asks_per_90_days: int = 2
    asks_per_365_days: int = 6
    account_asks_per_90_days: int = 4
    effort_per_365_days: int = 12
    open_asks: int = 1
    thanks_after_hours: int = 24
    currency: str = "USD"
    blackouts: tuple[tuple[date, date], ...] = ()
    """First and last day of each, both included."""
    work_begins: int = 9
    work_ends: int = 18
    """Hours of the reader's local day between which jobs may write to them, Monday to Friday."""


DEFAULT = Policy()
