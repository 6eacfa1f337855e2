"""An advocate who has left, an account that is no customer any more: they retire from the program, what is open with them is
let go, and those involved are told."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from bot.rules.lifecycle import BEFORE_CONTACT
from bot.services.bench import ask_next
from bot.services.locks import lock_pair, move_request
from bot.services.marks import mark_csm, mark_requester
from bot.services.opened import Opened, opened
from bot.services.program import Program, record
from models import Account, Advocate, Ask, AuditEntry, Signal

LEFT, CHURNED, RETIRED = "left", "churned", "retired"
"""Why somebody is let go, as it is recorded: they left their company, it is no customer any more, they left the program."""
SAYS_LEFT, SAYS_CHURNED = "left_company", "account_churned"
"""The signals that say so."""
JOB = "job:ask_reminders"


class LetGo(NamedTuple):
    """How many people retired, and how many open asks were let go."""

    people: int
    asks: int


def let_go(program: Program) -> LetGo:
    """Retires whoever has left and everybody at a company that has churned, and closes what is open with the retired; each in
    a transaction of its own. Harmless to repeat: who is brought back after that stays.

    Before contact an ask stops counting; after contact it counts for good, and a yes becomes a yes not used. A call whose
    time has come is left alone: it may have taken place. Where it is still needed, the next on the bench is asked.
    """
    now = program.now()
    with program.reading() as session:
        leaving = session.scalars(
            select(Advocate.id)
            .join(Account, Account.id == Advocate.account_id)
            .where(Advocate.stage != RETIRED, or_(_left(), _churned(now)))
            .order_by(Advocate.id)
        ).all()
    people = sum(_retire(program, advocate_id) for advocate_id in leaving)
    with program.reading() as session:
        open_asks = session.scalars(
            select(Ask.id)
            .join(Advocate, Advocate.id == Ask.advocate_id)
            .where(Ask.seat.is_not(None), Ask.request_id.is_not(None), Advocate.stage == RETIRED)
            .order_by(Ask.id)
        ).all()
    return LetGo(people, sum(_close(program, ask_id) for ask_id in open_asks))


def _retire(program: Program, advocate_id: str) -> bool:
    now = program.now()
    with program.changing() as session:
        _, advocate = lock_pair(session, advocate_id)
        why = _why(session, advocate, now)
        if advocate.stage == RETIRED or why == RETIRED:
            return False
        record(
            session,
            at=now,
            actor=JOB,
            action="advocate_retired",
            subject=("advocate", advocate.id),
            advocate_id=advocate.id,
            before=advocate.stage,
            reason=why,
        )
        advocate.stage = RETIRED
        advocate.changed_by_bot = sorted({*advocate.changed_by_bot, "stage"})
        return True


def _close(program: Program, ask_id: str) -> bool:
    with opened(program, ask_id) as it:
        took_place = it.ask.scheduled_for is not None and it.ask.scheduled_for <= it.now
        if it.ask.seat is None or it.advocate.stage != RETIRED or took_place:
            return False
        why = _why_retired(it.session, it.advocate, it.now)
        if it.ask.state in BEFORE_CONTACT:
            it.release(JOB, why, notify=True, in_hours=True)
        else:
            _after_contact(it, why)
    ask_next(program, it.request.id, in_hours=True)
    return True


def _after_contact(it: Opened, why: str) -> None:
    """They have been written to, or have said yes: it counts, and somebody else is looked for while there is time."""
    if it.ask.state == "sent":
        it.unanswered(why)
    else:
        if it.request.state == "filled" and it.request.needed_by >= it.now.date():
            move_request(it.session, it.request, "searching")
        it.unused(why)
        if why == LEFT:
            it.ask.told_at = it.now  # nobody is there any more to be told
    it.record(JOB, "ask_dropped", reason=why)
    mark_csm(it.session, it.ask, it.account, it.now, notify=True, in_hours=True)
    mark_requester(it.session, it.request, it.now, notify=True, in_hours=True)


def _why(session: Session, advocate: Advocate, now: datetime) -> str:
    """Why somebody has to retire now; RETIRED where nothing says so."""
    for why, condition in ((LEFT, _left()), (CHURNED, _churned(now))):
        if _holds(session, advocate, condition):
            return why
    return RETIRED


def _why_retired(session: Session, advocate: Advocate, now: datetime) -> str:
    """Why somebody who is retired is."""
    if _holds(session, advocate, exists().where(_says_left())):
        return LEFT
    return (
        CHURNED
        if _holds(session, advocate, or_(_is_churned(now), exists().where(_says_churned())))
        else RETIRED
    )


def _holds(session: Session, advocate: Advocate, condition: ColumnElement[bool]) -> bool:
    theirs = select(Advocate.id).join(Account, Account.id == Advocate.account_id)
    return session.scalar(theirs.where(Advocate.id == advocate.id, condition)) is not None


def _left() -> ColumnElement[bool]:
    return exists().where(_says_left(), ~_retired_since(Signal.observed_on.expression))


def _churned(now: datetime) -> ColumnElement[bool]:
    by_date = and_(_is_churned(now), ~_retired_since(Account.churned_on.expression))
    return or_(by_date, exists().where(_says_churned(), ~_retired_since(Signal.observed_on.expression)))


def _is_churned(now: datetime) -> ColumnElement[bool]:
    return and_(Account.churned_on.is_not(None), Account.churned_on <= now.date())


def _says_left() -> ColumnElement[bool]:
    return and_(Signal.advocate_id == Advocate.id, Signal.kind == SAYS_LEFT)


def _says_churned() -> ColumnElement[bool]:
    return and_(Signal.account_id == Account.id, Signal.kind == SAYS_CHURNED)


def _retired_since(day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the bot has retired them for it before: then somebody brought them back on purpose."""
    return exists().where(
        AuditEntry.advocate_id == Advocate.id,
        AuditEntry.action == "advocate_retired",
        AuditEntry.at >= day,
    )
