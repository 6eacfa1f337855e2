"""Moments worth noticing: which there are, whose they are, and when their CSM hears of them (program.md section 7)."""

from calendar import isleap
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from bot.rules.working_time import WorkingTime

WORK, PROGRAM, COMPANY, CUSTOMER = (
    "work_anniversary",
    "program_anniversary",
    "company_anniversary",
    "customer_anniversary",
)
NTH, TIER = "nth_activity", "tier"
ENTERED = ("promotion", WORK, "funding", "customer_win", COMPANY, "other")
"""Kinds that people tell of and files bring; the rest the bot finds by itself."""
OF_PERSON = frozenset({"promotion", WORK, PROGRAM, NTH, TIER, "other"})
OF_ACCOUNT = frozenset({"funding", "customer_win", COMPANY, CUSTOMER, "other"})
ANNIVERSARIES = frozenset({WORK, PROGRAM, COMPANY, CUSTOMER})

NTH_ACTIVITIES = (5, 10, 25, 50)
EVERY = 50
"""After the last of those every so many."""
BASELINE_DAYS = 14
"""Of what was imported, only the last 14 days prompt anybody."""
BELATED_DAYS = 3
"""How long after an anniversary it is still told, where nobody was told in time."""
FURTHEST = 14
"""Calendar days ahead that a next working day is looked for."""

NOTICED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        WORK: frozenset({"candidate", "nurturing", "invited", "enrolled", "resting"}),
        PROGRAM: frozenset({"enrolled"}),
    }
)
"""The stages in which the bot looks for such an anniversary by itself."""
HERE = frozenset({"enrolled", "resting", "invited"})
"""The stages of those whom a company's milestone is told about."""


def is_nth(count: int) -> bool:
    """Whether somebody's activity number `count` is worth a word: the 5th, 10th, 25th, 50th, 100th …"""
    return count in NTH_ACTIVITIES or (count > NTH_ACTIVITIES[-1] and count % EVERY == 0)


def observed_on(day: date) -> list[tuple[int, int]]:
    """Month and day of every date whose anniversary is kept on `day`: that of 29 February on the 28th where there is no 29th."""
    own = (day.month, day.day)
    return [own, (2, 29)] if own == (2, 28) and not isleap(day.year) else [own]


def told_from(on: date, clock: WorkingTime) -> date:
    """The reader's day from which they are told of something on `on`: their working day before."""
    day = on - timedelta(days=1)
    while not clock.is_working_day(day) and on - day < timedelta(days=FURTHEST):
        day -= timedelta(days=1)
    return day


def news_until(kind: str, on: date) -> date:
    """The last day on which a milestone is news: after it nobody is told of it, or reminded."""
    return on + timedelta(days=BELATED_DAYS if kind in ANNIVERSARIES else BASELINE_DAYS)


def is_due(kind: str, on: date, today: date, clock: WorkingTime) -> bool:
    """Whether a milestone that nobody was told of is told on the reader's day `today`."""
    return told_from(on, clock) <= today <= news_until(kind, on)
