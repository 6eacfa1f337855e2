"""Whom the bot proposed to surprise."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Suggestion(Base):
    """One person in one week's list of those for whom something should be done, with nothing asked in return."""

    __tablename__ = "suggestions"
    __table_args__ = (UniqueConstraint("advocate_id", "week"), Index("ix_suggestions_week", "week", "csm"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    cause: Mapped[str]
    """quiet: no contact; unnoticed: nothing was done for them."""
    since: Mapped[date | None]
    """The day of the last contact, or of the last give; empty: there never was one."""
    csm: Mapped[str]
    """Whose list it is on, as the account named them then."""
    week: Mapped[date]
    """Its Monday."""
    first_on: Mapped[date]
    """When they were first proposed; putting it off does not move this."""
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    """open, given or declined."""
    told_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
