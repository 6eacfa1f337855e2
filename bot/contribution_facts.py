"""What a letter about a year, and a list for a business review, are told."""

from dataclasses import dataclass
from datetime import date

from bot.facts import ActivityStory, AdvocateCard, Colleague, Contact, StoryCard


@dataclass(frozen=True)
class ImpactYear:
    """What one advocate did since a day, the oldest first, and what came of it."""

    advocate: AdvocateCard
    contact: Contact
    csm: Colleague
    since: date
    activities: tuple[ActivityStory, ...]
    more: int
    """Activities beyond those, the older ones."""
    stories: tuple[StoryCard, ...]
    """Theirs, where they may be shared and can be seen."""


@dataclass(frozen=True)
class Contribution:
    """One thing that somebody of a company did, without anything confidential."""

    kind: str
    on: date
    minutes: int | None
    platform: str | None
    name: str | None
    """None where they did not agree to be named."""
    link: str | None
    """Where it was published."""


@dataclass(frozen=True)
class Contributions:
    """What the people of one company did since a day, the newest first."""

    account: str
    since: date
    lines: tuple[Contribution, ...]
    stories: tuple[StoryCard, ...]
