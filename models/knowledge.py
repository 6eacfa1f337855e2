"""What is known about accounts and advocates: signals, milestones, stories; and deals and costs around the program."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

ONE_SUBJECT = "(account_id IS NULL) <> (advocate_id IS NULL)"
UNTOLD_MILESTONE = text("told_on IS NULL")


class Signal(Base):
    """One observed fact that raises, lowers or holds back advocacy potential, of a person or an account."""

    __tablename__ = "signals"
    __table_args__ = (
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
        UniqueConstraint("advocate_id", "kind", "observed_on"),
        UniqueConstraint("account_id", "kind", "observed_on"),
        Index("ix_signals_kind", "kind", "advocate_id", "account_id", "observed_on"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    advocate_id: Mapped[str | None] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    kind: Mapped[str]
    observed_on: Mapped[date]
    source: Mapped[str | None]
    note: Mapped[str | None]


class Milestone(Base):
    """A moment worth noticing, of a person or an account."""

    __tablename__ = "milestones"
    __table_args__ = (
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
        UniqueConstraint("advocate_id", "kind", "on"),
        UniqueConstraint("account_id", "kind", "on"),
        Index("ix_milestones_activity_id", "activity_id"),
        Index("ix_milestones_untold", "on", sqlite_where=UNTOLD_MILESTONE, postgresql_where=UNTOLD_MILESTONE),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    advocate_id: Mapped[str | None] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    kind: Mapped[str]
    """A kind of rules/milestones.py."""
    on: Mapped[date]
    note: Mapped[str | None]
    detail: Mapped[str | None]
    """Of a tier its name; of an nth activity which; of an anniversary the years, where they are known."""
    by: Mapped[str | None]
    """Slack id of the colleague who told of it; empty where it was imported or found."""
    activity_id: Mapped[str | None]
    """What they did that made it, where that is one thing: it is no moment any more without it. No foreign key: it is deleted with
    it by hand."""
    told_on: Mapped[date | None]
    """The CSM's day on which they were told: what falls on one day is one message. Empty while nobody was told."""


class Story(Base):
    """A documented result: measure, before and after, and whether name and numbers may be shared."""

    __tablename__ = "stories"
    __table_args__ = (UniqueConstraint("account_id", "title"), Index("ix_stories_advocate", "advocate_id"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    advocate_id: Mapped[str | None] = mapped_column(ForeignKey("advocates.id", ondelete="SET NULL"))
    title: Mapped[str]
    use_case: Mapped[str | None]
    before: Mapped[str | None]
    after: Mapped[str | None]
    measure: Mapped[str | None]
    value: Mapped[str | None]
    may_share: Mapped[bool | None]
    link: Mapped[str | None]
    kind: Mapped[str | None]
    """recorded, written or review."""


class Deal(Base):
    """A deal of the sales team, with a reference or without."""

    __tablename__ = "deals"
    __table_args__ = (UniqueConstraint("account", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str]
    """The prospect's name: not a customer yet, so no account row."""
    name: Mapped[str]
    amount: Mapped[float | None]
    currency: Mapped[str | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    result: Mapped[str | None]
    referenced: Mapped[bool | None]


class Cost(Base):
    """Money or time spent on the program."""

    __tablename__ = "costs"
    __table_args__ = (UniqueConstraint("what", "on"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    what: Mapped[str]
    on: Mapped[date]
    amount: Mapped[float]
    currency: Mapped[str | None]
    kind: Mapped[str | None]
    """incentive, event or time."""
