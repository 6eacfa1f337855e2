"""Benefits: which kinds there are, what somebody was granted, and what is overdue."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.benefit_facts import BenefitStory, BenefitTask
from bot.db import built_once
from bot.facts import Undo
from bot.queries.naming import card
from bot.queries.people import colleague
from bot.queries.tastes import tastes
from bot.queries.undoing import UNDOABLE
from bot.rules.benefits import BENEFITS, Benefits, to_ask_first
from bot.rules.benefits import BenefitKind as Kind
from bot.rules.gives import Catalogue
from bot.rules.tiers import YEAR
from models import Account, Advocate, AuditEntry, Benefit, BenefitKind
from models.benefits import OPEN

CLICKS = frozenset({"benefit_done", "benefit_declined"})
"""How the audit names what settles one."""


def kinds(session: Session) -> Benefits:
    """What ships and what owners made of it."""
    there = dict(BENEFITS)
    for row in session.scalars(*_kinds()):
        there.pop(row.kind, None)
        if not row.removed:
            assert row.tier is not None
            assert row.task_of is not None
            assert row.days is not None
            there[row.kind] = Kind(row.tier, row.task_of, row.days, row.give, name=row.name)
    return there


@built_once
def _kinds() -> Select[BenefitKind]:
    return select(BenefitKind).order_by(BenefitKind.at, BenefitKind.kind)


def lately(session: Session, advocate_id: str, today: date) -> frozenset[str]:
    """What somebody was granted within the last 365 days, whatever became of it."""
    return frozenset(
        session.scalars(
            select(Benefit.kind).where(Benefit.advocate_id == advocate_id, Benefit.granted_on > today - YEAR)
        )
    )


def to_tell(today: date, limit: int) -> Select[str]:
    """Ids of advocates with a benefit of which nobody was told yet, or that is overdue and nobody was reminded: found among
    what is open, by its index."""
    return (
        select(Benefit.advocate_id)
        .where(
            OPEN,
            Benefit.told_at.is_(None) | ((Benefit.due_on < today) & Benefit.reminded_at.is_(None)),
        )
        .distinct()
        .limit(limit)
    )


def last_click(session: Session, benefit_ids: Collection[str], since: datetime) -> AuditEntry | None:
    """The last of the clicks that settled any of these, not before `since`."""
    return session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == "benefit",
            AuditEntry.subject_id.in_(benefit_ids),
            AuditEntry.action.in_(sorted(CLICKS)),
            AuditEntry.at >= since,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    ).first()


@built_once
def _granted(advocate_id: str, task_of: str) -> Select[Benefit]:
    return (
        select(Benefit)
        .where(Benefit.advocate_id == advocate_id, Benefit.task_of == task_of, Benefit.state != "lapsed")
        .order_by(Benefit.due_on, Benefit.id)
    )


def story(
    session: Session, advocate_id: str, task_of: str, gives: Catalogue, now: datetime
) -> BenefitStory | None:
    """What one reader has to see to for somebody; None where nothing ever was, or they are gone."""
    today = now.date()
    advocate = session.get(Advocate, advocate_id)
    if advocate is None or advocate.stage == "retired":
        return None
    rows = session.scalars(*_granted(advocate_id, task_of)).all()
    if not rows:
        return None
    account = session.get_one(Account, advocate.account_id)
    newest = max(rows, key=lambda one: (one.granted_on, one.id))
    settled = [one.id for one in rows if one.state != "open"]
    click = last_click(session, settled, now - UNDOABLE) if settled else None
    there, person = kinds(session), tastes(session, [advocate_id])[advocate_id]
    return BenefitStory(
        advocate=card(session, advocate),
        tier=newest.tier,
        csm=colleague(session, account.csm),
        tasks=tuple(
            BenefitTask(
                id=one.id,
                kind=one.kind,
                name=there[one.kind].name if one.kind in there else None,
                due_on=one.due_on,
                state=one.state,
                settled_on=one.settled_on,
                ask_first=to_ask_first(there[one.kind], gives, person, may_use_logo=account.may_use_logo)
                if one.kind in there
                else None,
                overdue=one.due_on < today,
            )
            for one in rows
            if one.state == "open" or one.granted_on == newest.granted_on
        ),
        undo=Undo(click.id, click.at + UNDOABLE, click.actor) if click else None,
        undo_of=click.subject_id if click else None,
    )


def lapse_before(today: date) -> date:
    """What was due before this day and is open still has been forgotten: it lapses in silence."""
    return today - timedelta(days=90)
