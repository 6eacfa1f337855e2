"""What measuring leaves behind, so that SQL sees what the digest says: the deals that are known, what was counted on a day, and the
periods that were measured. All of it is made anew from the rest of the data."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class MeasuredDeal(Base):
    """One deal, each once: what advocates helped with and what sales has in its books (rules/known_deals.py)."""

    __tablename__ = "measured_deals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    prospect: Mapped[str | None]
    amount: Mapped[float | None]
    currency: Mapped[str | None]
    result: Mapped[str]
    """won, lost or open."""
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    """The day on which it was won or lost."""
    referenced: Mapped[bool]
    booked: Mapped[bool]
    """Whether it stands in the books of sales."""
    helped_first: Mapped[date | None]
    helped_last: Mapped[date | None]
    """The days on which advocates first and last helped with it, as far as the program knows."""


class CountedDay(Base):
    """What only rules can count, and only of the day at hand: one row for each day on which somebody measured."""

    __tablename__ = "counted_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    """UTC."""
    enrolled: Mapped[int]
    never_asked: Mapped[int]
    """Advocates free for a reference call who were never asked for anything."""
    helped: Mapped[int]
    """Activities for which thanks are due or were given."""
    unthanked: Mapped[int]
    loops: Mapped[int]
    """Outcomes that are known, and yeses that came to nothing."""
    loops_open: Mapped[int]
    """Those of them that the advocate has not been told."""


class MeasuredPeriod(Base):
    """A period that the digest, a report or somebody has measured. Both days are UTC and included."""

    __tablename__ = "measured_periods"

    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date] = mapped_column(primary_key=True)
