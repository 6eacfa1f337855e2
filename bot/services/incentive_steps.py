"""The steps that every change of an incentive is made of, each in its caller's transaction."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.rules.compliance import Ruling
from bot.rules.gifting import INCENTIVE
from bot.rules.lifecycle import check_move
from bot.services import people
from bot.services.locks import lock_pair
from bot.services.program import Program, record
from messages.guard import tell
from models import Account, Advocate, Incentive, Person


@dataclass(frozen=True)
class Outcome:
    """What came of it: the state it is in, or None where the guard blocked it; `why` is the guard's first reason against it,
    `better` what to do instead."""

    name: str
    state: str | None
    why: str | None = None
    better: str | None = None
    incentive_id: str | None = None


def against(ruling: Ruling, kind: str) -> tuple[str | None, str | None]:
    """The guard's first reason against an incentive of this kind, in words, and what to do instead; None where there is none."""
    if not ruling.obstacles:
        return None, None
    first = tell(ruling.obstacles[0], kind)
    return first.why, first.better


def opened(session: Session, incentive_id: str) -> tuple[Incentive, Account, Advocate]:
    """An incentive with its advocate's rows locked, as it is now. Refused where it is gone."""
    advocate_id = session.scalar(select(Incentive.advocate_id).where(Incentive.id == incentive_id))
    if advocate_id is None:
        raise Refused("incentive_gone")
    account, advocate = lock_pair(session, advocate_id)
    incentive = session.scalars(
        select(Incentive).where(Incentive.id == incentive_id).execution_options(populate_existing=True)
    ).one()
    return incentive, account, advocate


def move(session: Session, incentive: Incentive, after: str) -> None:
    """Moves it along the table of states. Refused where somebody else moved it first."""
    check_move(INCENTIVE, incentive.state, after)
    moved = session.execute(
        update(Incentive)
        .where(Incentive.id == incentive.id, Incentive.state == incentive.state)
        .values(state=after)
    )
    assert isinstance(moved, CursorResult)
    if moved.rowcount != 1:
        raise Refused("try_again")
    incentive.state = after


def decided(program: Program, incentive: Incentive, by: str, reason: str | None) -> None:
    """Notes who decided, when and why."""
    incentive.decided_by, incentive.decided_at, incentive.decision_reason = by, program.now(), reason


def record_on(
    program: Program, session: Session, by: str, action: str, incentive: Incentive, **details: object
) -> None:
    """An entry of the audit about an incentive."""
    record(
        session,
        at=program.now(),
        actor=by,
        action=action,
        subject=("incentive", incentive.id),
        request_id=None,
        advocate_id=incentive.advocate_id,
        kind=incentive.kind,
        **details,
    )


def require_owner(program: Program, session: Session, by: str) -> Person:
    """A program owner, or Refused."""
    person = people.require_colleague(session, by)
    if not people.is_owner(program, session, person):
        raise Refused("not_an_owner")
    return person


def require_state(incentive: Incentive, advocate: Advocate, *states: str) -> None:
    """Refused with what stands now where it is in none of these states."""
    if incentive.state not in states:
        raise Refused("incentive_moved_on", state=incentive.state, name=advocate.name)


def required(reason: str) -> str:
    """The reason without white space around it. Refused where there is none."""
    if not reason.strip():
        raise Refused("field_missing", field="reason")
    return reason.strip()
