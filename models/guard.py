"""What the guard knows of review platforms, and every decision it made."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class PlatformRow(Base):
    """What an owner found out about a review platform: it counts in place of the row that ships."""

    __tablename__ = "platform_rules"

    platform: Mapped[str] = mapped_column(primary_key=True)
    tied: Mapped[str]
    """pass, hold or block: anything of value tied to a review there."""
    general: Mapped[str]
    """pass, hold or block: general thanks to somebody who is being asked for a review there or has just written one."""
    source: Mapped[str]
    checked_on: Mapped[date]
    note: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime]


class GuardDecision(Base):
    """One verdict of the guard on something that somebody wanted to give or to say. Never edited, but for its release."""

    __tablename__ = "guard_decisions"
    __table_args__ = (
        Index("ix_guard_decisions_subject", "subject_kind", "subject_id"),
        Index("ix_guard_decisions_advocate", "advocate_id", "at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    """The program's time."""
    actor: Mapped[str]
    """Who proposed or wrote it: a Slack user id, or command line."""
    subject_kind: Mapped[str]
    """incentive, or what a text was for."""
    subject_id: Mapped[str]
    advocate_id: Mapped[str | None]
    verdict: Mapped[str]
    """pass, hold, flag or block."""
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Each rule that had something to say: rule, verdict, source, date."""
    text_hash: Mapped[str | None]
    """SHA-256 of the text that was judged, in hexadecimal; the text itself is not kept."""
    overridden_by: Mapped[str | None]
    overridden_at: Mapped[datetime | None]
    override_reason: Mapped[str | None]
