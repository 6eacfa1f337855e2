"""What jobs do on time: ask how it went, re-check what is approved, finish steps that a dead process left."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult

from bot.queries.people import colleague
from bot.rules.nudging import next_working_day, zone_of
from bot.services.marks import mark_requester
from bot.services.program import Program, record
from models import Ask, ReferenceRequest


def waiting_for_outcome(program: Program, now: datetime) -> list[str]:
    """Ids of asks whose date has passed and whose requester was not asked yet, oldest first."""
    with program.reading() as session:
        return list(
            session.scalars(
                select(Ask.id)
                .where(Ask.state == "scheduled", Ask.scheduled_for < now, Ask.outcome_asked_at.is_(None))
                .order_by(Ask.scheduled_for, Ask.id)
            )
        )


def ask_outcome(program: Program, ask_id: str, now: datetime) -> bool:
    """Asks the requester how it went, from their next working day after the date on; False where it is not time yet."""
    with program.changing() as session:
        ask = session.get_one(Ask, ask_id)
        if ask.scheduled_for is None or ask.request_id is None:
            return False
        request = session.get_one(ReferenceRequest, ask.request_id)
        zone = zone_of(colleague(session, request.requester).time_zone)
        if next_working_day(ask.scheduled_for, zone, program.policy) > now:
            return False
        claimed = session.execute(
            update(Ask)
            .where(Ask.id == ask_id, Ask.state == "scheduled", Ask.outcome_asked_at.is_(None))
            .values(outcome_asked_at=now)
        )
        assert isinstance(claimed, CursorResult)
        if claimed.rowcount != 1:
            return False
        record(
            session,
            at=now,
            actor="job:outcome_requests",
            action="outcome_asked",
            subject=("ask", ask_id),
            request_id=request.id,
            advocate_id=ask.advocate_id,
        )
        mark_requester(session, request, now, notify=True, in_hours=True)
        return True


def unfinished(program: Program) -> tuple[list[str], list[str], list[str]]:
    """What wants looking at: approved asks, requests that want their next, cancelled requests with an ask still open."""
    with program.reading() as session:
        approved = session.scalars(select(Ask.id).where(Ask.state == "approved").order_by(Ask.id)).all()
        searching = session.scalars(
            select(ReferenceRequest.id)
            .where(ReferenceRequest.state == "searching")
            .order_by(ReferenceRequest.id)
        ).all()
        leftovers = session.scalars(
            select(ReferenceRequest.id)
            .join(Ask, Ask.request_id == ReferenceRequest.id)
            .where(ReferenceRequest.state == "cancelled", Ask.seat.is_not(None))
            .distinct()
            .order_by(ReferenceRequest.id)
        ).all()
    return list(approved), list(searching), list(leftovers)
