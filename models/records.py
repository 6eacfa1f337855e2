"""The program's own books: who changed what and why, what the data's version is, which job ran for which period."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class AuditEntry(Base):
    """One change: who, when, what, why. Never edited."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject", "subject_kind", "subject_id"),
        Index("ix_audit_entries_request", "request_id"),
        Index("ix_audit_entries_advocate", "advocate_id"),
        Index("ix_audit_entries_at", "at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    """The program's time."""
    actor: Mapped[str]
    """A Slack user id, job:NAME, or command line."""
    action: Mapped[str]
    """What happened, in the past tense: ask_approved, request_filed. Worded by messages/templates/history.j2."""
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    request_id: Mapped[str | None]
    advocate_id: Mapped[str | None]
    details: Mapped[dict[str, Any]]
    trace: Mapped[str]
    """The id that ties log lines, changes and deliveries of one payload together."""


class Version(Base):
    """A counter that grows when something derived from the data must be built anew, such as the vocabulary."""

    __tablename__ = "versions"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class JobRun(Base):
    """One job claimed for one period."""

    __tablename__ = "job_runs"

    job: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    """The start of the period, ISO in UTC, with the reader or zone where the period is theirs alone."""
    claimed_by: Mapped[str]
    lease_until: Mapped[float]
    """Wall time until which the claim is held; after it another worker takes over."""
    done_at: Mapped[datetime | None]
    summary: Mapped[str | None]
