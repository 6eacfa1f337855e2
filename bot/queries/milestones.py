"""Milestones: which are told together, and of whom."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot.facts import AdvocateCard, Contact
from bot.milestone_facts import Moment, Noticed
from bot.queries.naming import card
from bot.queries.people import colleague
from bot.queries.tiers import MOVING
from bot.rules.milestones import HERE, NTH
from models import Account, Activity, Advocate, Milestone

NAMED = 20
"""People at a company who are named with its milestone."""


def milestone_of(
    session: Session, advocate_id: str | None, account_id: str | None, kind: str, on: date
) -> Milestone:
    """The one milestone of that kind and day."""
    return session.scalars(
        select(Milestone).where(
            Milestone.advocate_id == advocate_id if advocate_id else Milestone.account_id == account_id,
            Milestone.kind == kind,
            Milestone.on == on,
        )
    ).one()


def activities_that_count(session: Session, advocate_id: str) -> tuple[int, date | None]:
    """How many activities of theirs move a tier, ever, and the day of the last of which the bot heard by itself."""
    by_bot = case((Activity.origin == "bot", Activity.completed_on))
    row = session.execute(
        select(func.count(), func.max(by_bot)).where(
            Activity.advocate_id == advocate_id, Activity.kind.in_(MOVING)
        )
    ).one()
    return row[0], row[1]


def nth_noticed(session: Session, advocate_id: str) -> Sequence[Milestone]:
    """Which of their activities were noticed as their 5th, 10th …"""
    return session.scalars(
        select(Milestone).where(Milestone.advocate_id == advocate_id, Milestone.kind == NTH)
    ).all()


def people_there(session: Session, account_id: str) -> Sequence[Advocate]:
    """Who is in the program at a company, by name."""
    return session.scalars(
        select(Advocate)
        .where(Advocate.account_id == account_id, Advocate.stage.in_(sorted(HERE)))
        .order_by(Advocate.name, Advocate.id)
        .limit(NAMED)
    ).all()


def noticed(session: Session, subject_id: str, today: date) -> Noticed | None:
    """What was told of one person or one company on one day; None where there is nothing, or they are gone."""
    advocate = session.get(Advocate, subject_id)
    account = session.get(Account, advocate.account_id if advocate else subject_id)
    if account is None or (advocate is not None and advocate.stage == "retired"):
        return None
    of_subject = Milestone.advocate_id == advocate.id if advocate else Milestone.account_id == account.id
    rows = session.scalars(
        select(Milestone).where(of_subject, Milestone.told_on == today).order_by(Milestone.on, Milestone.id)
    ).all()
    if not rows:
        return None
    there = () if advocate else people_there(session, account.id)
    return Noticed(
        moments=tuple(_moment(session, row) for row in rows),
        today=today,
        account_id=account.id,
        account=account.name,
        csm=colleague(session, account.csm),
        advocate=card(session, advocate) if advocate else None,
        contact=Contact(advocate.email, advocate.phone) if advocate else None,
        people=tuple(AdvocateCard(one.id, one.name, one.title, account.name, 0, None) for one in there),
    )


def _moment(session: Session, row: Milestone) -> Moment:
    return Moment(
        id=row.id,
        kind=row.kind,
        on=row.on,
        detail=row.detail,
        note=row.note,
        by=colleague(session, row.by) if row.by else None,
    )
