"""The lease on one conversation: one worker at a time, whatever the number of threads, processes and machines."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, Update, bindparam, select, update
from sqlalchemy.orm import Session

from bot.db import Database, built_once, insert_for, insert_into, plain, table_of
from models import Conversation

CONVERSATIONS = table_of(Conversation)
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
            if session.scalar(*_renewed(self.address, self.holder, until)) is None:
                raise LeaseLost(self.address)
        self.until = until

    def keep_quiet(self, session: Session, seconds: float) -> None:
        """Nothing goes out in this conversation for that long."""
        session.execute(*_quiet(self.address, self.holder, self.wall() + seconds))

    def release(self) -> None:
        """Lets the next worker in at once."""
        with self.db.changing() as session:
            session.execute(*_released(self.address, self.holder))


def _held(address: str, holder: str) -> Update:
    return update(CONVERSATIONS).where(
        CONVERSATIONS.c.address == address, CONVERSATIONS.c.leased_by == holder
    )


@built_once
def _renewed(address: str, holder: str, until: float) -> Any:
    return _held(address, holder).values(lease_until=until).returning(CONVERSATIONS.c.address)


@built_once
def _released(address: str, holder: str) -> Update:
    return _held(address, holder).values(leased_by=None, lease_until=0.0)


@built_once
def _quiet(address: str, holder: str, until: float) -> Update:
    return _held(address, holder).values(quiet_until=until)


def take_lease(db: Database, address: str, seconds: float, wall: Callable[[], float]) -> Lease | None:
    """The lease on a conversation, or None while another holds it or Slack asked for quiet there."""
    now = wall()
    lease = Lease(db, address, secrets.token_hex(8), now + seconds, seconds, wall)
    with db.changing() as session:
        take = _taking(session.get_bind().dialect.name)
        taken = session.scalar(
            take, {"whose": address, "holder": lease.holder, "until": lease.until, "now": now}
        )
    return lease if taken else None


@cache
def _taking(dialect: str) -> Any:
    new = insert_for(dialect, CONVERSATIONS).values(
        address=bindparam("whose"),
        leased_by=bindparam("holder"),
        lease_until=bindparam("until"),
        quiet_until=0.0,
    )
    now: BindParameter[float] = bindparam("now")
    return new.on_conflict_do_update(
        index_elements=["address"],
        set_={"leased_by": new.excluded.leased_by, "lease_until": new.excluded.lease_until},
        where=(CONVERSATIONS.c.lease_until <= now) & (CONVERSATIONS.c.quiet_until <= now),
    ).returning(CONVERSATIONS.c.address)


def known_channel(session: Session, address: str) -> str | None:
    """The direct-message channel of a person, as remembered."""
    return plain(session, *_channel(address)).scalar()


@built_once
def _channel(address: str) -> Select[str | None]:
    return select(Conversation.channel).where(Conversation.address == address)


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
