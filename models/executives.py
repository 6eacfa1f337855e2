"""Personal notes from executives: who should get one and why, who was prompted for it, and how much is one week's share."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

OPEN = text("state IN ('waiting', 'prompted')")
LAPSED = text("state = 'lapsed'")
UNDER_WAY = text("state IN ('waiting', 'prompted', 'handed_over')")


class ExecutiveNote(Base):
    """A word that an executive should find for one advocate, from its first cause to what became of it."""

    __tablename__ = "executive_notes"
    __table_args__ = (
        # One at a time for each person, whatever number of processes looks for causes.
        Index(
            "uq_executive_notes_open", "advocate_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        Index("ix_executive_notes_under_way", "state", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
        Index("ix_executive_notes_lapsed", "moved_at", sqlite_where=LAPSED, postgresql_where=LAPSED),
        Index("ix_executive_notes_advocate", "advocate_id", "found_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    causes: Mapped[list[list[str | None]]] = mapped_column(JSON, default=list)
    """[kind, day, detail] of each, as rules/executive_notes.py Cause; none: a quarterly check-in."""
    state: Mapped[str]
    """A state of rules/executive_notes.py NOTE."""
    found_at: Mapped[datetime]
    lapses_on: Mapped[date | None]
    """The first day on which it is too late; empty for a check-in."""
    executive: Mapped[str | None]
    """Slack id of who was prompted last."""
    week: Mapped[date | None]
    """The Monday of the week, theirs, in whose share the prompt counts."""
    prompted_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    """When the CSM was reminded of what was handed to them."""
    moved_at: Mapped[datetime]
    """When it came into its state."""
    done_by: Mapped[str | None]
    """Slack id of who said what was done."""


class ExecutiveWeek(Base):
    """How many prompts reach one executive in one week: what is locked while one more is made."""

    __tablename__ = "executive_weeks"

    executive: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    """The Monday, of their own calendar."""
    prompts: Mapped[int] = mapped_column(default=0)
    """Made in it, also those that went back unwritten."""


class Sponsorship(Base):
    """The executive who looks after one advocate personally."""

    __tablename__ = "sponsorships"
    __table_args__ = (Index("ix_sponsorships_executive", "executive"),)

    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"), primary_key=True)
    executive: Mapped[str]
    """Slack id."""
    since: Mapped[datetime]
