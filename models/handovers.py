"""What went from one person's hands into another's."""

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Handover(Base):
    """All that one person took over from another on one day for one cause: what the message to each of them tells."""

    __tablename__ = "handovers"
    __table_args__ = (UniqueConstraint("old", "new", "cause", "on"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    old: Mapped[str] = mapped_column(index=True)
    """Slack id, or the e-mail address of somebody whom Slack does not know."""
    new: Mapped[str]
    """Slack id, or the e-mail address of somebody who has not been looked up yet."""
    cause: Mapped[str]
    """away (stands in for a while), left (an owner until a new CSM is named) or replaced (for good)."""
    on: Mapped[date]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    """Of an absence: when it was to end, as it was said then; moved to the past when it ended early."""
    matters: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    """[kind, id] of each matter that went along, as queries/matters.py names them."""
