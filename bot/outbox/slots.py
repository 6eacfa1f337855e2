"""The relay's reads and writes of slots. Every write says what it expects to find: a mark may come at any moment."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from bot.db import built_once, table_of
from bot.outbox.slack_sender import Posted
from bot.trace import current_trace
from models import Conversation, Slot, new_id
from models.outbox import WANTED

SLOTS = table_of(Slot)
BACK_OFF_SECONDS = (1.0, 3.0, 10.0, 30.0, 90.0, 300.0, 900.0)
"""Before the second try, the third, …; the last one for all that follow."""


_DUE = (WANTED, Slot.due_at <= bindparam("now"), Slot.retry_at <= bindparam("wall"))
_CONVERSATIONS = (
    select(Slot.conversation)
    .outerjoin(Conversation, Conversation.address == Slot.conversation)
    .where(
        *_DUE,
        or_(
            Conversation.address.is_(None),
            and_(
                Conversation.lease_until <= bindparam("wall"), Conversation.quiet_until <= bindparam("wall")
            ),
        ),
    )
    .group_by(Slot.conversation)
    .order_by(func.min(Slot.due_at), Slot.conversation)
)
_FIRST_CONVERSATIONS = _CONVERSATIONS.limit(bindparam("most", type_=Integer()))
_NEXT = (
    select(Slot)
    .where(*_DUE, Slot.conversation == bindparam("address"))
    .order_by(Slot.due_at, Slot.id)
    .limit(bindparam("most", type_=Integer()))
)


def due_conversations(session: Session, now: datetime, wall: float, limit: int | None = None) -> list[str]:
    """Addresses with something to send that nobody is sending to, the longest due first. `now` is program time."""
    asked = {"now": now, "wall": wall}
    if limit is None:
        return list(session.scalars(_CONVERSATIONS, asked))
    return list(session.scalars(_FIRST_CONVERSATIONS, {**asked, "most": limit}))


def next_slot(
    session: Session, address: str, now: datetime, wall: float, tried: set[tuple[str, int]]
) -> Slot | None:
    """The slot of one conversation that goes out next, as it is now, detached from the session.

    `tried` are (slot id, wanted version) to be passed over.
    """
    asked = {"address": address, "now": now, "wall": wall, "most": len(tried) + 1}
    due = session.scalars(_NEXT, asked)
    slot = next((one for one in due if (one.id, one.wanted_version) not in tried), None)
    return _detached(session, slot) if slot else None


def nudges_due_beside(session: Session, slot: Slot, now: datetime, wall: float, limit: int) -> Sequence[Slot]:
    """The nudges of a conversation that are due and to be posted anew where `slot` stands, itself among them, and those
    that only wait for others."""
    return session.scalars(
        select(Slot)
        .where(WANTED, Slot.conversation == slot.conversation, Slot.due_at <= now)
        .where(or_(Slot.retry_at <= wall, Slot.tries == 0))
        .where(Slot.nudge, Slot.notify_version > Slot.sent_version, Slot.attempt.is_(None))
        .where(Slot.channel == slot.channel, Slot.ts.is_not(None))
        .order_by(Slot.due_at, Slot.id)
        .limit(limit)
    ).all()


def hold_nudges(session: Session, waiting: Sequence[Slot]) -> set[str]:
    """Locks those that are still as they were read; their ids. Waits for nobody: what is being changed is left out."""
    as_read = [(one.id, one.wanted_version) for one in waiting]
    return set(
        session.scalars(
            select(Slot.id)
            .where(tuple_(Slot.id, Slot.wanted_version).in_(as_read), Slot.attempt.is_(None))
            .with_for_update(skip_locked=True)
        )
    )


def bundle(
    session: Session, members: Collection[str], subject: tuple[str, str], reader: str, now: datetime
) -> None:
    """One message is wanted that tells of all members, which are from now on only kept true where they stand."""
    own = new_id()
    session.add(
        Slot(
            id=own,
            subject_kind=subject[0],
            subject_id=own,
            audience=subject[1],
            conversation=reader,
            wanted_version=1,
            notify_version=1,
            due_at=now,
            in_hours=True,
            trace=current_trace(),
        )
    )
    session.execute(
        update(Slot)
        .where(Slot.id.in_(members))
        .values(notify_version=Slot.sent_version, bundle=own)
        .execution_options(synchronize_session=False)
    )


def bundled(session: Session, bundle_id: str) -> Sequence[Slot]:
    """What a bundle tells of: its members that are not to be told anew by themselves."""
    return session.scalars(
        select(Slot)
        .where(Slot.bundle == bundle_id, Slot.notify_version <= Slot.sent_version)
        .order_by(Slot.due_at, Slot.id)
    ).all()


def read_slot(session: Session, slot_id: str) -> Slot:
    """The slot as it is now, detached from the session: what is done with it takes longer than a transaction."""
    return _detached(session, session.scalars(*_slot(slot_id)).one())


@built_once
def _slot(slot_id: str) -> Select[Slot]:
    return select(Slot).where(Slot.id == slot_id)


def _detached(session: Session, slot: Slot) -> Slot:
    session.expunge(slot)
    return slot


def parked(session: Session) -> list[Slot]:
    """What Slack will never take, with `parked_reason`; oldest first. A new mark takes a slot out of here."""
    return list(
        session.scalars(select(Slot).where(Slot.parked_reason.is_not(None)).order_by(Slot.due_at, Slot.id))
    )


def begin_attempt(
    session: Session, slot: Slot, key: str, channel: str, at: float, old: Posted | None
) -> bool:
    """Notes that a post is about to leave for `channel`; False when the slot is no longer as it was read.

    `old` is the message whose buttons it will supersede. Told anew by itself, it is no part of a bundle any more.
    """
    return _change(
        session,
        slot,
        {"attempt": None, "conversation": slot.conversation, "sent_version": slot.sent_version},
        attempt=key,
        attempted_at=at,
        channel=channel,
        ts=None,
        bundle=None,
        stale_channel=old.channel if old else None,
        stale_ts=old.ts if old else None,
    )


def end_attempt(session: Session, slot: Slot, key: str) -> None:
    """The post did not happen: the message that stood there before still does."""
    session.execute(
        update(SLOTS)
        .where(SLOTS.c.id == slot.id, SLOTS.c.attempt == key)
        .values(
            attempt=None,
            attempted_at=None,
            channel=SLOTS.c.stale_channel,
            ts=SLOTS.c.stale_ts,
            stale_channel=None,
            stale_ts=None,
        )
    )


def record_post(session: Session, slot: Slot, key: str, posted: Posted, version: int) -> bool:
    """Notes where the post stands and what it shows; False when the attempt has been given up meanwhile."""
    return _change(
        session,
        slot,
        {"attempt": key},
        attempt=None,
        attempted_at=None,
        channel=posted.channel,
        ts=posted.ts,
        **_sent(version),
    )


def record_shared(session: Session, slot: Slot, key: str, version: int) -> None:
    """Notes that a file was sent: nobody says where it stands, and nothing of it can be changed."""
    _change(
        session,
        slot,
        {"attempt": key},
        attempt=None,
        attempted_at=None,
        channel=None,
        ts=None,
        **_sent(version),
    )


def record_update(session: Session, slot: Slot) -> bool:
    """Notes that the message shows the slot's version as read; False when another message has taken its place."""
    return _change(
        session,
        slot,
        {"attempt": None, "channel": slot.channel, "ts": slot.ts},
        **_sent(slot.wanted_version),
    )


def record_nothing_shown(session: Session, slot: Slot) -> None:
    """Notes that the slot's version as read shows nothing; what stands there is still to be stripped."""
    _change(
        session,
        slot,
        {"attempt": None},
        channel=None,
        ts=None,
        stale_channel=slot.channel if slot.ts else None,
        stale_ts=slot.ts,
        **_sent(slot.wanted_version),
    )


def record_stripped(session: Session, slot: Slot) -> None:
    """Notes that the superseded message has no buttons any more."""
    _change(session, slot, {"stale_ts": slot.stale_ts}, stale_channel=None, stale_ts=None)


def park(session: Session, slot: Slot, reason: str) -> bool:
    """Gives up until an owner has seen it; False when the slot was marked anew meanwhile and is worth another try."""
    return _change(
        session,
        slot,
        {"wanted_version": slot.wanted_version},
        parked_reason=reason,
        last_error=reason,
    )


def put_off(session: Session, slot: Slot, error: str, until: float) -> None:
    """Counts a failed try; `until` is wall time."""
    _change(session, slot, {}, tries=slot.tries + 1, retry_at=until, last_error=error)


def postpone(session: Session, slot: Slot, until: datetime) -> None:
    """Not before `until` (program time), unless it was marked anew meanwhile."""
    _change(session, slot, {"wanted_version": slot.wanted_version}, due_at=until)


def note_error(session: Session, slot: Slot, error: str) -> None:
    """Keeps why it waits where that is not the slot's own failure."""
    _change(session, slot, {}, last_error=error)


def _sent(version: int) -> dict[str, object]:
    return {"sent_version": version, "tries": 0, "retry_at": 0.0, "last_error": None}


def _change(session: Session, slot: Slot, expected: Mapping[str, object], **values: object) -> bool:
    """Changes a slot while its columns are as expected; whether they were."""
    there = {name: value for name, value in expected.items() if value is not None}
    changing = _changing(tuple(expected.keys() - there.keys()), tuple(there), tuple(values))
    given = {f"was_{name}": value for name, value in there.items()}
    changed = {f"new_{name}": value for name, value in values.items()}
    return session.scalar(changing, {"changed": slot.id, **given, **changed}) is not None


@cache
def _changing(empty: tuple[str, ...], there: tuple[str, ...], changed: tuple[str, ...]) -> Any:
    return (
        update(SLOTS)
        .where(
            SLOTS.c.id == bindparam("changed"),
            *(SLOTS.c[name].is_(None) for name in empty),
            *(SLOTS.c[name] == bindparam(f"was_{name}") for name in there),
        )
        .values({name: bindparam(f"new_{name}") for name in changed})
        .returning(SLOTS.c.id)
    )
