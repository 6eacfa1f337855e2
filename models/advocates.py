"""The people at accounts who are known, in the program or on their way in."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Named, day_of_year, new_id

OWING = text("owing > 0")


class Advocate(Named, Base):
    """A known person at an account. Never a number: interests, limits, a name. Empty columns mean unknown."""

    __tablename__ = "advocates"
    __table_args__ = (
        Index("ix_advocates_account_stage", "account_id", "stage"),
        Index("ix_advocates_name", "name"),
        Index("ix_advocates_owing", "account_id", sqlite_where=OWING, postgresql_where=OWING),
        Index("ix_advocates_name_key", "name_key"),
        Index("ix_advocates_name_key_turned", "name_key_turned"),
        Index("ix_advocates_enrolled_on", "enrolled_on"),
        Index("ix_advocates_tier", "tier", "tier_since"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    title: Mapped[str | None]
    language: Mapped[str | None]
    time_zone: Mapped[str | None]
    stage: Mapped[str]
    """contact, candidate, nurturing, invited, enrolled, resting or retired."""
    enrolled_on: Mapped[date | None]
    likes: Mapped[list[str]] = mapped_column(default=list)
    never: Mapped[list[str]] = mapped_column(default=list)
    interests: Mapped[list[str]] = mapped_column(default=list)
    values: Mapped[list[str]] = mapped_column(default=list)
    max_asks_per_year: Mapped[int | None]
    available_from: Mapped[date | None]
    paused_until: Mapped[date | None]
    """The first day on which they may be asked again."""
    blackouts: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    """Date ranges of this person alone: [first day, last day], ISO, both included."""
    charity: Mapped[str | None]
    gifts_allowed: Mapped[bool | None]
    may_name_publicly: Mapped[bool | None]
    work_anniversary: Mapped[date | None]
    nps: Mapped[int | None]
    nps_on: Mapped[date | None]
    phone: Mapped[str | None]
    relation: Mapped[str | None]
    """customer, staff, agent or relative; unknown counts as customer."""
    changed_by_bot: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Names of the columns the bot itself has changed since the last import: an import leaves them alone."""
    asked: Mapped[str] = mapped_column(default="", server_default="")
    """Every counted ask of theirs, newest first: "2026-01-05 2 reference_call no;…" (day, effort, kind, answer). This and
    the five counts below are kept by triggers on asks and activities, in the transaction that changes those: never
    written here."""
    open_asks: Mapped[int] = mapped_column(default=0, server_default="0")
    unused_yeses: Mapped[int] = mapped_column(default=0, server_default="0")
    """Times they said yes, it came to nothing, and nobody has told and thanked them."""
    helped: Mapped[int] = mapped_column(default=0, server_default="0")
    """Activities of theirs that count: surveys do not."""
    went_well: Mapped[int] = mapped_column(default=0, server_default="0")
    """Those of them that went well: rated 4 or 5, or not rated."""
    owing: Mapped[int] = mapped_column(default=0, server_default="0")
    """Those of them for which something may be owed: no thanks recorded, or no word on what came of them."""
    given: Mapped[str] = mapped_column(default="", server_default="")
    """Everything done for them, thanks for activities included, newest first: "2026-01-05 book;…" (day, kind). Kept by
    triggers on gives and activities: never written here."""
    tier: Mapped[str] = mapped_column(default="community", server_default="community")
    """community, silver, gold or platinum: how they are recognised (rules/tiers.py). Kept by services/tiers.py."""
    tier_since: Mapped[date | None]
    """The day on which they reached it, where it is known."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


Index("ix_advocates_work_anniversary_day", day_of_year(Advocate.__table__.c.work_anniversary))
Index("ix_advocates_enrolled_on_day", day_of_year(Advocate.__table__.c.enrolled_on))


class AdvocateSnapshot(Base):
    """What an advocate answered to the NPS question on one day: `measure` is nps (0-10)."""

    __tablename__ = "advocate_snapshots"
    __table_args__ = (UniqueConstraint("advocate_id", "measure", "observed_on"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    advocate_id: Mapped[str] = mapped_column(ForeignKey("advocates.id", ondelete="CASCADE"))
    measure: Mapped[str]
    observed_on: Mapped[date]
    value: Mapped[int]
