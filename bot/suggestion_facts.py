"""What the weekly list of whom to surprise is told: plain values that queries fill and messages word."""

from dataclasses import dataclass
from datetime import date

from bot.facts import AdvocateCard, Colleague
from bot.rules.gives import Catalogue, Idea


@dataclass(frozen=True)
class Suggested:
    """One person on the list. `cause` is quiet or unnoticed, since the last contact or the last give."""

    id: str
    advocate: AdvocateCard
    cause: str
    since: date | None
    state: str
    """open, given or declined."""
    ideas: tuple[Idea, ...]


@dataclass(frozen=True)
class SuggestionList:
    """A CSM's list of one week."""

    csm: Colleague
    people: tuple[Suggested, ...]
    catalogue: Catalogue
