"""What comes with a tier: granted when it is reached, seen to by a CSM or an owner, reminded of once. A fall takes nothing
away: what is granted stays theirs until it is done, declined, or forgotten for a quarter."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import CursorResult, delete, exists, select, update
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries import benefits as queries
from bot.queries.benefits import kinds, lapse_before, lately
from bot.queries.tastes import tastes
from bot.queries.undoing import UNDOABLE
from bot.rules.benefits import CSM, granted
from bot.services import people
from bot.services.giving import remember
from bot.services.locks import lock_pair
from bot.services.marks import mark_benefits
from bot.services.program import Program, record
from models import Account, Advocate, AuditEntry, Benefit, Give
from models.benefits import OPEN

BATCH = 200
JOB = "job:tiers"
DONE, DECLINED = "done", "declined"
CLICKS = queries.CLICKS


def grant(program: Program, session: Session, advocate: Advocate, by: str) -> tuple[str, ...]:
    """A step in the caller's transaction, the advocate locked: what comes with their tier becomes tasks, of which the daily job
    tells. The kinds granted: none that they had within a year, or may not take."""
    now = program.now()
    account = session.get_one(Account, advocate.account_id)
    there = kinds(session)
    new = granted(
        there,
        advocate.tier,
        lately(session, advocate.id, now.date()),
        program.gives_in(session),
        tastes(session, [advocate.id])[advocate.id],
        may_use_logo=account.may_use_logo,
    )
    if not new:
        return new
    session.add_all(
        Benefit(
            advocate_id=advocate.id,
            kind=kind,
            tier=advocate.tier,
            task_of=there[kind].task_of,
            granted_on=now.date(),
            due_on=now.date() + timedelta(days=there[kind].days),
        )
        for kind in new
    )
    session.flush()
    record(
        session,
        at=now,
        actor=by,
        action="benefits_granted",
        subject=("advocate", advocate.id),
        advocate_id=advocate.id,
        tier=advocate.tier,
        kinds=list(new),
    )
    return new


def take_back(session: Session, advocate: Advocate) -> None:
    """A step in the caller's transaction, the advocate locked: they fell. Of what they were granted only that is taken back
    of which nobody was told yet: what granted it was recorded by mistake."""
    session.execute(
        delete(Benefit).where(Benefit.advocate_id == advocate.id, OPEN, Benefit.told_at.is_(None))
    )


def done(program: Program, by: str, benefit_id: str) -> None:
    """Whoever sees to it has done it: it counts as a give where it is one. Refused where it is settled already."""
    with program.changing() as session:
        _settle(program, session, by, benefit_id, DONE)


def declined(program: Program, by: str, benefit_id: str) -> None:
    """They would rather not, or it is nothing for them. Refused where it is settled already."""
    with program.changing() as session:
        _settle(program, session, by, benefit_id, DECLINED)


def undo(program: Program, by: str, click: AuditEntry) -> str:
    """Takes back, within 15 minutes, that a benefit was done or declined, with the give that it was; the advocate's name. Refused
    for all but whoever clicked and owners, and where another click has come since."""
    now = program.now()
    with program.changing() as session:
        benefit, account, advocate = _locked(session, click.subject_id)
        person = people.require_colleague(session, by)
        if by != click.actor and not people.is_owner(program, session, person):
            raise Refused("click_of_another")
        last = queries.last_click(session, (benefit.id,), click.at)
        if benefit.state == "open" or last is None or last.id != click.id:
            raise Refused("nothing_to_undo", name=advocate.name, done=benefit.state == "open")
        if now > click.at + UNDOABLE:
            raise Refused("benefit_stays", name=advocate.name)
        if gave := click.details.get("gave"):
            session.execute(
                delete(Give).where(
                    Give.advocate_id == advocate.id,
                    Give.kind == gave,
                    Give.given_on == click.at.date(),
                    Give.by == click.actor,
                )
            )
        _record(session, by, now, benefit, "benefit_undone", was=benefit.state)
        benefit.state, benefit.settled_on, benefit.settled_by = "open", None, None
        session.flush()
        mark_benefits(program, session, advocate, account, benefit.task_of, now)
        return advocate.name


def end_undo(program: Program, session: Session, benefit_ids: Collection[str]) -> None:
    """A step in the caller's transaction: takes the button away with which a click on these could be taken back."""
    theirs = select(Benefit.advocate_id, Benefit.task_of).where(Benefit.id.in_(benefit_ids)).distinct()
    for row in session.execute(theirs.order_by(Benefit.advocate_id, Benefit.task_of)).all():
        advocate = session.get_one(Advocate, row.advocate_id)
        account = session.get_one(Account, advocate.account_id)
        mark_benefits(program, session, advocate, account, row.task_of, program.now())


def _give(session: Session, benefit: Benefit, by: str, now: datetime) -> str | None:
    """The kind of give that it was, where it is a new one."""
    kind = kinds(session).get(benefit.kind)
    if kind is None or kind.give is None:
        return None
    note = f"{benefit.kind.replace('_', ' ')} ({benefit.tier})"
    return kind.give if remember(session, benefit.advocate_id, kind.give, now.date(), by, note=note) else None


def _locked(session: Session, benefit_id: str) -> tuple[Benefit, Account, Advocate]:
    advocate_id = session.scalar(select(Benefit.advocate_id).where(Benefit.id == benefit_id))
    if advocate_id is None:
        raise Refused("activity_gone")
    account, advocate = lock_pair(session, advocate_id)
    return session.get_one(Benefit, benefit_id, populate_existing=True), account, advocate


def _settle(program: Program, session: Session, by: str, benefit_id: str, state: str) -> None:
    now = program.now()
    benefit, account, advocate = _locked(session, benefit_id)
    require_task(program, session, by, benefit, account)
    if benefit.state != "open":
        raise Refused("benefit_settled", name=advocate.name, state=benefit.state, on=benefit.settled_on)
    benefit.state, benefit.settled_on, benefit.settled_by = state, now.date(), by
    session.flush()
    gave = _give(session, benefit, by, now) if state == DONE else None
    _record(session, by, now, benefit, f"benefit_{state}", gave=gave)
    mark_benefits(program, session, advocate, account, benefit.task_of, now)


def _record(
    session: Session, by: str, at: datetime, benefit: Benefit, action: str, **details: str | None
) -> None:
    record(
        session,
        at=at,
        actor=by,
        action=action,
        subject=("benefit", benefit.id),
        request_id=None,
        advocate_id=benefit.advocate_id,
        kind=benefit.kind,
        **details,
    )


def require_task(program: Program, session: Session, by: str, benefit: Benefit, account: Account) -> None:
    """Refused for whose task it is not: an owner may see to everything, a CSM to what is the CSM's."""
    if benefit.task_of == CSM:
        people.require_csm(program, session, by, account)
    elif not people.is_owner(program, session, people.require_colleague(session, by)):
        raise Refused("owners_only")


class Told(NamedTuple):
    """Of how many people whoever sees to their benefits was told, and reminded."""

    new: int
    reminded: int


def tell(program: Program) -> Told:
    """Whoever sees to benefits hears of what is new, all of one person together; and of what is overdue, once. Harmless to
    repeat."""
    new = reminded = 0
    while True:
        with program.reading() as session:
            batch = session.scalars(queries.to_tell(program.now().date(), BATCH)).all()
        for advocate_id in batch:
            is_new, is_late = _tell(program, advocate_id)
            new, reminded = new + is_new, reminded + is_late
        if len(batch) < BATCH:
            return Told(new, reminded)


def _tell(program: Program, advocate_id: str) -> tuple[bool, bool]:
    now = program.now()
    with program.changing() as session:
        account, advocate = lock_pair(session, advocate_id)
        there = session.scalars(select(Benefit).where(Benefit.advocate_id == advocate_id, OPEN)).all()
        new = [one for one in there if one.told_at is None]
        late = [one for one in there if one.due_on < now.date() and one.reminded_at is None]
        for benefit in new:
            benefit.told_at = now
        for benefit in late:
            benefit.reminded_at = now
        session.flush()
        if late:
            record(
                session,
                at=now,
                actor=JOB,
                action="benefits_overdue",
                subject=("advocate", advocate_id),
                advocate_id=advocate_id,
                kinds=[benefit.kind for benefit in late],
            )
        for task_of in sorted({benefit.task_of for benefit in (*new, *late)}):
            is_news = any(benefit.task_of == task_of for benefit in new)
            mark_benefits(
                program,
                session,
                advocate,
                account,
                task_of,
                now,
                notify=True,
                in_hours=True,
                nudge=not is_news,
            )
        return bool(new), bool(late)


def lapse(program: Program) -> int:
    """What nobody has seen to for a quarter after its day, or whose advocate has left, lapses in silence; how many."""
    today = program.now().date()
    gone = exists().where(Advocate.id == Benefit.advocate_id, Advocate.stage == "retired")
    with program.reading() as session:
        forgotten = select(Benefit.id).where(OPEN, (Benefit.due_on < lapse_before(today)) | gone).limit(1)
        if session.scalar(forgotten) is None:
            return 0
    with program.changing() as session:
        lapsed = session.execute(
            update(Benefit)
            .where(OPEN, (Benefit.due_on < lapse_before(today)) | gone)
            .values(state="lapsed", settled_on=today)
            .execution_options(synchronize_session=False)
        )
        assert isinstance(lapsed, CursorResult)
        return lapsed.rowcount
