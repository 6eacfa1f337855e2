"""Marking: says, in the transaction of a change, that a (subject, audience) wants a new version of its message."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, literal, or_, update
from sqlalchemy.orm import Session

from bot.clock import wall_time
from bot.db import Database, insert_into
from bot.trace import current_trace
from models import Slot, new_id
from models.outbox import WANTED

TOGETHER_SECONDS = 45.0
"""Wall time that a job's nudge waits for others: longer than it takes until every job of the hour has begun."""


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
    new = insert_into(session, Slot).values(
        id=new_id(),
        subject_kind=subject[0],
        subject_id=subject[1],
        audience=audience,
        period=period,
        conversation=conversation,
        wanted_version=1,
        notify_version=1,
        sent_version=0,
        due_at=due_at,
        in_hours=in_hours or job is not None,
        nudge=nudge,
        retry_at=wait_until,
        tries=0,
        trace=current_trace(),
    )
    pending = Slot.sent_version < Slot.wanted_version
    moved = Slot.conversation != new.excluded.conversation
    bundle = session.scalar(
        new.on_conflict_do_update(
            index_elements=["subject_kind", "subject_id", "audience", "period"],
            set_={
                "wanted_version": Slot.wanted_version + 1,
                "notify_version": case(
                    (or_(moved, literal(notify)), Slot.wanted_version + 1), else_=Slot.notify_version
                ),
                "conversation": new.excluded.conversation,
                "due_at": case(
                    (pending & (Slot.due_at < new.excluded.due_at), Slot.due_at), else_=new.excluded.due_at
                ),
                # What a click causes goes out at once, also where a job's message was still waiting.
                "in_hours": case((pending & ~Slot.in_hours, False), else_=new.excluded.in_hours),
                "nudge": case(
                    (pending & (Slot.notify_version > Slot.sent_version) & ~Slot.nudge, False),
                    (literal(notify), new.excluded.nudge),
                    else_=Slot.nudge,
                ),
                "retry_at": case((pending & ~Slot.in_hours, 0.0), else_=new.excluded.retry_at),
                "tries": 0,
                "parked_reason": None,
                "trace": func.coalesce(func.nullif(new.excluded.trace, ""), Slot.trace),
            },
        ).returning(Slot.bundle)
    )
    if bundle is not None:
        _renew_bundle(session, bundle)
    session.info["marked"] = True


def _renew_bundle(session: Session, bundle: str) -> None:
    """The message in which it was told together with others is kept true as well, at once."""
    session.execute(
        update(Slot)
        .where(Slot.id == bundle)
        .values(wanted_version=Slot.wanted_version + 1, retry_at=0.0, tries=0, parked_reason=None)
        .execution_options(synchronize_session=False)
    )
