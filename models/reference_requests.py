"""What colleagues need, and the ranked reserve that each need keeps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class ReferenceRequest(Base):
    """One need for one activity, for one prospect and deal, by one day."""

    __tablename__ = "reference_requests"
    __table_args__ = (
        Index("ix_reference_requests_requester_filed", "requester", "filed_at"),
        Index("ix_reference_requests_filed_at", "filed_at"),
        Index("ix_reference_requests_state", "state"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    submission: Mapped[str | None] = mapped_column(unique=True)
    """The id of the modal it was filed with: the same modal sent twice files one request."""
    requester: Mapped[str]
    """Slack user id of who asks."""
    state: Mapped[str]
    """A state of rules/lifecycle.py REQUEST."""
    kind: Mapped[str]
    platform: Mapped[str | None]
    criteria: Mapped[dict[str, Any]]
    words: Mapped[str]
    """What was typed after /reference."""
    deal_name: Mapped[str]
    prospect: Mapped[str | None]
    deal_amount: Mapped[float | None]
    currency: Mapped[str | None]
    deal_stage: Mapped[str | None]
    close_date: Mapped[date | None]
    needed_by: Mapped[date]
    format: Mapped[str | None]
    """call, written or video."""
    questions: Mapped[str | None]
    """What the prospect wants to hear, in the requester's words."""
    draw_seed: Mapped[str | None]
    """Of a review: the seed with which the order of who is asked was drawn when it was filed."""
    filed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    deal_asked_at: Mapped[datetime | None]
    """When the requester was last asked how the deal ended."""
    deal_answered_at: Mapped[datetime | None]
    """When they last said so, "still open" included."""
    matched_on: Mapped[date | None]
    """Of an unfilled request: the day on which somebody who fits was last looked for."""


class BenchPlace(Base):
    """One place in a request's ranked reserve; rank 1 is offered first."""

    __tablename__ = "bench_places"
    __table_args__ = (UniqueConstraint("request_id", "advocate_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(ForeignKey("reference_requests.id", ondelete="CASCADE"))
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    passed_over: Mapped[str | None]
    """Why this place is used up: asked, or the code of the rule that no longer held."""
