"""What happened, from the audit: to a request with its asks, or around an advocate."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.facts import HistoryLine
from bot.queries.people import colleague
from models import Advocate, AuditEntry, ReferenceRequest


def history_of_request(session: Session, request_id: str) -> list[HistoryLine]:
    """Everything recorded of a request and its asks, oldest first; empty where there is no such request."""
    return _lines(session, AuditEntry.request_id == request_id)


def history_of_advocate(session: Session, advocate_id: str) -> list[HistoryLine]:
    """Everything recorded around an advocate, oldest first."""
    return _lines(session, AuditEntry.advocate_id == advocate_id)


def find_request(session: Session, reference: str) -> ReferenceRequest | None:
    """A request by its id."""
    return session.get(ReferenceRequest, reference)


def find_advocates(session: Session, reference: str) -> Sequence[Advocate]:
    """Advocates by e-mail address, id or name; several where a name is not unambiguous."""
    wanted = reference.strip()
    exact = session.scalars(
        select(Advocate)
        .where(or_(Advocate.email == wanted.lower(), Advocate.id == wanted, Advocate.name == wanted))
        .order_by(Advocate.email)
    ).all()
    return (
        exact
        or session.scalars(
            select(Advocate).where(Advocate.name.icontains(wanted, autoescape=True)).order_by(Advocate.email)
        ).all()
    )


def _lines(session: Session, condition: object) -> list[HistoryLine]:
    entries = session.execute(
        select(AuditEntry, Advocate.name)
        .outerjoin(Advocate, Advocate.id == AuditEntry.advocate_id)
        .where(condition)  # type: ignore[arg-type]  # one of the two conditions above
        .order_by(AuditEntry.at, AuditEntry.id)
    ).all()
    actors = {entry.actor: _actor(session, entry.actor) for entry, _ in entries}
    return [
        HistoryLine(entry.at, actors[entry.actor], entry.action, entry.details, advocate)
        for entry, advocate in entries
    ]


def _actor(session: Session, actor: str) -> str:
    """A colleague by name where it is known; jobs and the command line by what they are called."""
    return colleague(session, actor).name or actor
