"""Open asks, thanks, news and what else waits for a CSM change hands: a CSM is away, back, gone, or replaced. The only place where they do."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.errors import Refused
from bot.facts import HandoverStory
from bot.outbox.mark import mark
from bot.queries import people as people_queries
from bot.queries.matters import AUDIENCE, Matter, accounts_of, advocates_of, lines, open_matters
from bot.queries.standing import standing
from bot.services import people
from bot.services.locks import lock_pair
from bot.services.marks import AHEAD
from bot.services.matters import mark_matter, readdress_moments
from bot.services.open_thanks import hand_on
from bot.services.program import Program, record
from bot.services.readers import Reader, reader
from models import Account, Advocate, Ask, Conversation, Handover, Person, Slot
from models.accounts import UNSETTLED

REPLACED = select(Account.id).where(UNSETTLED)
"""Ids of the accounts whose new CSM has not been given what is open."""
LISTED = 8
"""Matters that a message about a hand-over names."""


def settle(program: Program, *, in_hours: bool = False) -> int:
    """Brings every open matter to whoever reads it now, with its history; how many moved. Harmless to repeat.

    After a new CSM both they and the one before are told; after a CSM has left, the owner who reads from then on.
    `in_hours` where a job does it.
    """
    with program.reading() as session:
        replaced = plain(session, REPLACED).scalars().all()
    for account_id in sorted(replaced):
        _settle_account(program, account_id, in_hours)
    with program.reading() as session:
        elsewhere = _elsewhere(program, session)
        over = plain(session, *absences_over(program.now())).scalars().all()
    moved = sum(_move(program, matter, to, in_hours) for matter, to in elsewhere)
    for handover_id in over:
        _close_absence(program, handover_id)
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
    accounts = _accounts(session, handover)
    read = [reader(program, session, one.csm).address for one in accounts] or [
        reader(program, session, handover.old).address
    ]
    still = next((one for one in read if _same_person(session, one, handover.new)), read[0])
    old = people_queries.by_reference(session, handover.old)
    ends = standing(session, old, program.now()).away_until if old else None
    return HandoverStory(
        id=handover.id,
        cause=handover.cause,
        old=people_queries.colleague(session, handover.old),
        new=people_queries.colleague(session, handover.new),
        until=ends if handover.cause == "away" else None,
        reads=people_queries.colleague(session, still),
        lines=lines(session, handover.matters, LISTED),
        others=max(0, len(handover.matters) - LISTED),
    )


def _accounts(session: Session, handover: Handover) -> Sequence[Account]:
    """The accounts of what went along; none where somebody stands in for all that another has."""
    if handover.cause == "away":
        return []
    advocates = advocates_of(session, handover.matters)
    theirs = select(Advocate.account_id).where(Advocate.id.in_(advocates))
    return session.scalars(select(Account).where(Account.id.in_(theirs)).order_by(Account.name)).all()


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
        hand_on(session, before, account.csm, now)
        readdress_moments(session, account, before)
        matters = open_matters(session, now, [account.id])
        for one in matters:
            mark_matter(program, session, one, account, now, in_hours)
            _record(session, one, before, account.csm, "replaced", now)
        to = reader(program, session, account.csm)
        if (
            matters and to.instead is not None and to.instead.why != "away"
        ):  # the data names somebody who has left
            keep(session, account.csm, to.address, "left", matters, now, in_hours=in_hours)
        elif matters:
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
    """Notes what went from one to the other, and tells both: in one message each, however much it is on one day. Whoever had
    it in between sees that it went on."""
    old = _person_or(session, old)
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
    _mark_handover(session, handover, "new", new, now, notify=is_new or cause == "away", in_hours=in_hours)
    if cause != "replaced":
        return
    if _can_be_told(session, old):
        _mark_handover(session, handover, "old", old, now, notify=is_new, in_hours=in_hours)
    for earlier in session.scalars(select(Handover).where(Handover.old == old, Handover.cause == "left")):
        _mark_handover(session, earlier, "new", earlier.new, now, notify=False)


def refresh_stand_ins(session: Session, slack_id: str, now: datetime) -> None:
    """Whoever was told that they stand in for somebody sees in that message how it stands now."""
    for handover in session.scalars(
        select(Handover).where(Handover.old == slack_id, Handover.cause == "away", Handover.until > now)
    ):
        _mark_handover(session, handover, "new", handover.new, now, notify=False)


@built_once
def absences_over(now: datetime) -> Select[str]:
    """Ids of the hand-overs to stand-ins whose absence has ended, and who do not see it yet."""
    return select(Handover.id).where(Handover.cause == "away", Handover.until <= now)


def _close_absence(program: Program, handover_id: str) -> None:
    """An absence has ended: the stand-in sees that it is over."""
    with program.changing() as session:
        handover = session.get_one(Handover, handover_id, with_for_update=True)
        if handover.until is not None:
            handover.until = None
            _mark_handover(session, handover, "new", handover.new, program.now(), notify=False, in_hours=True)


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
    """It comes ahead of the matters themselves, so that the buttons stand last."""
    mark(
        session,
        subject=("handover", handover.id),
        audience=audience,
        conversation=conversation,
        due_at=now - AHEAD,
        notify=notify,
        in_hours=in_hours,
    )


def _elsewhere(program: Program, session: Session) -> list[tuple[Matter, Reader]]:
    """Open matters whose message stands with somebody who does not read them now, and who does."""
    matters = open_matters(session, program.now())
    themselves = _there_themselves(session, {one.csm for one in matters}, program.now()) if matters else {}
    readers: dict[str, tuple[Reader, str | None] | None] = {}
    found = []
    for matter in matters:
        if matter.channel in (None, themselves.get(matter.csm)):
            continue  # as it is nearly always: it stands with its CSM, who reads
        if matter.csm not in readers:
            readers[matter.csm] = _reader_and_channel(program, session, matter.csm)
        at = readers[matter.csm]
        if at is not None and matter.channel != at[1]:
            found.append((matter, at[0]))
    return found


def _there_themselves(session: Session, csms: Collection[str], now: datetime) -> dict[str, str]:
    """The channels of those CSMs who are there and read for themselves, by how the data names them; two statements for all."""
    away = set(people_queries.absent(session, now))
    rows = session.execute(*_channels(csms, [one.lower() for one in csms])).all()
    channels: dict[str, str] = {}
    doubted = set()
    for person, channel in rows:
        is_there = not (person.is_gone or person.is_outsider or person.is_guest or person.slack_id in away)
        for name in (person.slack_id, person.email):
            if name and is_there and channel and not person.away_until and name not in channels:
                channels[name] = channel
            elif name:
                doubted.add(name)
    return {
        csm: channels[key]
        for csm in csms
        if (key := csm.lower() if "@" in csm else csm) in channels and key not in doubted
    }


@built_once
def _channels(slack_ids: Collection[str], emails: Collection[str]) -> Select[Person, str | None]:
    return (
        select(Person, Conversation.channel)
        .join(Conversation, Conversation.address == Person.slack_id)
        .where(or_(Person.slack_id.in_(slack_ids), Person.email.in_(emails)))
    )


def _reader_and_channel(program: Program, session: Session, csm: str) -> tuple[Reader, str | None] | None:
    """Who reads for a CSM now, and in which channel as far as that is known; None for a CSM whom Slack does not know:
    the relay finds somebody, and nothing changes hands by itself."""
    to = reader(program, session, csm)
    person = people_queries.by_reference(session, to.address)
    if person is None and to.instead is None:
        return None
    at = session.get(Conversation, person.slack_id if person else to.address)
    return to, at.channel if at else None


def _move(program: Program, matter: Matter, to: Reader, in_hours: bool) -> bool:
    """Marks one matter for who reads it now; False where it is over meanwhile."""
    now = program.now()
    with program.changing() as session:
        account, _ = lock_pair(session, matter.advocate_id)
        if _is_on_its_way(session, matter, now, in_hours) or not mark_matter(
            program, session, matter, account, now, in_hours
        ):
            return False
        why = to.instead.why if to.instead else "back"
        before = account.csm
        if not _same_person(session, matter.conversation, account.csm):
            # The advocate works for another company now, and that has another CSM.
            why, before = "replaced", matter.conversation
            keep(session, before, account.csm, why, [matter], now, in_hours=in_hours)
        elif why in ("left", "unreachable"):
            old = _person_or(session, account.csm)
            keep(session, old, to.address, "left", [matter], now, in_hours=in_hours)
        _record(session, matter, before, to.address, why, now)
        return True


def _is_on_its_way(session: Session, matter: Matter, now: datetime, in_hours: bool) -> bool:
    """Whether it has been marked already, here or in another process, and only waits to be sent: perhaps for the morning."""
    pending = select(Slot).where(
        Slot.subject_kind == matter.kind,
        Slot.subject_id == matter.id,
        Slot.audience == AUDIENCE,
        Slot.conversation == matter.csm,
        Slot.sent_version < Slot.wanted_version,
    )
    slot = session.scalars(pending.execution_options(populate_existing=True)).first()
    return slot is not None and (in_hours or slot.due_at <= now)


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
