"""What happened, from the audit: to a request with its asks, or around an advocate."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.facts import Draw, HistoryLine
from bot.queries.people import colleague
from models import Advocate, AuditEntry, ReferenceRequest

ERASED = "somebody erased since"
AT_ONCE = 1000
"""Names looked up in one statement: every database takes so many values."""


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
        HistoryLine(
            entry.at,
            actors[entry.actor],
            entry.action,
            _with_name(session, entry.details),
            advocate,
            _draw(session, entry.details) if entry.action == "review_drawn" else None,
        )
        for entry, advocate in entries
    ]


def _with_name(session: Session, details: dict[str, Any]) -> dict[str, Any]:
    """The details, with the name of an executive where one is among them."""
    executive = details.get("executive")
    return {**details, "name": _actor(session, executive)} if executive else details


def _draw(session: Session, details: Mapping[str, Any]) -> Draw:
    """What the audit keeps of a draw, with people by name. Whoever was erased since has none."""
    left_out: Mapping[str, Sequence[str]] = details["left_out"]
    chosen: str | None = details.get("chosen")
    names = _names(session, [*left_out, *([chosen] if chosen else [])])
    return Draw(
        rule=details["rule"],
        seed=details["seed"],
        could_be_asked=details["could_be_asked"],
        left_out=tuple(sorted((names.get(one, ERASED), tuple(codes)) for one, codes in left_out.items())),
        chosen=names.get(chosen, ERASED) if chosen else None,
    )


def _names(session: Session, ids: Sequence[str]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for start in range(0, len(ids), AT_ONCE):
        rows = session.execute(
            select(Advocate.id, Advocate.name).where(Advocate.id.in_(ids[start : start + AT_ONCE]))
        )
        names.update((row.id, row.name) for row in rows)
    return names


def _actor(session: Session, actor: str) -> str:
    """A colleague by name where it is known; jobs and the command line by what they are called."""
    return colleague(session, actor).name or actor
