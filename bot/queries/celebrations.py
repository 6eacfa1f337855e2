"""What can be thanked for in public, and what was."""

from datetime import date, datetime, timedelta

from sqlalchemy import Exists, Select, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.db import built_once
from bot.milestone_facts import Celebrated, Posted
from bot.queries.milestones import moment_of
from bot.queries.naming import card
from bot.queries.people import colleague
from bot.queries.reference_requests import activity_story
from bot.queries.undoing import UNDOABLE
from bot.rules.kinds import counts
from bot.rules.milestones import NTH, PROGRAM, TIER, WORK
from bot.rules.tiers import SILVER
from models import Account, Activity, Advocate, Celebration, Milestone

FITTING = ("promotion", WORK, PROGRAM, NTH, TIER, "other")
"""Moments of a person that can be celebrated in public."""


def celebrated(session: Session, subject_id: str, now: datetime) -> Celebrated | None:
    """An activity, or a moment of a person, as a public thank-you would speak of it; None where there is none such."""
    activity, milestone = session.get(Activity, subject_id), session.get(Milestone, subject_id)
    found = activity or milestone
    if found is None or found.advocate_id is None:
        return None
    advocate = session.get_one(Advocate, found.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    story = activity_story(session, subject_id, now) if activity else None
    posted = celebration_of(session, subject_id)
    return Celebrated(
        subject_id=subject_id,
        advocate=card(session, advocate),
        may_name=advocate.may_name_publicly,
        company=account.name if account.may_use_logo else None,
        account=account.name,
        products=tuple(account.products),
        activity=story,
        moment=moment_of(session, milestone) if milestone else None,
        csm=colleague(session, account.csm),
        requester=story.requester if story else None,
        posted=_posted(session, posted) if posted else None,
    )


def celebration_of(session: Session, subject_id: str) -> Celebration | None:
    """The public thank-you for an activity or a milestone, also one taken back."""
    return session.scalars(
        select(Celebration).where(
            or_(Celebration.activity_id == subject_id, Celebration.milestone_id == subject_id)
        )
    ).one_or_none()


def may_celebrate_activity(session: Session, activity_id: str) -> bool:
    """Whether it is offered: it was thanked for, they have not said no to being named, and it was not done before."""
    row = session.execute(
        select(Activity.kind, Activity.thanked_on, Advocate.may_name_publicly, Advocate.stage)
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .where(Activity.id == activity_id, ~_done(Celebration.activity_id, activity_id))
    ).one_or_none()
    if row is None:
        return False
    kind, thanked_on, may_name, stage = row
    return counts(kind) and thanked_on is not None and may_name is not False and stage != "retired"


def may_celebrate_moments(session: Session, advocate_id: str, told_on: date) -> bool:
    """Whether what was told of one person on one day is offered: they have not said no, and it was not done before. The
    first step up is for what they did, which is celebrated itself."""
    may_name = session.scalar(select(Advocate.may_name_publicly).where(Advocate.id == advocate_id))
    ids = session.scalars(
        select(Milestone.id).where(
            Milestone.advocate_id == advocate_id,
            Milestone.told_on == told_on,
            Milestone.kind.in_(FITTING),
            or_(Milestone.kind != TIER, Milestone.detail != SILVER),
        )
    ).all()
    done = session.scalar(
        select(Celebration.id)
        .where(Celebration.milestone_id.in_(ids), Celebration.taken_back_at.is_(None))
        .limit(1)
    )
    return bool(ids) and may_name is not False and done is None


def over(now: datetime) -> tuple[Select[Celebration], dict[str, datetime]]:
    """Those whose time to be taken back has ended, for two hours at most."""
    return _posted_between(now - UNDOABLE - timedelta(hours=2), now - UNDOABLE)


@built_once
def _posted_between(first_post: datetime, last_post: datetime) -> Select[Celebration]:
    posted = Celebration.posted_at.between(first_post, last_post)
    return select(Celebration).where(posted).order_by(Celebration.id)


def _done(column: InstrumentedAttribute[str | None], subject_id: str) -> Exists:
    return exists().where(column == subject_id, Celebration.taken_back_at.is_(None))


def _posted(session: Session, one: Celebration) -> Posted:
    return Posted(
        id=one.id,
        text=one.text,
        by=colleague(session, one.by),
        at=one.posted_at,
        undo_until=one.posted_at + UNDOABLE,
        taken_back=one.taken_back_at is not None,
    )
