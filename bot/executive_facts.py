"""What the messages about executive notes and sponsors are told."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.facts import ActivityStory, AdvocateCard, Colleague, Contact
from bot.rules.executive_notes import Cause


@dataclass(frozen=True)
class Caution:
    """Something better left out of a note. `code` is a block of messages/templates/executive/context.j2."""

    code: str
    on: date | None = None
    what: str | None = None
    """The kind of activity it is about, or the prospect."""


@dataclass(frozen=True)
class NoteStory:
    """A word that an executive should find for one advocate, with all they need to know."""

    id: str
    state: str
    executive: Colleague | None
    """Who was prompted last."""
    week: date | None
    returns_on: date | None
    """The day on which it goes back to the pool, by the executive's own calendar."""
    is_over: bool
    """Whether that time has come."""
    causes: tuple[Cause, ...]
    """None: a quarterly check-in."""
    advocate: AdvocateCard
    contact: Contact
    csm: Colleague
    enrolled_on: date | None
    tier: str
    sponsor: Colleague | None
    activities: tuple[ActivityStory, ...]
    """Of the last 365 days, newest first."""
    done_in_year: int
    """How many there are, also beyond those."""
    cares_about: tuple[str, ...]
    cautions: tuple[Caution, ...]
    moved_on: date
    """Since when it is in its state."""
    done_by: Colleague | None
    take_back_until: datetime | None
    """While what was recorded last can be taken back."""

    @property
    def is_check_in(self) -> bool:
        return not self.causes


@dataclass(frozen=True)
class SponsorLine:
    """Somebody with a new sponsor."""

    advocate: AdvocateCard
    sponsor: Colleague
    csm: Colleague


@dataclass(frozen=True)
class Share:
    """One executive and how many notes a week they are prompted for. `own`: set for them alone."""

    who: Colleague
    notes_per_week: int
    own: bool
    by_settings: bool
    """Named in the settings: stays an executive whatever an owner says here."""
    this_week: int
    """Prompts so far."""
    sponsored: int
