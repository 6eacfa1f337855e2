"""What was asked of an advocate, read from their own row: `advocates.asked` holds every counted ask, newest first."""

from datetime import date
from functools import lru_cache

from bot.rules.facts import AskFact

ENTRIES = 16_384
"""Entries kept in mind: many advocates have the same day, effort, kind and answer among theirs."""


def asks_since(asked: str, first: str) -> tuple[AskFact, ...]:
    """The counted asks from a day (ISO) on, oldest first."""
    if asked < first:
        return ()
    return tuple([_entry(entry) for entry in reversed(asked.split(";")) if entry >= first])


def last_day(asked: str) -> date | None:
    """The day of the newest counted ask."""
    return _day(asked[:10]) if asked else None


@lru_cache(ENTRIES)
def _entry(entry: str) -> AskFact:
    day, effort, kind, answer = entry.split(" ")
    return AskFact(date.fromisoformat(day), kind, int(effort), answer or None)


@lru_cache(ENTRIES)
def _day(iso: str) -> date:
    return date.fromisoformat(iso)
