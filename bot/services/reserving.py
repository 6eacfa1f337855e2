"""Reserving an advocate for a request: the check and the ask share one transaction that holds their locks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.queries.advocates import facts_of
from bot.queries.overrides import reasons_of, waiting_override
from bot.rules.eligibility import judge
from bot.rules.kinds import EFFORT, counts
from bot.rules.override import despite
from bot.rules.verdict import Verdict
from bot.services import people
from bot.services.locks import lock_pair, take_ask_back
from bot.services.marks import mark_csm
from bot.services.program import Program, record
from models import Account, Advocate, Ask, OwnerOverride, Person, ReferenceRequest


@dataclass(frozen=True)
class Held:
    """An advocate and their account, locked, and the verdict of the rules as of this very moment, without what `override`
    puts aside."""

    account: Account
    advocate: Advocate
    verdict: Verdict
    override: OwnerOverride | None = None


def hold(
    program: Program,
    session: Session,
    advocate_id: str,
    kind: str,
    prospect: str | None,
    owner: str | None = None,
) -> Held:
    """Locks the advocate and their account until the transaction ends, and judges one more ask of this kind for a prospect.

    `owner` is who asks, where they may use an override that they have written for it.
    """
    now = program.now()
    account, advocate = lock_pair(session, advocate_id)
    facts = facts_of(session, advocate, now.date())
    verdict = judge(facts, kind, program.policy_in(session), now, prospect)
    if verdict.eligible or owner is None or owner not in people.owner_ids(program, session):
        return Held(account, advocate, verdict)
    override = waiting_override(session, owner, advocate_id, kind, now)
    if override is None:
        return Held(account, advocate, verdict)
    return Held(account, advocate, despite(verdict, reasons_of(override)), override)


def place_ask(
    program: Program, session: Session, held: Held, request: ReferenceRequest, *, in_hours: bool = False
) -> None:
    """The ask itself, for somebody held and found eligible in this transaction. `in_hours` where a job asks.

    A CSM who asks for their own advocate has approved by asking: the ask starts approved.
    """
    assert held.verdict.eligible
    now = program.now()
    own = _is_own(program, session, request, held.account)
    ask = Ask(
        advocate_id=held.advocate.id,
        request_id=request.id,
        origin="bot",
        kind=request.kind,
        effort=EFFORT[request.kind],
        state="approved" if own else "reserved",
        seat=free_seat(session, held.advocate.id),
        counted_on=now.date() if counts(request.kind) else None,
        reserved_at=now,
        decided_at=now if own else None,
        waiting_since=now,
        due_at=now,
    )
    session.add(ask)
    session.flush()
    record(
        session,
        at=now,
        actor=request.requester,
        action="ask_reserved",
        subject=("ask", ask.id),
        request_id=request.id,
        advocate_id=held.advocate.id,
        approved_by_asking=own or None,
    )
    if held.override is not None:
        held.override.ask_id = ask.id
        record(
            session,
            at=now,
            actor=held.override.owner,
            action="limits_overridden",
            subject=("ask", ask.id),
            request_id=request.id,
            advocate_id=held.advocate.id,
            why=held.override.reason,
            codes=[one.code for one in reasons_of(held.override)],
        )
    mark_csm(session, ask, held.account, now, notify=True, in_hours=in_hours)


def place_again(program: Program, session: Session, held: Held, request: ReferenceRequest, ask: Ask) -> None:
    """The same ask as before a click on it was taken back, for somebody held and found eligible in this transaction."""
    assert held.verdict.eligible
    now = program.now()
    own = _is_own(program, session, request, held.account)
    take_ask_back(session, ask, "approved" if own else "reserved", now)
    ask.seat = free_seat(session, held.advocate.id)
    ask.counted_on = now.date() if counts(ask.kind) else None
    ask.reserved_at = now
    ask.decided_at = now if own else None
    ask.closed_at = None
    ask.release_reason = None
    record(
        session,
        at=now,
        actor=request.requester,
        action="ask_reserved",
        subject=("ask", ask.id),
        request_id=request.id,
        advocate_id=held.advocate.id,
        again=True,
    )
    mark_csm(session, ask, held.account, now, notify=True)


def _is_own(program: Program, session: Session, request: ReferenceRequest, account: Account) -> bool:
    """Whether the CSM asks for their own advocate."""
    requester = session.get(Person, request.requester)
    return requester is not None and people.acts_for(program, session, requester, account)


def free_seat(session: Session, advocate_id: str) -> int:
    """The lowest seat that no open ask of theirs holds, counted from 1."""
    taken = set(
        session.scalars(select(Ask.seat).where(Ask.advocate_id == advocate_id, Ask.seat.is_not(None)))
    )
    return next(seat for seat in range(1, len(taken) + 2) if seat not in taken)
