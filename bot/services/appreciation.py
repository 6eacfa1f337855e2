"""Thanks: who is owed some, nudging the CSM, and recording that it was said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import ActivityStory
from bot.queries import reference_requests as queries
from bot.queries.baseline import is_from_before
from bot.services import people, texts
from bot.services.locks import lock_activity
from bot.services.marks import has_card, mark_card, mark_csm, mark_requester, mark_thanks
from bot.services.open_thanks import LET_GO, LONG_AGO, renew_list
from bot.services.outcomes import mark_told
from bot.services.owed import begin_wait
from bot.services.program import Program, record
from bot.services.readers import as_read
from messages import cards
from models import Account, Activity, Advocate, Ask, ReferenceRequest

HANDWRITTEN = "handwritten"


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


def _opened(
    program: Program, session: Session, by: str, activity_id: str
) -> tuple[Activity, Account, Advocate]:
    """An activity under the locks of its advocate, for their CSM or an owner; else Refused."""
    activity, account, advocate = lock_activity(session, activity_id)
    people.require_csm(program, session, by, account)
    return activity, account, advocate


def say_what_helped(
    program: Program, by: str, activity_id: str, helped: str, prospect: str | None = None
) -> None:
    """The specific thing that a thank-you is made of, and whom it helped, from the CSM; the draft is made of it."""
    now = program.now()
    with program.changing() as session:
        activity, account, advocate = _opened(program, session, by, activity_id)
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


def make_card(program: Program, by: str, activity_id: str, text: str) -> None:
    """A card to print with these words, sent to whoever asks for it, the CSM or an owner. The words are kept for the thanks.

    Refused where the card has no room or no letters for them."""
    now = program.now()
    with texts.remembering(program), program.changing() as session:
        activity, account, advocate = _opened(program, session, by, activity_id)
        story = queries.activity_story(session, activity_id, now)
        assert story is not None
        _require_card(story, text)
        request_id = queries.activity_request_id(session, activity)
        texts.clear(session, program, by, texts.thank_you(text, story, request_id))
        activity.thanks_text = text
        record(
            session,
            at=now,
            actor=by,
            action="card_made",
            subject=("activity", activity.id),
            request_id=request_id,
            advocate_id=advocate.id,
        )
        mark_card(session, activity, by, now)
        mark_thanks(session, activity, account, now)


def _require_card(story: ActivityStory, text: str) -> None:
    from messages.typesetting import TooLong, Unprintable

    try:
        cards.pdf(story, text)
    except Unprintable as missing:
        raise Refused("card_unprintable", field="text", letters=missing.letters) from missing
    except TooLong as long:
        raise Refused("card_too_long", field="text", over=long.over) from long


def thank(program: Program, by: str, activity_id: str, thanks: Thanks) -> None:
    """The CSM has thanked the advocate. Refused where somebody recorded it before.

    What is from before the bot was there may also be settled: it was thanked for at the time, or is let go; then no words
    are kept, and it prompts nobody either way."""
    now = program.now()
    with texts.remembering(program), program.changing() as session:
        activity, account, advocate = _opened(program, session, by, activity_id)
        if activity.thanked_on is not None:
            raise Refused("already_thanked", name=advocate.name, on=activity.thanked_on)
        from_before = is_from_before(activity, now.date())
        if thanks.how in (LONG_AGO, LET_GO):
            _settle(session, by, activity, account, thanks.how, now)
            return
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
        if not from_before:
            begin_wait(session, activity, now)
        if thanks.how == HANDWRITTEN and thanks.text and not has_card(session, activity):
            mark_card(session, activity, by, now)
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
        if from_before:
            renew_list(session, account.csm, now)
        else:
            mark_thanks(session, activity, account, now)
            _tell_around(session, activity, account, now)


def _tell_around(session: Session, activity: Activity, account: Account, now: datetime) -> None:
    """The messages about what was asked for say that they were thanked."""
    ask = session.get(Ask, activity.ask_id) if activity.ask_id else None
    if ask is not None and ask.request_id is not None:
        mark_csm(session, ask, account, now)
        mark_requester(session, session.get_one(ReferenceRequest, ask.request_id), now)


def _settle(session: Session, by: str, activity: Activity, account: Account, how: str, now: datetime) -> None:
    if not is_from_before(activity, now.date()):
        raise Refused("field_missing")
    activity.thanked_how = how
    if how == LONG_AGO:
        activity.thanked_on = activity.completed_on
    record(
        session,
        at=now,
        actor=by,
        action="advocate_thanked" if how == LONG_AGO else "thanks_let_go",
        subject=("activity", activity.id),
        advocate_id=activity.advocate_id,
        how=how,
    )
    renew_list(session, account.csm, now)
