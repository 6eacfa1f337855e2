"""When a status in Slack says that somebody is away for days, and who stands in for whom."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

EMOJI = frozenset(
    {":palm_tree:", ":beach_with_umbrella:", ":face_with_thermometer:", ":baby:", ":desert_island:"}
)
_WORDS = re.compile(
    r"\b(vacation(ing)?|holidays?|on leave|(annual|parental|maternity|paternity|sick|family) leave"
    r"|out of (the )?office|ooo|pto|time off|day off|days off|off sick|out sick|ill|urlaub|krank|cong[ée]s?)\b",
    re.IGNORECASE,
)


def away_by_status(text: str, emoji: str, ends: float) -> datetime | None:
    """Until when a status says that somebody is away; None where it does not say so, or says no end.

    `ends` is unix seconds, 0 where the status stays until it is changed: nobody remembers to change it, so it says nothing.
    """
    if ends <= 0 or not (emoji in EMOJI or _WORDS.search(text)):
        return None
    return datetime.fromtimestamp(ends, UTC)


@dataclass(frozen=True)
class Standing:
    """How somebody can be reached now."""

    slack_id: str
    works_here: bool
    """Neither deactivated, nor a guest, nor from elsewhere."""
    away_until: datetime | None = None
    stand_in: str | None = None


def walk(first: Standing, look: Callable[[str], Standing | None]) -> tuple[list[str], bool]:
    """Who acts for somebody, in order, they themselves first; and whether the last of them is there to read.

    A stand-in who is away passes it on to their own; nobody is met twice.
    """
    acting, current = [first.slack_id], first
    while not current.works_here or current.away_until is not None:
        following = current.stand_in if current.works_here else None
        if following is None or following in acting:
            return acting, False
        found = look(following)
        if found is None or not found.works_here:
            return acting, False
        acting.append(following)
        current = found
    return acting, True
