"""Undo: the last click on an ask, on a request, or a public thank-you, as if it had not been made."""

from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select

from bot.errors import Refused
from bot.queries.undoing import UNDOABLE, kind_of
from bot.services import celebrating
from bot.services.marks import mark_csm, mark_requester
from bot.services.program import Program
from bot.services.reopening import reopen
from bot.services.taking_back import Undone, take_back
from models import Account, Advocate, Ask, AuditEntry, Celebration, ReferenceRequest


def undo(program: Program, by: str, decision_id: str) -> Undone:
    """Takes back one click on an ask, that a request was cancelled, or a public thank-you (by its own id). Refused after 15
    minutes, for all but whoever clicked and those who answer for them, and where something else has come of it since."""
    with program.reading() as session:
        entry = session.get(AuditEntry, decision_id)
        celebration = session.get(Celebration, decision_id)
    if celebration is not None:
        return Undone(celebrating.take_back(program, by, decision_id), "celebration")
    if entry is None or entry.subject_kind not in ("ask", "request"):
        raise Refused("ask_gone")
    if entry.subject_kind == "request":
        return reopen(program, by, entry.subject_id, decision_id)
    return take_back(program, by, entry.subject_id, decision_id)


def end_undo(program: Program, now: datetime) -> None:
    """Takes the buttons away with which something could be taken back, once it no longer can. It only updates messages, so
    it looks at two of the job's periods and may come twice."""
    with program.changing() as session:
        celebrating.end_undo(session, now)
        for ask, account in session.execute(clicked(now)).all():
            if kind_of(ask) is not None:
                mark_csm(session, ask, account, now)
        for request in session.scalars(closed(now)):
            mark_requester(session, request, now)


def clicked(now: datetime) -> Select[Ask, Account]:
    """Asks with a click that can no longer be taken back, for two hours at most."""
    clicks = (Ask.decided_at, Ask.contacted_at, Ask.answered_at, Ask.closed_at)
    return (
        select(Ask, Account)
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Ask.request_id.is_not(None), or_(*(click.between(*_lately(now)) for click in clicks)))
        .order_by(Ask.id)
    )


def closed(now: datetime) -> Select[ReferenceRequest]:
    """The same of requests that were cancelled, or came to nothing."""
    return (
        select(ReferenceRequest)
        .where(
            ReferenceRequest.state.in_(("cancelled", "came_to_nothing")),
            ReferenceRequest.closed_at.between(*_lately(now)),
        )
        .order_by(ReferenceRequest.id)
    )


def _lately(now: datetime) -> tuple[datetime, datetime]:
    return now - UNDOABLE - timedelta(hours=2), now - UNDOABLE
