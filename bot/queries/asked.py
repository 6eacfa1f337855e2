"""What was asked of an advocate, read from their own row: `advocates.asked` holds every counted ask, newest first."""

from datetime import date
from functools import lru_cache

from bot.rules.facts import AskFact

REMEMBERED = 16_384
"""Texts of which it is kept in mind what they say: the same ones are read for every answer."""


@lru_cache(REMEMBERED)
def asks_since(asked: str, first: str) -> tuple[AskFact, ...]:
    """The counted asks from a day (ISO) on, oldest first."""
    if asked < first:
        return ()
    return tuple([_entry(entry) for entry in reversed(asked.split(";")) if entry >= first])


@lru_cache(REMEMBERED)
def days_since(asked: str, first: str) -> tuple[date, ...]:
    """The days of the counted asks from a day (ISO) on, oldest first."""
    return tuple([ask.day for ask in asks_since(asked, first)])


def last_day(asked: str) -> date | None:
    """The day of the newest counted ask."""
    return _day(asked[:10]) if asked else None


@lru_cache(REMEMBERED)
def _entry(entry: str) -> AskFact:
    day, effort, kind, answer = entry.split(" ")
    return AskFact(date.fromisoformat(day), kind, int(effort), answer or None)


@lru_cache(REMEMBERED)
def _day(iso: str) -> date:
    return date.fromisoformat(iso)
