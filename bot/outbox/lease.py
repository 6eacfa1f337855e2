"""The lease on one conversation: one worker at a time, whatever the number of threads, processes and machines."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db import Database, insert_into
from models import Conversation

LEASE_SECONDS = 30.0
RENEWED_BELOW = 0.8
"""The share of a lease that is left when it is renewed: what remains outlasts two Slack calls that time out."""


class LeaseLost(Exception):
    """Another worker has taken the conversation: this one took too long, or was suspended."""


@dataclass
class Lease:
    """The right to send in `address` until `until` (wall time). Ends by itself when its holder dies."""

    db: Database
    address: str
    holder: str
    until: float
    seconds: float
    wall: Callable[[], float]

    def hold(self) -> None:
        """Makes sure that most of the lease is left, or raises LeaseLost. Call it before every call to Slack."""
        if self.until - self.wall() >= RENEWED_BELOW * self.seconds:
            return
        until = self.wall() + self.seconds
        with self.db.changing() as session:
            if not self._change(session, lease_until=until):
                raise LeaseLost(self.address)
        self.until = until

    def keep_quiet(self, session: Session, seconds: float) -> None:
        """Nothing goes out in this conversation for that long."""
        self._change(session, quiet_until=self.wall() + seconds)

    def release(self) -> None:
        """Lets the next worker in at once."""
        with self.db.changing() as session:
            self._change(session, leased_by=None, lease_until=0.0)

    def _change(self, session: Session, **values: float | None) -> bool:
        mine = (Conversation.address == self.address) & (Conversation.leased_by == self.holder)
        changing = update(Conversation).where(mine).values(**values).returning(Conversation.address)
        return session.scalar(changing) is not None


def take_lease(db: Database, address: str, seconds: float, wall: Callable[[], float]) -> Lease | None:
    """The lease on a conversation, or None while another holds it or Slack asked for quiet there."""
    now = wall()
    lease = Lease(db, address, secrets.token_hex(8), now + seconds, seconds, wall)
    free = (Conversation.lease_until <= now) & (Conversation.quiet_until <= now)
    with db.changing() as session:
        new = insert_into(session, Conversation).values(
            address=address, leased_by=lease.holder, lease_until=lease.until, quiet_until=0.0
        )
        taken = session.scalar(
            new.on_conflict_do_update(
                index_elements=["address"],
                set_={"leased_by": new.excluded.leased_by, "lease_until": new.excluded.lease_until},
                where=free,
            ).returning(Conversation.address)
        )
    return lease if taken else None


def known_channel(session: Session, address: str) -> str | None:
    """The direct-message channel of a person, as remembered."""
    conversation = session.get(Conversation, address)
    return conversation.channel if conversation else None


def reader_in(session: Session, channel: str) -> str | None:
    """The Slack id of the person whose direct messages are in this channel, as remembered."""
    return session.scalar(
        select(Conversation.address).where(
            Conversation.channel == channel, ~Conversation.address.contains("@")
        )
    )


def remember_channel(session: Session, address: str, channel: str | None) -> None:
    """Keeps (or with None forgets) the direct-message channel of a person."""
    new = insert_into(session, Conversation).values(
        address=address, lease_until=0.0, quiet_until=0.0, channel=channel
    )
    session.execute(
        new.on_conflict_do_update(index_elements=["address"], set_={"channel": new.excluded.channel})
    )
