"""Customer companies, and what their health and NPS were on which day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Named, day_of_year, new_id

CHURNED = text("churned_on IS NOT NULL")
UNSETTLED = text("csm <> csm_settled")
"""The accounts whose open matters have to be handed over: the index's condition, and word for word the job's."""


class Account(Named, Base):
    """A customer company. Empty columns mean unknown."""

    __tablename__ = "accounts"
    __table_args__ = (
        Index("ix_accounts_industry_segment", "industry", "segment"),
        Index("ix_accounts_segment", "segment"),
        Index("ix_accounts_region", "region"),
        Index("ix_accounts_country", "country"),
        Index("ix_accounts_name", "name"),
        Index("ix_accounts_name_key", "name_key"),
        Index("ix_accounts_name_key_turned", "name_key_turned"),
        Index("ix_accounts_csm", "csm"),
        Index("ix_accounts_churned_on", "churned_on", sqlite_where=CHURNED, postgresql_where=CHURNED),
        Index("ix_accounts_unsettled", "csm_settled", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    domain: Mapped[str] = mapped_column(unique=True)
    industry: Mapped[str]
    segment: Mapped[str]
    region: Mapped[str]
    country: Mapped[str | None]
    employees: Mapped[int | None]
    arr: Mapped[float | None]
    currency: Mapped[str | None]
    products: Mapped[list[str]] = mapped_column(default=list)
    use_cases: Mapped[list[str]] = mapped_column(default=list)
    tags: Mapped[list[str]] = mapped_column(default=list)
    health: Mapped[int | None]
    health_on: Mapped[date | None]
    nps: Mapped[int | None]
    nps_on: Mapped[date | None]
    customer_since: Mapped[date | None]
    renewal_date: Mapped[date | None]
    last_renewed_on: Mapped[date | None]
    expanded_on: Mapped[date | None]
    churned_on: Mapped[date | None]
    founded_on: Mapped[date | None]
    csm: Mapped[str]
    """The CSM as the data names them: a Slack user id, or an e-mail address in lower case."""
    csm_settled: Mapped[str | None]
    """The CSM in whose hands its open matters are; empty until there was one. Another than `csm`: a hand-over is due."""
    csm_was: Mapped[str | None]
    """Whom the data named when an owner chose `csm` instead: an import that still names them changes nothing."""
    replaced_competitor: Mapped[str | None]
    open_escalation: Mapped[bool | None]
    public_sector: Mapped[bool | None]
    policy_forbids: Mapped[list[str]] = mapped_column(default=list)
    policy_needs_approval: Mapped[bool | None]
    never_with: Mapped[list[str]] = mapped_column(default=list)
    may_use_logo: Mapped[bool | None]
    may_share_numbers: Mapped[bool | None]
    well_known: Mapped[bool | None]
    language: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


Index("ix_accounts_founded_on_day", day_of_year(Account.__table__.c.founded_on))
Index("ix_accounts_customer_since_day", day_of_year(Account.__table__.c.customer_since))


class AccountSnapshot(Base):
    """One measured value of an account on one day: `measure` is health (0-100) or nps (0-10)."""

    __tablename__ = "account_snapshots"
    __table_args__ = (UniqueConstraint("account_id", "measure", "observed_on"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    measure: Mapped[str]
    observed_on: Mapped[date]
    value: Mapped[int]
