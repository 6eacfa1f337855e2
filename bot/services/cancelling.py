"""Cancelling a request: what is open of it is released, or told to the advocate where they know of it already."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.rules.lifecycle import BEFORE_CONTACT, LIVE_REQUEST, OPEN
from bot.services import people
from bot.services.locks import close_ask, lock_pair, move_ask, move_request
from bot.services.marks import mark_calendar, mark_csm, mark_owners_if_told, mark_requester
from bot.services.program import Program, record
from models import Ask, ReferenceRequest


def cancel(program: Program, by: str, request_id: str) -> None:
    """The requester or an owner no longer needs it. Before contact the ask is released and no longer counts; after contact
    it counts for good, and the CSM is asked to tell the advocate. Refused where it is over already."""
    with program.reading() as session:
        request = session.get(ReferenceRequest, request_id)
        open_asks = session.scalars(
            select(Ask).where(Ask.request_id == request_id, Ask.seat.is_not(None)).order_by(Ask.id)
        ).all()
        if request is None:
            raise Refused("request_gone")
    now = program.now()
    with program.changing() as session:
        person = people.require_colleague(session, by)
        for ask in open_asks[:1]:
            _close_for_cancel(program, session, ask.id, by)
        request = session.get_one(ReferenceRequest, request_id)
        if request.requester != by and not people.is_owner(program, session, person):
            raise Refused("not_your_request")
        if request.state not in LIVE_REQUEST:
            raise Refused("request_over", state=request.state)
        before = request.state
        if not move_request(session, request, "cancelled"):
            raise Refused("try_again")
        request.closed_at = now
        record(
            session,
            at=now,
            actor=by,
            action="request_cancelled",
            subject=("request", request.id),
            request_id=request.id,
            before=before,
        )
        mark_requester(session, request, now)
        mark_owners_if_told(program, session, request)
    close_leftovers(program, request_id, by)


def close_leftovers(program: Program, request_id: str, by: str) -> int:
    """Closes asks still open of a cancelled request, one transaction each; how many."""
    with program.reading() as session:
        left = session.scalars(
            select(Ask.id).where(Ask.request_id == request_id, Ask.seat.is_not(None)).order_by(Ask.id)
        ).all()
    for ask_id in left:
        with program.changing() as session:
            _close_for_cancel(program, session, ask_id, by)
    return len(left)


def _close_for_cancel(program: Program, session: Session, ask_id: str, by: str) -> None:
    """Takes the ask's locks; before contact it is released, afterwards it counts for good."""
    now = program.now()
    advocate_id = session.scalars(select(Ask.advocate_id).where(Ask.id == ask_id)).one()
    account, _ = lock_pair(session, advocate_id)
    ask = session.get_one(Ask, ask_id, populate_existing=True)
    if ask.state not in OPEN:
        return
    before_contact = ask.state in BEFORE_CONTACT
    was_approved = ask.state == "approved"
    after = "released" if before_contact else "no_answer" if ask.state == "sent" else "unused"
    if not move_ask(session, ask, after, now):
        return
    close_ask(ask, now, reason="cancelled", counts_still=not before_contact)
    record(
        session,
        at=now,
        actor=by,
        action="ask_cancelled",
        subject=("ask", ask.id),
        request_id=ask.request_id,
        advocate_id=ask.advocate_id,
        after_contact=not before_contact,
    )
    # Whoever may have a note in hand, or has written already, is told; a mere reservation just loses its button.
    mark_csm(session, ask, account, now, notify=was_approved or not before_contact)
    if ask.scheduled_for is not None and ask.scheduled_for > now:
        mark_calendar(session, ask, session.get_one(ReferenceRequest, ask.request_id), account, now)
