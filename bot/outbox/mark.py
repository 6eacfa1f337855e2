"""Marking: says, in the transaction of a change, that a (subject, audience) wants a new version of its message."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import wall_time
from bot.db import Database, insert_for
from bot.trace import current_trace
from models import Slot, new_id
from models.outbox import WANTED

TOGETHER_SECONDS = 45.0
"""Wall time that a job's nudge waits for others: longer than it takes until every job of the hour has begun."""

DIGEST, DIGEST_READER = "digest", "owner"
"""Subject kind and audience of the weekly digest; its subject is the owner, its period the Monday."""


@dataclass
class _Job:
    """The job that is running here."""

    has_nudged: bool = False


_job: ContextVar[_Job | None] = ContextVar("job", default=None)


@contextmanager
def nobody_clicked(db: Database, *, gathers: bool = False) -> Iterator[None]:
    """For jobs: whatever is marked inside the block waits for its reader's working hours, also where nobody says so.

    Nudges wait for the end of the block, so that they can be put together; `gathers`: and a little longer for those of other jobs.
    """
    job = _Job()
    token = _job.set(job)
    try:
        yield
    finally:
        _job.reset(token)
        if job.has_nudged and not gathers:
            with db.changing() as session:
                session.execute(update(Slot).where(WANTED, Slot.nudge, Slot.tries == 0).values(retry_at=0.0))
                session.info["marked"] = True


def mark(
    session: Session,
    *,
    subject: tuple[str, str],
    audience: str,
    conversation: str,
    due_at: datetime,
    notify: bool = False,
    in_hours: bool = False,
    nudge: bool = False,
    period: str = "",
) -> None:
    """The message for `audience` about `subject` (kind, id) wants rendering from the facts as they will be when sent.

    `conversation` is a Slack user or channel id, or a colleague's e-mail address. `due_at` is program time. `in_hours` is
    for what a job causes: a post waits for the reader's working hours, as they are when it is sent. `notify` posts anew, so that the reader
    is told; without it the message standing in Slack is only kept true (and posted where none stands yet). A `nudge` is a
    reminder of something known, not news.
    """
    job, wait_until = _job.get(), 0.0
    if job is not None and nudge:
        job.has_nudged, wait_until = True, wall_time() + TOGETHER_SECONDS
    bundle = session.scalar(
        _marking(session.get_bind().dialect.name),
        {
            "new_id": new_id(),
            "kind": subject[0],
            "subject": subject[1],
            "reads_as": audience,
            "of_period": period,
            "address": conversation,
            "from_when": due_at,
            "waits_for_hours": in_hours or job is not None,
            "is_nudge": nudge,
            "wait_until": wait_until,
            "by_trace": current_trace(),
            "is_told": notify,
        },
    )
    if bundle is not None:
        _renew_bundle(session, bundle)
    session.info["marked"] = True


def renew_digests(session: Session, now: datetime) -> None:
    """Something that may stand on an owner's digest was decided: the newest of each that stands in Slack is kept true."""
    standing = (
        select(Slot.subject_id, func.max(Slot.period))
        .where(Slot.subject_kind == DIGEST, Slot.ts.is_not(None))
        .group_by(Slot.subject_id)
    )
    for owner, monday in session.execute(standing).all():
        mark(
            session,
            subject=(DIGEST, owner),
            audience=DIGEST_READER,
            period=monday,
            conversation=owner,
            due_at=now,
        )


def _renew_bundle(session: Session, bundle: str) -> None:
    """The message in which it was told together with others is kept true as well, at once."""
    session.execute(
        update(Slot)
        .where(Slot.id == bundle)
        .values(wanted_version=Slot.wanted_version + 1, retry_at=0.0, tries=0, parked_reason=None)
        .execution_options(synchronize_session=False)
    )


@cache
def _marking(dialect: str) -> Any:
    """The one statement of every mark, put together once: it is asked for at every change."""
    new = insert_for(dialect, Slot).values(
        id=bindparam("new_id"),
        subject_kind=bindparam("kind"),
        subject_id=bindparam("subject"),
        audience=bindparam("reads_as"),
        period=bindparam("of_period"),
        conversation=bindparam("address"),
        wanted_version=1,
        notify_version=1,
        sent_version=0,
        due_at=bindparam("from_when"),
        in_hours=bindparam("waits_for_hours"),
        nudge=bindparam("is_nudge"),
        retry_at=bindparam("wait_until"),
        tries=0,
        trace=bindparam("by_trace"),
    )
    is_told = bindparam("is_told", type_=Boolean())
    pending = Slot.sent_version < Slot.wanted_version
    is_news = pending & (Slot.notify_version > Slot.sent_version) & ~Slot.nudge
    moved = Slot.conversation != new.excluded.conversation
    return new.on_conflict_do_update(
        index_elements=["subject_kind", "subject_id", "audience", "period"],
        set_={
            "wanted_version": Slot.wanted_version + 1,
            "notify_version": case((or_(moved, is_told), Slot.wanted_version + 1), else_=Slot.notify_version),
            "conversation": new.excluded.conversation,
            "due_at": case(
                (pending & (Slot.due_at < new.excluded.due_at), Slot.due_at), else_=new.excluded.due_at
            ),
            # What a click causes goes out at once, also where a job's message was still waiting.
            "in_hours": case((pending & ~Slot.in_hours, False), else_=new.excluded.in_hours),
            # News that has not been told yet stays news, whatever reminds of it, and waits for no other nudges.
            "nudge": case((is_news, False), (is_told, new.excluded.nudge), else_=Slot.nudge),
            "retry_at": case(((pending & ~Slot.in_hours) | is_news, 0.0), else_=new.excluded.retry_at),
            "tries": 0,
            "parked_reason": None,
            "trace": func.coalesce(func.nullif(new.excluded.trace, ""), Slot.trace),
        },
    ).returning(Slot.bundle)
