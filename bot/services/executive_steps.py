"""The steps that every change of an executive note is made of, each in its caller's transaction."""

from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.db import insert_into
from bot.errors import Refused
from bot.outbox.mark import mark
from bot.queries.executives import Executive, executives
from bot.rules.executive_notes import NOTE
from bot.rules.lifecycle import check_move
from bot.services.locks import lock_pair
from bot.services.program import Program, record
from models import Account, Advocate, ExecutiveNote, ExecutiveWeek

JOB = "job:executive_notes"
Table = MappingProxyType[str, frozenset[str]]
"""From each state to those that it may move to."""
NOTES = "executive_note"
"""The kind of subject in slots and in the audit."""


def all_executives(program: Program, session: Session) -> dict[str, Executive]:
    """Every executive by Slack id."""
    return executives(session, program.executives, program.policy_in(session), program.now())


def opened(session: Session, note_id: str) -> tuple[ExecutiveNote, Account, Advocate]:
    """A note with its advocate's rows locked, as it is now. Refused where it is gone."""
    advocate_id = session.scalar(select(ExecutiveNote.advocate_id).where(ExecutiveNote.id == note_id))
    if advocate_id is None:
        raise Refused("note_gone")
    account, advocate = lock_pair(session, advocate_id)
    note = session.get_one(ExecutiveNote, note_id, populate_existing=True)
    return note, account, advocate


def move(session: Session, note: ExecutiveNote, after: str, at: datetime, table: Table = NOTE) -> None:
    """Moves it along a table of states. Refused where somebody else moved it first."""
    check_move(table, note.state, after)
    moved = session.execute(
        update(ExecutiveNote)
        .where(ExecutiveNote.id == note.id, ExecutiveNote.state == note.state)
        .values(state=after, moved_at=at)
    )
    assert isinstance(moved, CursorResult)
    if moved.rowcount != 1:
        raise Refused("try_again")
    session.refresh(note)


def take_place(session: Session, executive: str, week: date, most: int) -> bool:
    """One of the executive's places in a week, whose row is locked until the transaction ends; False where all are taken."""
    session.execute(
        insert_into(session, ExecutiveWeek)
        .values(executive=executive, week=week, prompts=0)
        .on_conflict_do_nothing()
    )
    at = session.scalars(
        select(ExecutiveWeek)
        .where(ExecutiveWeek.executive == executive, ExecutiveWeek.week == week)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if at.prompts >= most:
        return False
    at.prompts += 1
    session.flush()
    return True


def record_on(
    program: Program, session: Session, by: str, action: str, note: ExecutiveNote, **details: object
) -> None:
    """An entry of the audit about a note, with the executive who has it or had it last."""
    record(
        session,
        at=program.now(),
        actor=by,
        action=action,
        subject=(NOTES, note.id),
        request_id=None,
        advocate_id=note.advocate_id,
        executive=note.executive,
        **details,
    )


def mark_executive(
    session: Session, note: ExecutiveNote, due_at: datetime, *, notify: bool = False, in_hours: bool = False
) -> None:
    """The message of the executive who was prompted last, one for each week."""
    assert note.executive is not None
    assert note.week is not None
    mark(
        session,
        subject=(NOTES, note.id),
        audience="executive",
        period=f"{note.week.isoformat()} {note.executive}",
        conversation=note.executive,
        due_at=due_at,
        notify=notify,
        in_hours=in_hours,
    )


def mark_csm(
    session: Session,
    note: ExecutiveNote,
    account: Account,
    due_at: datetime,
    *,
    notify: bool = False,
    in_hours: bool = False,
    nudge: bool = False,
) -> None:
    """The CSM's message about a note that was handed to them."""
    account.csm_settled = account.csm_settled or account.csm
    mark(
        session,
        subject=(NOTES, note.id),
        audience="csm",
        conversation=account.csm,
        due_at=due_at,
        notify=notify,
        in_hours=in_hours,
        nudge=nudge,
    )
