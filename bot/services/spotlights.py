"""The month's spotlight: one person is suggested to their CSM, asked by them first, and shown only after a yes."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.db import insert_into
from bot.errors import Refused
from bot.queries import spotlights as queries
from bot.rules.spotlight import FIRST_DAYS, choose
from bot.services import giving, people
from bot.services.locks import lock_pair
from bot.services.marks import How, mark_spotlight
from bot.services.program import Program, record
from models import Account, Advocate, Spotlight, new_id

JOB = "job:milestones"


def suggest(program: Program) -> bool:
    """Suggests somebody for this month, in its first days and once; whether anybody was."""
    now = program.now()
    month = f"{now:%Y-%m}"
    if now.day > FIRST_DAYS:
        return False
    with program.reading() as session:
        if queries.has_suggestion(session, month):
            return False
        chosen = choose(queries.candidates(session, now), month)
    if chosen is None:
        return False
    candidate, reasons = chosen
    with program.changing() as session:
        new = insert_into(session, Spotlight).values(
            id=new_id(), month=month, advocate_id=candidate.id, reasons=list(reasons), suggested_at=now
        )
        id_ = session.scalar(new.on_conflict_do_nothing().returning(Spotlight.id))
        if id_ is None:  # another worker was quicker
            return False
        one = session.get_one(Spotlight, id_)
        record(
            session,
            at=now,
            actor=JOB,
            action="spotlight_suggested",
            subject=("spotlight", one.id),
            advocate_id=one.advocate_id,
            month=month,
            reasons=list(reasons),
        )
        mark_spotlight(session, one, _account(session, one), now, notify=True, in_hours=True)
    return True


def answer(program: Program, by: str, spotlight_id: str, *, agreed: bool) -> None:
    """What the advocate said when their CSM asked them. A second press changes nothing; Refused where they said the other."""
    now = program.now()
    with program.changing() as session:
        one, account, advocate = _opened(program, session, by, spotlight_id)
        if one.agreed is agreed:
            return
        if one.agreed is not None:
            raise Refused("spotlight_answered", name=advocate.name, agreed=one.agreed)
        one.agreed, one.answered_by, one.answered_at = agreed, by, now
        record(
            session,
            at=now,
            actor=by,
            action="spotlight_answered",
            subject=("spotlight", one.id),
            advocate_id=advocate.id,
            agreed=agreed,
        )
        mark_spotlight(session, one, account, now, notify=agreed)


def is_out(program: Program, by: str, spotlight_id: str) -> None:
    """They were in the spotlight: recorded as something done for them. Refused before they agreed."""
    with program.changing() as session:
        one, _, advocate = _opened(program, session, by, spotlight_id)
        if one.agreed is not True:
            raise Refused("spotlight_unasked", name=advocate.name)
        advocate_id = advocate.id
    giving.log(program, by, advocate_id, queries.GIVEN)
    with program.changing() as session:
        one, account, _ = _opened(program, session, by, spotlight_id)
        mark_spotlight(session, one, account, program.now())


def later(program: Program, session: Session, by: str, spotlight: Spotlight, again: datetime) -> None:
    """A step in the caller's transaction: the CSM wants the suggestion back then. Refused where the month is over by then."""
    one, account, advocate = _opened(program, session, by, spotlight.id)
    if one.agreed is not None:
        raise Refused("spotlight_answered", name=advocate.name, agreed=one.agreed)
    if f"{again:%Y-%m}" > one.month:
        raise Refused("spotlight_month_over", name=advocate.name)
    record(
        session,
        at=program.now(),
        actor=by,
        action="put_off",
        subject=("spotlight", one.id),
        advocate_id=advocate.id,
        until=again.isoformat(),
    )
    how = How(notify=True, in_hours=True, nudge=True)
    mark_spotlight(session, one, account, again, **how)


def _opened(
    program: Program, session: Session, by: str, spotlight_id: str
) -> tuple[Spotlight, Account, Advocate]:
    one = session.get(Spotlight, spotlight_id)
    if one is None:
        raise Refused("activity_gone")
    account, advocate = lock_pair(session, one.advocate_id)
    people.require_csm(program, session, by, account)
    session.refresh(one)
    return one, account, advocate


def _account(session: Session, one: Spotlight) -> Account:
    return session.get_one(Account, session.get_one(Advocate, one.advocate_id).account_id)
