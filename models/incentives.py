"""What was proposed to be given, what was decided, and what became of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

WAITING = text("state = 'waiting'")
FOR_OWNERS = text("state IN ('held', 'proposed')")
"""What waits for an owner's word."""


class GiftBudget(Base):
    """What may be given in a period, all recipients together."""

    __tablename__ = "gift_budgets"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """Both days included. Budgets may overlap: then each holds."""
    amount: Mapped[float]
    currency: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime]


class GiftCampaign(Base):
    """One occasion on which several people get something: why, who, how much, and until when."""

    __tablename__ = "gift_campaigns"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    goal: Mapped[str]
    kind: Mapped[str]
    amount: Mapped[float]
    """Of one gift."""
    budget: Mapped[float]
    currency: Mapped[str]
    criteria: Mapped[dict[str, Any]]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    created_by: Mapped[str]
    created_at: Mapped[datetime]


class Incentive(Base):
    """Something of value for one advocate, from the proposal to its delivery."""

    __tablename__ = "incentives"
    __table_args__ = (
        Index("ix_incentives_advocate", "advocate_id", "proposed_on"),
        Index("ix_incentives_proposed_on", "proposed_on"),
        Index(
            "ix_incentives_for_owners", "proposed_at", sqlite_where=FOR_OWNERS, postgresql_where=FOR_OWNERS
        ),
        Index("ix_incentives_campaign", "campaign_id"),
        Index("ix_incentives_activity", "activity_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    submission: Mapped[str | None] = mapped_column(unique=True)
    """The id of the modal it was proposed with: the same modal sent twice proposes once."""
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    campaign_id: Mapped[str | None] = mapped_column(ForeignKey("gift_campaigns.id"))
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activities.id", ondelete="SET NULL"))
    """The activity it thanks for, where that has taken place."""
    kind: Mapped[str]
    """As it stands now: a swap changes it."""
    proposed_kind: Mapped[str]
    """As it was proposed."""
    amount: Mapped[float]
    currency: Mapped[str]
    for_activity: Mapped[str | None]
    timing: Mapped[str]
    """before, during or after the activity, at the time of the proposal."""
    platform: Mapped[str | None]
    reason: Mapped[str | None]
    proposed_by: Mapped[str]
    """A Slack user id, or the CSM as the account's data names them."""
    proposed_at: Mapped[datetime]
    proposed_on: Mapped[date]
    """The same as a day (UTC), for caps and budgets."""
    state: Mapped[str]
    """A state of rules/gifting.py INCENTIVE."""
    held_for: Mapped[list[str]] = mapped_column(default=list)
    """Codes of the guard's rules that hold it, or held it until an owner released it."""
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]
    choice: Mapped[str | None]
    """take, swap, donate or decline."""
    wish: Mapped[str | None]
    """What they would rather have, or the charity."""
    chosen_at: Mapped[datetime | None]
    delivered_on: Mapped[date | None]


class GiftOrder(Base):
    """An order on its way to whoever fulfils gifts: sent until it is taken, or parked with the reason."""

    __tablename__ = "gift_orders"
    __table_args__ = (
        Index("ix_gift_orders_waiting", "retry_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    """Also the idempotency key."""
    incentive_id: Mapped[str] = mapped_column(ForeignKey("incentives.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str]
    """waiting, placed, parked, or dropped where it was delivered by hand first."""
    ordered_at: Mapped[datetime]
    retry_at: Mapped[float] = mapped_column(default=0.0)
    """Wall time before which it is not tried again."""
    lease_until: Mapped[float] = mapped_column(default=0.0)
    """Wall time until which a worker is sending it."""
    tries: Mapped[int] = mapped_column(default=0)
    provider: Mapped[str | None]
    """Who took it: order file or webhook."""
    reference: Mapped[str | None]
    """What the provider calls it."""
    placed_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    trace: Mapped[str] = mapped_column(default="")
