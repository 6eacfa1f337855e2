"""Taking back, within 15 minutes, that a request was cancelled."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.undoing import UNDOABLE, cancelling_of
from bot.services import people
from bot.services.bench import TAKEN_BACK, ask_next, seat_first
from bot.services.locks import take_ask_back, take_request_back
from bot.services.marks import mark_csm, mark_owners_if_told, mark_requester
from bot.services.opened import Opened, opened
from bot.services.program import Program, record
from bot.services.taking_back import Undone, asked, is_ahead, locked_request, seat
from models import Ask, ReferenceRequest


def reopen(program: Program, by: str, request_id: str, decision_id: str) -> Undone:
    """A cancelled request goes on where it stood: who was being decided on is offered again, who was written to is waited
    for again, and a yes stands again."""
    with program.reading() as session:
        closed = session.scalars(
            select(Ask.id)
            .where(Ask.request_id == request_id, Ask.release_reason == "cancelled")
            .order_by(Ask.id)
        ).all()
    if not closed:
        with program.changing() as session:
            _open_request(program, session, locked_request(session, request_id), by, decision_id, ())
    for ask_id in closed:
        with opened(program, ask_id) as it:
            if it.request.state == "cancelled":
                _open_request(program, it.session, it.request, by, decision_id, closed)
            _open_ask(it)
    ask_next(program, request_id)
    with program.reading() as session:
        return Undone(
            session.get_one(ReferenceRequest, request_id).deal_name, "open", asked(program, request_id, "")
        )


def _open_request(
    program: Program,
    session: Session,
    request: ReferenceRequest,
    by: str,
    decision_id: str,
    closed: Sequence[str],
) -> None:
    person = people.require_colleague(session, by)
    decision = cancelling_of(session, request)
    told = session.scalars(
        select(Ask.id).where(Ask.id.in_(closed), Ask.told_at.is_not(None)).limit(1)
    ).first()
    if decision is None or decision.id != decision_id or told is not None:
        raise Refused("nothing_to_undo", name=request.deal_name, done=request.state != "cancelled")
    if by != decision.by and not people.is_owner(program, session, person):
        raise Refused("not_your_request")
    now = program.now()
    if now > decision.at + UNDOABLE:
        raise Refused("undo_over", name=request.deal_name)
    was = str(decision.details["before"])
    contacted = session.scalars(
        select(Ask.id).where(
            Ask.request_id == request.id,
            or_(and_(Ask.id.in_(closed), Ask.state != "released"), Ask.seat.is_not(None)),
        )
    ).first()
    take_request_back(session, request, "searching" if was == "asking" and contacted is None else was)
    request.closed_at = None
    record(
        session,
        at=now,
        actor=by,
        action="decision_undone",
        subject=("request", request.id),
        request_id=request.id,
        decision="cancelled",
    )
    mark_requester(session, request, now)
    mark_owners_if_told(program, session, request)


def _open_ask(it: Opened) -> None:
    """An ask that was closed with its request is as it was; one that nobody had sent is offered again."""
    if it.ask.release_reason != "cancelled":
        return
    if it.ask.state == "released":
        it.ask.release_reason = TAKEN_BACK
        seat_first(it.session, it.request.id, it.advocate.id)
        return
    back = _before(it)
    take_ask_back(it.session, it.ask, back, it.now)
    it.ask.closed_at = it.ask.release_reason = None
    seat(it)
    if is_ahead(it):
        it.renew_calendar()
    mark_csm(it.session, it.ask, it.account, it.now, notify=True)


def _before(it: Opened) -> str:
    """Where an ask stood that was closed after contact."""
    if it.ask.state == "no_answer":
        return "sent"
    if it.account.policy_needs_approval and it.ask.approved_on is None:
        return "awaiting_approval"
    return "scheduled" if it.ask.scheduled_for else "accepted"
