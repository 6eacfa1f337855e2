"""Colleagues as Slack describes them, kept for a while so that a click need not wait for Slack."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Person(Base):
    """A Slack profile with its age."""

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_email", "email"),)

    slack_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    """In lower case; empty where the scope is not granted."""
    time_zone: Mapped[str | None]
    locale: Mapped[str | None]
    is_guest: Mapped[bool]
    is_outsider: Mapped[bool]
    """From another organisation, or not known to this one."""
    is_gone: Mapped[bool]
    """Deactivated, or a bot."""
    away_until: Mapped[datetime | None]
    """The end of a status in Slack that says they are on holiday, on leave or ill."""
    fetched_at: Mapped[float]
    """Wall time of the look-up, in seconds since 1970."""


class Absence(Base):
    """What somebody said last about being away. Slack's status speaks beside it."""

    __tablename__ = "absences"

    slack_id: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
    """The moment they are back, as a rule the beginning of a day in their own zone; in the past: they are back."""
    stand_in: Mapped[str | None]
    """Slack id of who looks after their matters until then."""
    said_at: Mapped[datetime]
    status_over: Mapped[datetime | None]
    """The end of the Slack status that they declared over by saying that they are back."""


class RoleHolder(Base):
    """An owner or executive added by an owner, beside those in the settings."""

    __tablename__ = "role_holders"

    slack_id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    """owner or executive."""
    notes_per_week: Mapped[int | None]
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class ReaderChoice(Base):
    """How often somebody wants a message that comes by itself; nobody who has not chosen has a row."""

    __tablename__ = "reader_choices"

    slack_id: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(primary_key=True)
    """digest or friday_line."""
    rhythm: Mapped[str]
    """weekly, fortnightly or off."""
    changed_at: Mapped[datetime]
