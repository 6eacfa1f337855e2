"""Thanks: who is owed some, nudging the CSM, and recording that it was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.engine import CursorResult

from bot.errors import Refused
from bot.facts import ActivityStory
from bot.queries import reference_requests as queries
from bot.services import guarding, people
from bot.services.locks import lock_pair
from bot.services.marks import mark_thanks
from bot.services.program import Program, record
from bot.services.readers import as_read
from models import Account, Activity, Advocate

BASELINE_DAYS = 14
"""Of what was imported, only the last 14 days prompt anybody (program.md section 7)."""


@dataclass(frozen=True)
class Thanks:
    """How an advocate was thanked: mail, handwritten, call or video, and with what words."""

    how: str
    text: str | None = None
    told_outcome: bool = False


def story(program: Program, by: str, activity_id: str) -> ActivityStory:
    """An activity for the CSM who thanks for it, or an owner; else Refused."""
    with program.reading() as session:
        found = queries.activity_story(session, activity_id, program.now())
        if found is None:
            raise Refused("activity_gone")
        advocate = session.get_one(Advocate, found.advocate.id)
        people.require_csm(program, session, by, session.get_one(Account, advocate.account_id))
        return as_read(program, session, found)


def thank(program: Program, by: str, activity_id: str, thanks: Thanks) -> None:
    """The CSM has thanked the advocate. Refused where somebody recorded it before."""
    now = program.now()
    with guarding.remembering(program), program.changing() as session:
        advocate_id = session.scalar(select(Activity.advocate_id).where(Activity.id == activity_id))
        if advocate_id is None:
            raise Refused("activity_gone")
        account, advocate = lock_pair(session, advocate_id)
        people.require_csm(program, session, by, account)
        activity = session.get_one(Activity, activity_id, populate_existing=True)
        if activity.thanked_on is not None:
            raise Refused("already_thanked", name=advocate.name, on=activity.thanked_on)
        if thanks.text:
            story = queries.activity_story(session, activity_id, now)
            assert story is not None
            request_id = queries.activity_request_id(session, activity)
            guarding.clear(session, program, by, guarding.thank_you(thanks.text, story, request_id))
        activity.thanked_on = now.date()
        activity.thanked_how = thanks.how
        activity.thanks_text = thanks.text
        if thanks.told_outcome:
            activity.outcome_told_on = now.date()
        record(
            session,
            at=now,
            actor=by,
            action="advocate_thanked",
            subject=("activity", activity.id),
            request_id=queries.activity_request_id(session, activity),
            advocate_id=advocate.id,
            how=thanks.how,
        )
        mark_thanks(session, activity, account, now)


def due_for_nudge(program: Program, now: datetime) -> list[str]:
    """Ids of activities that have waited long enough for thanks without a nudge, oldest first."""
    waited = now - timedelta(hours=program.policy.thanks_after_hours)
    with program.reading() as session:
        return list(
            session.scalars(
                select(Activity.id)
                .where(
                    Activity.thanked_on.is_(None),
                    Activity.thanks_nudged_at.is_(None),
                    Activity.effort > 0,
                    Activity.completed_at <= waited,
                    or_(
                        Activity.origin == "bot",
                        Activity.completed_on >= now.date() - timedelta(days=BASELINE_DAYS),
                    ),
                )
                .order_by(Activity.completed_on, Activity.id)
            )
        )


def nudge(program: Program, activity_id: str, now: datetime) -> bool:
    """Brings the thank-you back to the CSM in their working hours; False where it was done or nudged meanwhile."""
    with program.changing() as session:
        claimed = session.execute(
            update(Activity)
            .where(
                Activity.id == activity_id,
                Activity.thanked_on.is_(None),
                Activity.thanks_nudged_at.is_(None),
            )
            .values(thanks_nudged_at=now)
        )
        assert isinstance(claimed, CursorResult)
        if claimed.rowcount != 1:
            return False
        activity = session.get_one(Activity, activity_id)
        advocate = session.get_one(Advocate, activity.advocate_id)
        account = session.get_one(Account, advocate.account_id)
        record(
            session,
            at=now,
            actor="job:thank_you_nudges",
            action="thanks_nudged",
            subject=("activity", activity_id),
            request_id=queries.activity_request_id(session, activity),
            advocate_id=advocate.id,
        )
        mark_thanks(session, activity, account, now, notify=True, in_hours=True)
        return True
