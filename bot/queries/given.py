"""What was done for an advocate, read from their own row: `advocates.given` holds it all, newest first."""

from datetime import date

from bot.rules.balance import LEAST_ASKS, GiveFact, balance
from bot.rules.gives import Catalogue
from bot.rules.matching import Candidate

UNKNOWN_EFFORT = 1
"""Of a word that an import brought and that is in no catalogue."""


def gives_of(given: str, catalogue: Catalogue) -> tuple[GiveFact, ...]:
    """Everything done for them, newest first."""
    return tuple(
        GiveFact(date.fromisoformat(day), catalogue[kind].effort if kind in catalogue else UNKNOWN_EFFORT)
        for day, kind in entries(given)
    )


def first_day(given: str) -> date | None:
    """The day of the first give on record."""
    return date.fromisoformat(given.rpartition(";")[2][:10]) if given else None


def last_day(given: str) -> date | None:
    """The day of the newest."""
    return date.fromisoformat(given[:10]) if given else None


def entries(given: str) -> tuple[tuple[str, str], ...]:
    """(day as ISO, kind) of everything, newest first."""
    return tuple((entry[:10], entry[11:]) for entry in given.split(";")) if given else ()


def is_one_sided(candidate: Candidate, catalogue: Catalogue, today: date) -> bool:
    """Whether more was asked of a candidate than given to them. What was given is only read where it can matter."""
    asks, given = candidate.facts.asks, candidate.given
    if len(asks) < LEAST_ASKS or not given:
        return False
    return balance(asks, gives_of(given, catalogue), first_day(given), today).one_sided
