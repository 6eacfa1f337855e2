"""What Slack should show and what it shows: one slot per (subject, audience), one row per conversation."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

WANTED = text("(sent_version < wanted_version OR stale_ts IS NOT NULL) AND parked_reason IS NULL")
"""The slots with something to do: the index's condition, and word for word the relay's, so that it is used."""

PARKED = text("parked_reason IS NOT NULL")
BUNDLED = text("bundle IS NOT NULL")


class Slot(Base):
    """One message in one conversation: a view of its subject's state, posted once and kept true by updates."""

    __tablename__ = "slots"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "audience", "period"),
        Index("ix_slots_bundle", "bundle", sqlite_where=BUNDLED, postgresql_where=BUNDLED),
        Index("ix_slots_parked", "due_at", sqlite_where=PARKED, postgresql_where=PARKED),
        Index("ix_slots_wanted", "due_at", "conversation", sqlite_where=WANTED, postgresql_where=WANTED),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    """Also the opaque key in the message's metadata."""
    subject_kind: Mapped[str]
    """request, ask, activity …: with the audience it names the message that renders the slot."""
    subject_id: Mapped[str]
    audience: Mapped[str]
    """requester, csm, owner …: the part the reader plays."""
    period: Mapped[str] = mapped_column(default="")
    """Of periodic subjects the period they speak of; else empty."""
    conversation: Mapped[str]
    """Whom it is for: a Slack user or channel id, or the e-mail address of a colleague to look up."""
    wanted_version: Mapped[int] = mapped_column(default=0)
    notify_version: Mapped[int] = mapped_column(default=0)
    """The newest version that needs its reader: posted anew instead of updated."""
    sent_version: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    """Program time from which it may go out."""
    in_hours: Mapped[bool] = mapped_column(default=False)
    """Caused by a job: it waits for its reader's working hours."""
    nudge: Mapped[bool] = mapped_column(default=False, server_default=false())
    """What it wants to say is a reminder of something known, not news."""
    bundle: Mapped[str | None]
    """The id of the slot in which it was reminded of together with others."""
    retry_at: Mapped[float] = mapped_column(default=0.0)
    """Wall time before which it is not tried again."""
    tries: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[str | None]
    """The key of a post whose outcome is not known; looked up before anything is sent again."""
    attempted_at: Mapped[float | None]
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    """Where the newest message stands, once it does."""
    stale_channel: Mapped[str | None]
    stale_ts: Mapped[str | None]
    """An older message whose buttons are still to be taken away."""
    parked_reason: Mapped[str | None]
    """Slack's definite refusal; nothing is sent until an owner has seen it."""
    last_error: Mapped[str | None]
    trace: Mapped[str] = mapped_column(default="")


class Conversation(Base):
    """The lease on one conversation: its slots go out one after the other, whatever the number of workers."""

    __tablename__ = "conversations"

    address: Mapped[str] = mapped_column(primary_key=True)
    leased_by: Mapped[str | None]
    lease_until: Mapped[float] = mapped_column(default=0.0)
    quiet_until: Mapped[float] = mapped_column(default=0.0)
    """Wall time until which Slack asked us to wait (Retry-After)."""
    channel: Mapped[str | None]
    """The direct-message channel, once Slack has named it."""
