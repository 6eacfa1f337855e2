"""What advocates did, and what was done for them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

UNTHANKED = text("thanked_on IS NULL")
UNTOLD = text("outcome_told_on IS NULL AND (result IN ('won', 'lost') OR published_on IS NOT NULL)")
"""What an advocate has not heard of: the index's condition, and word for word the job's."""
DUE = text("due_at IS NOT NULL")
WITH_OWNERS = text("with_owners_since IS NOT NULL")
IMPORTED = text("origin = 'import'")
FOR_A_DEAL = text("deal <> ''")
BY_BOT = text("origin = 'bot'")


class Activity(Base):
    """Something an advocate actually did, asked for or not."""

    __tablename__ = "activities"
    __table_args__ = (
        # All that eligibility asks of activities, so that it reads the index alone.
        Index(
            "ix_activities_advocate_completed",
            "advocate_id",
            "completed_on",
            "effort",
            "rating",
            "origin",
            "thanked_on",
            "outcome_told_on",
            "published_on",
            "result",
        ),
        Index(
            "ix_activities_by_bot",
            "result",
            "completed_on",
            sqlite_where=BY_BOT,
            postgresql_where=BY_BOT,
        ),
        Index("ix_activities_kind", "kind", "completed_on"),
        Index("ix_activities_completed_on", "completed_on"),
        Index("ix_activities_deal", "deal", sqlite_where=FOR_A_DEAL, postgresql_where=FOR_A_DEAL),
        Index("ix_activities_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        Index(
            "ix_activities_with_owners",
            "with_owners_since",
            sqlite_where=WITH_OWNERS,
            postgresql_where=WITH_OWNERS,
        ),
        Index("ix_activities_untold", "advocate_id", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
        Index("ix_activities_thanked_on", "thanked_on"),
        Index("ix_activities_unthanked", "completed_on", sqlite_where=UNTHANKED, postgresql_where=UNTHANKED),
        Index(
            "uq_activities_import_key",
            "advocate_id",
            "kind",
            "completed_on",
            "deal",
            unique=True,
            sqlite_where=IMPORTED,
            postgresql_where=IMPORTED,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    ask_id: Mapped[str | None] = mapped_column(ForeignKey("asks.id"), unique=True)
    origin: Mapped[str]
    """bot or import."""
    kind: Mapped[str]
    effort: Mapped[int]
    completed_on: Mapped[date]
    completed_at: Mapped[datetime]
    """When it was done, or the start of that day where only the day is known: what the 24 hours to a nudge count from."""
    deal: Mapped[str] = mapped_column(default="")
    platform: Mapped[str | None]
    asked: Mapped[bool | None]
    minutes: Mapped[int | None]
    helped: Mapped[str | None]
    """The one thing that helped, in the requester's words."""
    rating: Mapped[int | None]
    thanked_on: Mapped[date | None]
    thanked_how: Mapped[str | None]
    """mail, handwritten, call or video."""
    thanks_text: Mapped[str | None]
    thanks_nudged_at: Mapped[datetime | None]
    """When the CSM was last nudged to thank."""
    waiting_since: Mapped[datetime | None]
    """When thanks, or the word on an outcome, became due; empty: when it was completed."""
    steps_taken: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the deadline of thanking or telling (rules/deadlines.py)."""
    step_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    """When the job looks at it next; empty where nothing is owed, and of what was imported and not yet looked at."""
    with_owners_since: Mapped[datetime | None]
    """Since when the owners see it in their list."""
    outcome_told_on: Mapped[date | None]
    """When they heard what came of it, as far as it is known; empty again when more becomes known."""
    told_outcomes: Mapped[list[str]] = mapped_column(default=list)
    """Which outcomes they heard of: won, lost, published. So that what becomes known later is told alone."""
    published_on: Mapped[date | None]
    published_link: Mapped[str | None]
    """Where it can be seen."""
    prospect: Mapped[str | None]
    amount: Mapped[float | None]
    currency: Mapped[str | None]
    result: Mapped[str | None]
    """won, lost or open."""


class Give(Base):
    """Something done for an advocate with nothing asked in return."""

    __tablename__ = "gives"
    __table_args__ = (
        UniqueConstraint("advocate_id", "kind", "given_on"),
        Index("ix_gives_given_on", "given_on"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    kind: Mapped[str]
    given_on: Mapped[date]
    by: Mapped[str | None]
    note: Mapped[str | None]
    cost: Mapped[float | None]


class OwnGive(Base):
    """A kind of give that an owner added to the catalogue."""

    __tablename__ = "own_gives"

    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    """As people read it: "A day at the factory"."""
    effort: Mapped[int]
    """1 to 3."""
    serves: Mapped[list[str]]
    """Of rules/gives.py VALUES, the strongest first."""
    connects: Mapped[bool]
    """Whether it is worth something: whoever was given it says so where they speak of us."""
    added_by: Mapped[str]
    at: Mapped[datetime]
