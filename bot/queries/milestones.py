"""Milestones: which are told together, and of whom."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from bot.db import built_once
from bot.facts import AdvocateCard, Contact, PastActivity
from bot.milestone_facts import Moment, Noticed
from bot.queries.naming import card
from bot.queries.people import colleague
from bot.queries.tastes import tastes
from bot.queries.tiers import MOVING
from bot.rules.gives import MOST, Catalogue, GiveKind, Idea, fitting
from bot.rules.milestones import HERE, NTH, TIER
from bot.rules.tiers import SILVER
from models import Account, Activity, Advocate, Milestone

NAMED = 20
"""People at a company who are named with its milestone."""
PLEASED = 3
"""People at a company for whom something is thought of."""
LATELY = timedelta(days=365)


class _Ideas(TypedDict):
    ideas: dict[str, tuple[Idea, ...]]
    catalogue: dict[str, GiveKind]


def milestone_of(
    session: Session, advocate_id: str | None, account_id: str | None, kind: str, on: date
) -> Milestone:
    """The one milestone of that kind and day."""
    one = _of_advocate(advocate_id, kind, on) if advocate_id else _of_account(account_id, kind, on)
    found: Milestone = session.scalars(*one).one()
    return found


@built_once
def _of_advocate(advocate_id: str, kind: str, on: date) -> Select[Milestone]:
    return select(Milestone).where(
        Milestone.advocate_id == advocate_id, Milestone.kind == kind, Milestone.on == on
    )


@built_once
def _of_account(account_id: str | None, kind: str, on: date) -> Select[Milestone]:
    return select(Milestone).where(
        Milestone.account_id == account_id, Milestone.kind == kind, Milestone.on == on
    )


def is_told_with_thanks(milestone: Milestone) -> bool:
    """Whether its CSM reads of it in the message about thanking for what made it: the first step up, with the first activity."""
    return milestone.activity_id is not None and (milestone.kind, milestone.detail) == (TIER, SILVER)


def first_step(session: Session, activity_id: str) -> bool:
    """Whether this activity was somebody's first step up."""
    return any(is_told_with_thanks(one) for one in session.scalars(*_steps_made_by(activity_id)))


@built_once
def _steps_made_by(activity_id: str) -> Select[Milestone]:
    return select(Milestone).where(Milestone.activity_id == activity_id, Milestone.kind == TIER)


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
    return session.scalars(*_people_there(account_id)).all()


@built_once
def _people_there(account_id: str) -> Select[Advocate]:
    return (
        select(Advocate)
        .where(Advocate.account_id == account_id, Advocate.stage.in_(sorted(HERE)))
        .order_by(Advocate.name, Advocate.id)
        .limit(NAMED)
    )


def told_together(session: Session, subject_id: str, told_on: date) -> list[Milestone]:
    """What one message of one day tells of a person or a company, the first to come first."""
    rows = session.scalars(*_told(subject_id, told_on))
    return [row for row in rows if not is_told_with_thanks(row)]


@built_once
def _told(subject_id: str, told_on: date) -> Select[Milestone]:
    return (
        select(Milestone)
        .where(
            or_(Milestone.advocate_id == subject_id, Milestone.account_id == subject_id),
            Milestone.told_on == told_on,
        )
        .order_by(Milestone.on, Milestone.id)
    )


def noticed(
    session: Session, subject_id: str, told_on: date, today: date, gives: Catalogue
) -> Noticed | None:
    """What was told of one person or one company on one day, with which of these gives could please them; None where there is
    nothing, or they are gone. `today` is the reader's."""
    advocate = session.get(Advocate, subject_id)
    account = session.get(Account, advocate.account_id if advocate else subject_id)
    if account is None or (advocate is not None and advocate.stage == "retired"):
        return None
    rows = told_together(session, subject_id, told_on)
    if not rows:
        return None
    there = () if advocate else people_there(session, account.id)
    one = advocate or (there[0] if len(there) == 1 else None)
    return Noticed(
        moments=tuple(moment_of(session, row) for row in rows),
        today=today,
        account_id=account.id,
        account=account.name,
        csm=colleague(session, account.csm),
        advocate=card(session, advocate) if advocate else None,
        contact=Contact(one.email, one.phone) if one else None,
        people=tuple(AdvocateCard(each.id, each.name, each.title, account.name, 0, None) for each in there),
        last=_last_activity(session, advocate.id, today) if advocate else None,
        **_ideas(
            session, [each.id for each in ([advocate] if advocate else there)], rows[0].kind, today, gives
        ),
    )


def _ideas(session: Session, advocates: list[str], occasion: str, today: date, gives: Catalogue) -> _Ideas:
    """Two or three for one person, the best one for each of several. A note from an executive is not the CSM's to give."""
    catalogue = {kind: give for kind, give in gives.items() if kind != "executive_note"}
    most = MOST if len(advocates) == 1 else 1
    found = tastes(session, advocates[:PLEASED])
    return {
        "ideas": {id_: fitting(catalogue, taste, occasion, today, most) for id_, taste in found.items()},
        "catalogue": catalogue,
    }


def _last_activity(session: Session, advocate_id: str, today: date) -> PastActivity | None:
    last = session.scalars(*_last(advocate_id, today - LATELY, today)).first()
    if last is None:
        return None
    return PastActivity(last.kind, last.completed_on, last.rating, last.thanked_on is not None)


@built_once
def _last(advocate_id: str, since: date, today: date) -> Select[Activity]:
    return (
        select(Activity)
        .where(
            Activity.advocate_id == advocate_id,
            Activity.kind.in_(MOVING),
            Activity.completed_on.between(since, today),
        )
        .order_by(Activity.completed_on.desc(), Activity.id.desc())
        .limit(1)
    )


def moment_of(session: Session, row: Milestone) -> Moment:
    """One milestone, with who told of it."""
    return Moment(
        id=row.id,
        kind=row.kind,
        on=row.on,
        detail=row.detail,
        note=row.note,
        by=colleague(session, row.by) if row.by else None,
    )
