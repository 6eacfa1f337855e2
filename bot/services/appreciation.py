"""Thanks: who is owed some, nudging the CSM, and recording that it was said."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.errors import Refused
from bot.facts import ActivityStory
from bot.queries import reference_requests as queries
from bot.services import people, texts
from bot.services.locks import lock_pair
from bot.services.marks import mark_thanks
from bot.services.outcomes import mark_told
from bot.services.owed import begin_wait
from bot.services.program import Program, record
from bot.services.readers import as_read
from models import Account, Activity, Advocate


@dataclass(frozen=True)
class Thanks:
    """How an advocate was thanked: mail, handwritten, call or video, and with what words."""

    how: str
    text: str | None = None
    told_outcome: bool = False
    helped: str | None = None
    """The one thing that helped, where nobody had said it."""


def story(program: Program, by: str, activity_id: str) -> ActivityStory:
    """An activity for the CSM who thanks for it, or an owner; else Refused."""
    with program.reading() as session:
        found = queries.activity_story(session, activity_id, program.now())
        if found is None:
            raise Refused("activity_gone")
        advocate = session.get_one(Advocate, found.advocate.id)
        people.require_csm(program, session, by, session.get_one(Account, advocate.account_id))
        return as_read(program, session, found)


def say_what_helped(
    program: Program, by: str, activity_id: str, helped: str, prospect: str | None = None
) -> None:
    """The specific thing that a thank-you is made of, and whom it helped, from the CSM; the draft is made of it."""
    now = program.now()
    with program.changing() as session:
        advocate_id = session.scalar(select(Activity.advocate_id).where(Activity.id == activity_id))
        if advocate_id is None:
            raise Refused("activity_gone")
        account, advocate = lock_pair(session, advocate_id)
        people.require_csm(program, session, by, account)
        activity = session.get_one(Activity, activity_id, populate_existing=True)
        if activity.thanked_on is not None:
            raise Refused("already_thanked", name=advocate.name, on=activity.thanked_on)
        activity.helped = helped
        activity.prospect = activity.prospect or prospect
        record(
            session,
            at=now,
            actor=by,
            action="helped_said",
            subject=("activity", activity.id),
            request_id=queries.activity_request_id(session, activity),
            advocate_id=advocate.id,
            helped=helped,
        )
        mark_thanks(session, activity, account, now)


def thank(program: Program, by: str, activity_id: str, thanks: Thanks) -> None:
    """The CSM has thanked the advocate. Refused where somebody recorded it before."""
    now = program.now()
    with texts.remembering(program), program.changing() as session:
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
            texts.clear(session, program, by, texts.thank_you(thanks.text, story, request_id))
        activity.helped = activity.helped or thanks.helped
        activity.thanked_on = now.date()
        activity.thanked_how = thanks.how
        activity.thanks_text = thanks.text
        if thanks.told_outcome:
            mark_told(activity, now.date())
        begin_wait(session, activity, now)
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
