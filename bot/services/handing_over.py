"""Open asks, thanks and news change hands: a CSM is away, back, gone, or replaced. The only place where they do."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import HandoverStory
from bot.outbox.mark import mark
from bot.queries import people as people_queries
from bot.queries.matters import Matter, accounts_of, lines, open_matters
from bot.services import people, readers
from bot.services.locks import lock_pair
from bot.services.marks import mark_csm, mark_requester, mark_thanks
from bot.services.program import Program, record
from bot.services.readers import Reader, reader
from models import Account, Activity, Advocate, Ask, Conversation, Handover, ReferenceRequest
from models.accounts import UNSETTLED

LISTED = 8
"""Matters that a message about a hand-over names."""


def settle(program: Program, *, in_hours: bool = False) -> int:
    """Brings every open matter to whoever reads it now, with its history; how many moved. Harmless to repeat.

    After a new CSM both they and the one before are told; after a CSM has left, the owner who reads from then on.
    `in_hours` where a job does it.
    """
    with program.reading() as session:
        replaced = list(session.scalars(select(Account.id).where(UNSETTLED).order_by(Account.id)))
    for account_id in replaced:
        _settle_account(program, account_id, in_hours)
    with program.reading() as session:
        elsewhere = _elsewhere(program, session)
    moved = sum(_move(program, matter, to, in_hours) for matter, to in elsewhere)
    _close_absences(program)
    return moved


def replace_csm(program: Program, by: str, subject_id: str, new: str) -> list[str]:
    """An owner names a new CSM for an account, or for every account of the CSM of a hand-over; the accounts' names.

    It holds against imports that go on naming the one before. Refused where the new one may do nothing here.
    """
    with program.changing() as session:
        person = people.require_colleague(session, by)
        if not people.is_owner(program, session, person):
            raise Refused("owners_only")
        successor = people_queries.person(session, new)
        if successor is None or successor.is_gone or successor.is_outsider or successor.is_guest:
            raise Refused("cannot_look_after", field="new_csm", name=successor.name if successor else None)
        account_ids = [one.id for one in accounts_at_hand(session, subject_id)]
    names = []
    for account_id in sorted(account_ids):
        with program.changing() as session:
            account = _locked(session, account_id)
            if account.csm in (successor.slack_id, successor.email):
                continue
            names.append(account.name)
            record(
                session,
                at=program.now(),
                actor=by,
                action="csm_replaced",
                subject=("account", account.id),
                account=account.name,
                before=people_queries.colleague(session, account.csm).name or account.csm,
                after=successor.name,
            )
            account.csm_was = account.csm_was or account.csm
            account.csm_settled = account.csm_settled or account.csm
            account.csm = successor.slack_id
    settle(program)
    return names


def accounts_named(program: Program, by: str, subject_id: str) -> list[str]:
    """The names of the accounts that `replace_csm` would be about. Refused for all but owners."""
    with program.reading() as session:
        person = people.require_colleague(session, by)
        if not people.is_owner(program, session, person):
            raise Refused("owners_only")
        return [one.name for one in accounts_at_hand(session, subject_id)]


def accounts_at_hand(session: Session, subject_id: str) -> Sequence[Account]:
    """The account with this id, or all accounts of the CSM whom a hand-over is from. Refused where there is neither."""
    account = session.get(Account, subject_id)
    if account is not None:
        return [account]
    handover = session.get(Handover, subject_id)
    if handover is None:
        raise Refused("account_gone")
    return accounts_of(session, people_queries.spellings(session, handover.old))


def handover_story(program: Program, session: Session, handover_id: str) -> HandoverStory | None:
    """A hand-over as it stands today; None where it is gone."""
    handover = session.get(Handover, handover_id)
    if handover is None:
        return None
    account = _an_account(session, handover)
    reads = reader(program, session, account.csm if account else handover.old)
    old = people_queries.by_reference(session, handover.old)
    ends = readers.standing(session, old, program.now()).away_until if old else None
    return HandoverStory(
        id=handover.id,
        cause=handover.cause,
        old=people_queries.colleague(session, handover.old),
        new=people_queries.colleague(session, handover.new),
        until=ends if handover.cause == "away" else None,
        reads=people_queries.colleague(session, reads.address),
        lines=lines(session, handover.matters, LISTED),
        others=max(0, len(handover.matters) - LISTED),
    )


def _an_account(session: Session, handover: Handover) -> Account | None:
    """An account that a hand-over is about: of several all went to the same person."""
    if handover.cause == "away" or not handover.matters:
        return None
    kind, id_ = handover.matters[0]
    table = Ask if kind == "ask" else Activity
    return session.scalars(
        select(Account)
        .join(Advocate, Advocate.account_id == Account.id)
        .join(table, table.advocate_id == Advocate.id)
        .where(table.id == id_)
    ).first()


def _settle_account(program: Program, account_id: str, in_hours: bool) -> None:
    """Puts one account's open matters into the hands of its new CSM."""
    now = program.now()
    with program.changing() as session:
        account = _locked(session, account_id)
        before = account.csm_settled
        if before is None or before == account.csm:
            return  # another process was quicker
        account.csm_settled = account.csm
        if _same_person(session, before, account.csm):
            return
        matters = open_matters(session, [account.id])
        for one in matters:
            _mark(session, one, account, now, in_hours)
            _record(session, one, before, account.csm, "replaced", now)
        if matters:
            keep(session, before, account.csm, "replaced", matters, now, in_hours=in_hours)


def keep(
    session: Session,
    old: str,
    new: str,
    cause: str,
    matters: Iterable[Matter],
    now: datetime,
    *,
    until: datetime | None = None,
    in_hours: bool = False,
) -> None:
    """Notes what went from one to the other, and tells both: in one message each, however much it is on one day."""
    handover = session.scalars(
        select(Handover)
        .where(Handover.old == old, Handover.new == new, Handover.cause == cause, Handover.on == now.date())
        .with_for_update()
    ).one_or_none()
    is_new = handover is None
    if handover is None:
        handover = Handover(old=old, new=new, cause=cause, on=now.date(), at=now, until=until, matters=[])
        session.add(handover)
    known = [tuple(one) for one in handover.matters]
    handover.matters = [
        *handover.matters,
        *([one.kind, one.id] for one in matters if (one.kind, one.id) not in known),
    ]
    handover.until = until
    session.flush()
    _mark_handover(session, handover, "new", new, now, notify=is_new, in_hours=in_hours)
    if cause == "replaced" and _can_be_told(session, old):
        _mark_handover(session, handover, "old", old, now, notify=is_new, in_hours=in_hours)


def refresh_stand_ins(session: Session, slack_id: str, now: datetime) -> None:
    """Whoever was told that they stand in for somebody sees in that message how it stands now."""
    for handover in session.scalars(
        select(Handover).where(Handover.old == slack_id, Handover.cause == "away", Handover.until > now)
    ):
        _mark_handover(session, handover, "new", handover.new, now, notify=False)


def _close_absences(program: Program) -> None:
    """Absences that have ended since: their stand-ins see that it is over."""
    now = program.now()
    with program.reading() as session:
        over = list(
            session.scalars(select(Handover.id).where(Handover.cause == "away", Handover.until <= now))
        )
    for handover_id in over:
        with program.changing() as session:
            handover = session.get_one(Handover, handover_id, with_for_update=True)
            if handover.until is not None:
                handover.until = None
                _mark_handover(session, handover, "new", handover.new, now, notify=False, in_hours=True)


def _mark_handover(
    session: Session,
    handover: Handover,
    audience: str,
    conversation: str,
    now: datetime,
    *,
    notify: bool,
    in_hours: bool = False,
) -> None:
    mark(
        session,
        subject=("handover", handover.id),
        audience=audience,
        conversation=conversation,
        due_at=now,
        notify=notify,
        in_hours=in_hours,
    )


def _elsewhere(program: Program, session: Session) -> list[tuple[Matter, Reader]]:
    """Open matters whose message stands with somebody who does not read them now, and who does."""
    readers: dict[str, Reader] = {}
    channels: dict[str, str | None] = {}
    found = []
    for matter in open_matters(session):
        if matter.csm not in readers:
            to = reader(program, session, matter.csm)
            readers[matter.csm] = to
            person = people_queries.by_reference(session, to.address)
            at = session.get(Conversation, person.slack_id if person else to.address)
            channels[matter.csm] = at.channel if at else None
        if matter.channel is not None and matter.channel != channels[matter.csm]:
            found.append((matter, readers[matter.csm]))
    return found


def _move(program: Program, matter: Matter, to: Reader, in_hours: bool) -> bool:
    """Marks one matter for who reads it now; False where it is over meanwhile."""
    now = program.now()
    with program.changing() as session:
        account, _ = lock_pair(session, matter.advocate_id)
        if not _mark(session, matter, account, now, in_hours):
            return False
        why = to.instead.why if to.instead else "back"
        _record(session, matter, account.csm, to.address, why, now)
        if why in ("left", "unreachable"):
            old = _person_or(session, account.csm)
            keep(session, old, to.address, "left", [matter], now, in_hours=in_hours)
        return True


def _record(session: Session, matter: Matter, csm: str, to: str, why: str, now: datetime) -> None:
    """Into the history of the request and the advocate: who has it now, and why."""
    request_id = None
    if matter.kind == "ask":
        request_id = session.get_one(Ask, matter.id).request_id
    record(
        session,
        at=now,
        actor="bot",
        action="handed_over",
        subject=(matter.kind, matter.id),
        request_id=request_id,
        advocate_id=matter.advocate_id,
        csm=people_queries.colleague(session, csm).name or csm,
        to=people_queries.colleague(session, to).name or to,
        why=why,
    )


def _mark(session: Session, matter: Matter, account: Account, now: datetime, in_hours: bool) -> bool:
    """Marks the message about one matter, and the requester's that names who looks after it; False where it is over."""
    if matter.kind == "activity":
        activity = session.get_one(Activity, matter.id, populate_existing=True)
        mark_thanks(session, activity, account, now, in_hours=in_hours)
        return True
    ask = session.get_one(Ask, matter.id, populate_existing=True)
    if ask.seat is None and (ask.state != "unused" or ask.told_at is not None):
        return False
    mark_csm(session, ask, account, now, in_hours=in_hours)
    if ask.request_id is not None:
        request = session.get_one(ReferenceRequest, ask.request_id)
        mark_requester(session, request, now, in_hours=in_hours)
    return True


def _locked(session: Session, account_id: str) -> Account:
    return session.scalars(
        select(Account)
        .where(Account.id == account_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def _same_person(session: Session, one: str, other: str) -> bool:
    return _person_or(session, one) == _person_or(session, other)


def _person_or(session: Session, reference: str) -> str:
    """The Slack id behind a reference, or the reference itself where nobody is known by it."""
    person = people_queries.by_reference(session, reference)
    return person.slack_id if person else reference


def _can_be_told(session: Session, reference: str) -> bool:
    person = people_queries.by_reference(session, reference)
    return person is not None and not (person.is_gone or person.is_outsider)
