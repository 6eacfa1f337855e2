"""Whose turn it is for the month's spotlight: by a rule that anybody can be told."""

from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from bot.rules.gives import VISIBILITY, value_of
from bot.rules.tiers import TIERS

SEEN, STORY, HELPED = "seen", "story", "helped"
"""Why it is them: they care about being seen; they have a documented result; they helped in the last year."""
FIRST_DAYS = 7
"""Days of a month in which its suggestion is made."""
REST_DAYS = 365
"""Nobody is suggested twice within them."""


class Candidate(NamedTuple):
    """Somebody in the program who helped in the last year and may be named."""

    id: str
    tier: str
    values: tuple[str, ...]
    has_story: bool


def choose(candidates: Iterable[Candidate], month: str) -> tuple[Candidate, tuple[str, ...]] | None:
    """Who it is, and why; None where there is nobody. Who wants to be seen comes first, then who has a story to tell, then
    who helped most; between equals the month decides."""
    best = max(candidates, key=lambda one: (_points(one), crc32(f"{one.id} {month}".encode())), default=None)
    return (best, reasons(best)) if best else None


def reasons(one: Candidate) -> tuple[str, ...]:
    """Why it may be them, the strongest first."""
    found = (
        (SEEN, VISIBILITY in map(value_of, one.values)),
        (STORY, one.has_story),
        (HELPED, True),
    )
    return tuple(code for code, holds in found if holds)


def _points(one: Candidate) -> tuple[bool, bool, int]:
    why = reasons(one)
    return SEEN in why, STORY in why, TIERS.index(one.tier)
