"""Asks: one request put to one advocate, the unit that frequency rules count."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

OPEN = text("seat IS NOT NULL")
COUNTED = text("counted_on IS NOT NULL")
IMPORTED = text("origin = 'import'")
DUE = text("due_at IS NOT NULL")
WITH_OWNERS = text("with_owners_since IS NOT NULL")
DECIDED = text("decision_hours IS NOT NULL")
UNTOLD = text("state = 'unused' AND told_at IS NULL")


class Ask(Base):
    """One request put to one advocate, by the bot, outside it, or before it."""

    __tablename__ = "asks"
    __table_args__ = (
        # The belt to the lock's braces: no two open asks in one seat.
        Index(
            "uq_asks_open_seat", "advocate_id", "seat", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        Index(
            "ix_asks_counted",
            "advocate_id",
            "counted_on",
            "kind",
            "effort",
            "seat",
            "answer",
            sqlite_where=COUNTED,
            postgresql_where=COUNTED,
        ),
        Index("ix_asks_counted_on", "counted_on", sqlite_where=COUNTED, postgresql_where=COUNTED),
        Index("ix_asks_decided", "reserved_at", sqlite_where=DECIDED, postgresql_where=DECIDED),
        Index("ix_asks_untold", "state", "advocate_id", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
        Index("ix_asks_due", "due_at", "state", sqlite_where=DUE, postgresql_where=DUE),
        Index(
            "ix_asks_with_owners", "with_owners_since", sqlite_where=WITH_OWNERS, postgresql_where=WITH_OWNERS
        ),
        Index("ix_asks_request", "request_id"),
        Index("ix_asks_advocate", "advocate_id"),
        Index("ix_asks_state_scheduled", "state", "scheduled_for"),
        Index(
            "uq_asks_import_key",
            "advocate_id",
            "kind",
            "asked_on",
            "deal",
            "requester",
            unique=True,
            sqlite_where=IMPORTED,
            postgresql_where=IMPORTED,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    request_id: Mapped[str | None] = mapped_column(ForeignKey("reference_requests.id"))
    origin: Mapped[str]
    """bot, outside (asked around the bot and logged) or import."""
    kind: Mapped[str]
    effort: Mapped[int]
    state: Mapped[str]
    """A state of rules/lifecycle.py ASK."""
    seat: Mapped[int | None]
    """1 to open_asks while the ask is open, empty once it is closed."""
    counted_on: Mapped[date | None]
    """The day (UTC) on which frequency rules count it: of the reservation, then of the contact; empty when released."""
    reserved_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decision_hours: Mapped[float | None]
    """How many of the CSM's own working hours passed from the reservation to their decision, as it was taken."""
    contacted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    note: Mapped[str | None]
    """The personal note as the CSM approved it."""
    answer: Mapped[str | None]
    """yes, no or no_answer."""
    comment: Mapped[str | None]
    scheduled_for: Mapped[datetime | None]
    release_reason: Mapped[str | None]
    """Why it was released: not_now, never, cancelled, or the code of the rule that no longer held."""
    outcome_asked_at: Mapped[datetime | None]
    """When the requester was last asked how it went."""
    chased_at: Mapped[datetime | None]
    """When the requester last asked the CSM how it stands."""
    told_at: Mapped[datetime | None]
    """Of a yes that came to nothing: when the CSM recorded that the advocate was told and thanked."""
    waiting_since: Mapped[datetime | None]
    """When the present wait began: its state, or the date agreed, was set then."""
    steps_taken: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the deadline of its state (rules/deadlines.py)."""
    step_at: Mapped[datetime | None]
    """When the last of those steps was taken."""
    due_at: Mapped[datetime | None]
    """When the job looks at it next; empty where nobody is waited for."""
    with_owners_since: Mapped[datetime | None]
    """Since when the owners see it in their list."""
    approved_by: Mapped[str | None]
    """Where the advocate's company has to agree: who did, in the CSM's words."""
    approved_on: Mapped[date | None]
    asked_on: Mapped[date | None]
    """Of imported and outside asks: the day as given. Part of the import key."""
    deal: Mapped[str] = mapped_column(default="")
    requester: Mapped[str] = mapped_column(default="")
    """Of imported and outside asks: who asked, as given; empty when unknown. Part of the import key."""
