"""What comes with a tier: the tasks it makes, and what owners changed about which there are."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

OPEN = text("state = 'open'")


class Benefit(Base):
    """One benefit granted to one advocate: a task for whoever sees to it."""

    __tablename__ = "benefits"
    __table_args__ = (
        Index("ix_benefits_advocate", "advocate_id", "granted_on"),
        Index("ix_benefits_open", "advocate_id", "due_on", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    kind: Mapped[str]
    tier: Mapped[str]
    """The one whose reaching granted it."""
    task_of: Mapped[str]
    """csm or owner: who sees to it."""
    granted_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    """open, done, declined, or lapsed: nobody has seen to it, and nobody will."""
    settled_on: Mapped[date | None]
    settled_by: Mapped[str | None]
    told_at: Mapped[datetime | None]
    """When whoever sees to it was told of it: by the daily job, so that it does not come on top of the thanks to say."""
    reminded_at: Mapped[datetime | None]
    """When its reader was reminded that it is overdue: once."""


class BenefitKind(Base):
    """A kind of benefit that an owner added, or one that ships and that they took out."""

    __tablename__ = "benefit_kinds"

    kind: Mapped[str] = mapped_column(primary_key=True)
    removed: Mapped[bool]
    name: Mapped[str | None]
    """As people read it; of an added one."""
    tier: Mapped[str | None]
    task_of: Mapped[str | None]
    days: Mapped[int | None]
    """From the grant until it should be done."""
    give: Mapped[str | None]
    """The kind of give that it is, once done."""
    changed_by: Mapped[str]
    at: Mapped[datetime]
