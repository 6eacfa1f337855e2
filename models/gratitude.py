"""Public thanks, and whose turn it is for the spotlight."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Celebration(Base):
    """A thank-you posted to the celebration channel: at most one an activity, and one a milestone."""

    __tablename__ = "celebrations"
    __table_args__ = (Index("ix_celebrations_posted_at", "posted_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"), index=True)
    activity_id: Mapped[str | None] = mapped_column(
        ForeignKey("activities.id", ondelete="CASCADE"), unique=True
    )
    milestone_id: Mapped[str | None] = mapped_column(
        ForeignKey("milestones.id", ondelete="CASCADE"), unique=True
    )
    by: Mapped[str]
    """Slack id of who posted it."""
    text: Mapped[str]
    posted_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    """When it was taken back; empty again when it is posted anew."""


class Spotlight(Base):
    """The one advocate suggested for a month's spotlight, and whether they agreed."""

    __tablename__ = "spotlights"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    month: Mapped[str] = mapped_column(unique=True)
    """2026-03: one suggestion a month."""
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"), index=True)
    reasons: Mapped[list[str]]
    """Codes of rules/spotlight.py: why it is them."""
    suggested_at: Mapped[datetime]
    agreed: Mapped[bool | None]
    """What they said when their CSM asked; empty while nobody knows."""
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
