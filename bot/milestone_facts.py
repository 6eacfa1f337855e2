"""What messages about milestones are told: plain values that queries fill and messages word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.facts import ActivityStory, AdvocateCard, Colleague, Contact, DocumentedStory, PastActivity
from bot.rules.gives import GiveKind, Idea


@dataclass(frozen=True)
class Moment:
    """One milestone. `detail` is a tier's name, which activity it was, or the years of an anniversary."""

    id: str
    kind: str
    on: date
    detail: str | None
    note: str | None
    by: Colleague | None
    """Who told of it; None where it was imported or found."""


@dataclass(frozen=True)
class Noticed:
    """What fell on one person, or on one company, and was told on one day: one message to the CSM."""

    moments: tuple[Moment, ...]
    """The first to come is what the draft speaks of."""
    today: date
    """The reader's."""
    account_id: str
    account: str
    csm: Colleague
    advocate: AdvocateCard | None
    """None where it is the company's."""
    contact: Contact | None
    """Of the one person it is about, or of the only one in the program at the company."""
    people: tuple[AdvocateCard, ...]
    """Of a company's moment: who is in the program there."""
    last: PastActivity | None = None
    """The last thing that the person did, as far as something may be said of it."""
    ideas: Mapping[str, tuple[Idea, ...]] = field(default_factory=dict)
    """By advocate what could please them."""
    catalogue: Mapping[str, GiveKind] = field(default_factory=dict)
    may_celebrate: bool = False
    """Whether it may become a public thank-you: there is a channel, they have not said no, and it was not one before."""


@dataclass(frozen=True)
class Celebrated:
    """What a public thank-you is for: an activity, or a moment of a person; and what became of it."""

    subject_id: str
    """Of the activity or the milestone."""
    advocate: AdvocateCard
    may_name: bool | None
    """Whether they may be named in public; None: nobody asked them."""
    company: str | None
    """Their company, where it may be named; None where it may not."""
    account: str
    products: tuple[str, ...]
    activity: ActivityStory | None
    moment: Moment | None
    csm: Colleague
    requester: Colleague | None
    posted: "Posted | None" = None


@dataclass(frozen=True)
class Posted:
    """A public thank-you as it stands. `undo_until` is the end of the time in which it can be taken back."""

    id: str
    text: str
    by: Colleague
    at: datetime
    undo_until: datetime
    taken_back: bool


@dataclass(frozen=True)
class SpotlightStory:
    """The month's suggestion, and how far it is."""

    id: str
    month: date
    """Its first day."""
    advocate: AdvocateCard
    contact: Contact
    account: str
    company: str | None
    """The company's name, where it may be named."""
    products: tuple[str, ...]
    reasons: tuple[str, ...]
    csm: Colleague
    story: DocumentedStory | None
    """A documented result of theirs that may be told; its numbers only where they may be."""
    agreed: bool | None
    out: bool
    """Whether it was recorded as given."""
