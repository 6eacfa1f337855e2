"""An advocate who has left, an account that is no customer any more: they retire from the program, what is open with them is
let go, and those involved are told."""

from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
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
RETIRING = "advocate_retired"
"""The audit's word for it."""


OPEN_WITH_RETIRED = (
    select(Ask.id)
    .join(Advocate, Advocate.id == Ask.advocate_id)
    .where(Ask.seat.is_not(None), Ask.request_id.is_not(None), Advocate.stage == RETIRED)
)


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
        leaving = _leaving(session, now)
    people = sum(_retire(program, one, why) for one, why in sorted(leaving.items()))
    with program.reading() as session:
        open_asks = session.scalars(OPEN_WITH_RETIRED).all()
    return LetGo(people, sum(_close(program, ask_id) for ask_id in sorted(open_asks)))


def _retire(program: Program, advocate_id: str, why: str) -> bool:
    now = program.now()
    with program.changing() as session:
        _, advocate = lock_pair(session, advocate_id)
        if advocate.stage == RETIRED:
            return False
        record(
            session,
            at=now,
            actor=JOB,
            action=RETIRING,
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
        why = _why_retired(it.session, it.advocate)
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


def _leaving(session: Session, now: datetime) -> dict[str, str]:
    """By advocate why they have to retire. Whom the bot has retired for it before, somebody brought back on purpose."""
    found: dict[str, str] = {}
    for why, statement in (
        (CHURNED, churned(now.date())),
        (CHURNED, said_to_be(SAYS_CHURNED)),
        (LEFT, said_to_be(SAYS_LEFT)),
    ):
        for advocate_id in plain(session, *statement).scalars():
            found[advocate_id] = why
    return found


@built_once
def churned(today: date) -> Select[str]:
    """People to retire, because their company is by its data no customer any more."""
    return (
        select(Advocate.id)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Account.churned_on <= today,
            Advocate.stage != RETIRED,
            ~_retired_since(Account.churned_on.expression),
        )
    )


def said_to_be(kind: str) -> tuple[Select[str], dict[str, str]]:
    """People to retire, because a signal of this kind says so."""
    return _said(kind), {}


@cache
def _said(kind: str) -> Select[str]:
    subject = (
        Signal.advocate_id == Advocate.id if kind == SAYS_LEFT else Signal.account_id == Advocate.account_id
    )
    return (
        select(Advocate.id)
        .join(Signal, subject)
        .where(
            Signal.kind == kind,
            Advocate.stage != RETIRED,
            ~_retired_since(Signal.observed_on.expression),
        )
    )


def _retired_since(day: ColumnElement[Any]) -> ColumnElement[bool]:
    retired = select(AuditEntry.id).where(
        AuditEntry.advocate_id == Advocate.id, AuditEntry.action == RETIRING, AuditEntry.at >= day
    )
    return retired.exists()


def _why_retired(session: Session, advocate: Advocate) -> str:
    """Why somebody is retired, as far as the bot knows."""
    why: dict[str, Any] | None = session.scalars(
        select(AuditEntry.details)
        .where(AuditEntry.advocate_id == advocate.id, AuditEntry.action == RETIRING)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    ).first()
    return str(why["reason"]) if why else RETIRED
