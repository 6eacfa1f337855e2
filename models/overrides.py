"""Owners' overrides: one ask beyond the limits, on purpose, with a written reason."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class OwnerOverride(Base):
    """What an owner has put aside for one ask of theirs to one advocate."""

    __tablename__ = "owner_overrides"
    __table_args__ = (
        Index("ix_owner_overrides_advocate", "advocate_id", "owner"),
        Index("ix_owner_overrides_at", "at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    owner: Mapped[str]
    """Slack user id of who decided it; it holds for their own request only."""
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    kind: Mapped[str]
    reason: Mapped[str]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What stood against the ask and was put aside: code, until when (ISO, or empty) and the limit reached."""
    at: Mapped[datetime]
    ask_id: Mapped[str | None] = mapped_column(ForeignKey("asks.id", ondelete="CASCADE"), unique=True)
    """The one ask it was used for; empty while it waits."""
