"""What jobs do on time: ask how it went, re-check what is approved, finish steps that a dead process left."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.people import colleague
from bot.rules.nudging import next_working_day, zone_of
from bot.services import people
from bot.services.marks import mark_requester, mark_thanks
from bot.services.program import Program, record
from models import Account, Activity, Advocate, Ask, Person, ReferenceRequest


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


def later(program: Program, by: str, subject_id: str) -> datetime:
    """Whoever was nudged wants it back the next working day: when that is. Refused where there is nothing to do any more.

    `subject_id` is the activity to thank for, or the ask whose outcome was asked for.
    """
    now = program.now()
    with program.changing() as session:
        person = people.require_colleague(session, by)
        again = next_working_day(now, zone_of(person.time_zone), program.policy)
        if (activity := session.get(Activity, subject_id)) is not None:
            _thanks_later(program, session, activity, by, again)
        elif (ask := session.get(Ask, subject_id)) is not None and ask.request_id is not None:
            _outcome_later(program, session, ask, person, again)
        else:
            raise Refused("activity_gone")
        return again


def _thanks_later(program: Program, session: Session, activity: Activity, by: str, again: datetime) -> None:
    advocate = session.get_one(Advocate, activity.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    people.require_csm(program, session, by, account)
    if activity.thanked_on is not None:
        raise Refused("already_thanked", name=advocate.name, on=activity.thanked_on)
    record(
        session,
        at=program.now(),
        actor=by,
        action="put_off",
        subject=("activity", activity.id),
        advocate_id=advocate.id,
        until=again.isoformat(),
    )
    mark_thanks(session, activity, account, again, notify=True, in_hours=True)


def _outcome_later(program: Program, session: Session, ask: Ask, person: Person, again: datetime) -> None:
    request = session.get_one(ReferenceRequest, ask.request_id)
    if request.requester != person.slack_id and not people.is_owner(program, session, person):
        raise Refused("not_your_request")
    if ask.state != "scheduled":
        raise Refused("request_over", state=request.state)
    record(
        session,
        at=program.now(),
        actor=person.slack_id,
        action="put_off",
        subject=("ask", ask.id),
        request_id=request.id,
        advocate_id=ask.advocate_id,
        until=again.isoformat(),
    )
    mark_requester(session, request, again, notify=True, in_hours=True)


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
