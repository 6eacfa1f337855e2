"""Requests with their asks: what the messages about them are made of."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, CompoundSelect, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.facts import (
    ActivityStory,
    AdvocateCard,
    AskStory,
    Colleague,
    Coming,
    Contact,
    OutsideAsk,
    PastActivity,
    RequestFacts,
    RequestStory,
)
from bot.queries.advocates import facts_of, last_asked_on
from bot.queries.baseline import is_from_before
from bot.queries.incentives import is_connected
from bot.queries.milestones import first_step
from bot.queries.naming import card
from bot.queries.overrides import override_of
from bot.queries.people import colleague, profiles_of
from bot.queries.stories import briefing
from bot.queries.undoing import correctable, undo_of_ask, undo_of_request
from bot.queries.waits import profiles, wait_of
from bot.rules.eligibility import judge
from bot.rules.kinds import PUBLISHED
from bot.rules.loop import known_outcome, untold_news
from bot.rules.milestones import BASELINE_DAYS
from bot.rules.override import despite
from bot.rules.policy import Policy
from models import Account, Activity, Advocate, Ask, ExecutiveNote, ReferenceRequest, Sponsorship, Spotlight

HISTORY = 3
"""Past activities that a CSM is shown."""
MEETING = ("accepted", "scheduled")
"""States of an ask in which its requester has the contact."""


def request_story(
    session: Session, request_id: str, policy: Policy, now: datetime, owners: Collection[str]
) -> RequestStory | None:
    """A request with all its asks, oldest first; None where it is gone. Where an owner acts in a CSM's place, it goes by
    their clock."""
    request = session.get(ReferenceRequest, request_id)
    if request is None:
        return None
    asks = session.scalars(*_asks_of(request_id)).all()
    around = session.execute(*_around(request_id)).all()  # kept here, and found by their ids from here on
    profiles_of(session, {request.requester, *(account.csm for _, account in around)})
    facts = request_facts(session, request)
    return RequestStory(
        facts,
        tuple(_ask_story(session, ask, facts, policy, now, owners) for ask in asks),
        undo_of_request(session, request, now),
    )


@built_once
def _asks_of(request_id: str) -> Select[Ask]:
    return select(Ask).where(Ask.request_id == request_id).order_by(Ask.reserved_at, Ask.id)


@built_once
def _around(request_id: str) -> Select[Advocate, Account]:
    asked = select(Ask.advocate_id).where(Ask.request_id == request_id)
    return (
        select(Advocate, Account)
        .join(Account, Account.id == Advocate.account_id)
        .where(Advocate.id.in_(asked))
    )


def ask_story(
    session: Session, ask_id: str, policy: Policy, now: datetime, owners: Collection[str]
) -> AskStory | None:
    """One ask with everyone around it, by the same clock; None where it is gone or was not made by the bot."""
    ask = session.get(Ask, ask_id)
    if ask is None or ask.request_id is None:
        return None
    request = session.get_one(ReferenceRequest, ask.request_id)
    return _ask_story(session, ask, request_facts(session, request), policy, now, owners)


def outside_ask(session: Session, ask_id: str) -> OutsideAsk | None:
    """An ask that somebody logged as made outside the bot; None where it is gone."""
    ask = session.get(Ask, ask_id)
    if ask is None or ask.asked_on is None:
        return None
    return OutsideAsk(
        id=ask.id,
        by=colleague(session, ask.requester),
        advocate=card(session, session.get_one(Advocate, ask.advocate_id)),
        kind=ask.kind,
        asked_on=ask.asked_on,
        answer=ask.answer or "no_answer",
    )


def requests_of(session: Session, requester: str, limit: int) -> Sequence[ReferenceRequest]:
    """Somebody's newest requests, newest first."""
    return session.scalars(
        select(ReferenceRequest)
        .where(ReferenceRequest.requester == requester)
        .order_by(ReferenceRequest.filed_at.desc(), ReferenceRequest.id.desc())
        .limit(limit)
    ).all()


def request_facts(session: Session, request: ReferenceRequest) -> RequestFacts:
    """A request as messages are told of it."""
    return RequestFacts(
        id=request.id,
        state=request.state,
        requester=colleague(session, request.requester),
        kind=request.kind,
        platform=request.platform,
        words=request.words,
        deal_name=request.deal_name,
        prospect=request.prospect,
        deal_amount=request.deal_amount,
        currency=request.currency,
        deal_stage=request.deal_stage,
        close_date=request.close_date,
        needed_by=request.needed_by,
        format=request.format,
        questions=request.questions,
        filed_at=request.filed_at,
        deal_asked=request.deal_asked_at is not None
        and (request.deal_answered_at is None or request.deal_answered_at < request.deal_asked_at),
    )


def activity_story(session: Session, activity_id: str, now: datetime) -> ActivityStory | None:
    """One activity with the people around it; None where it is gone."""
    activity = session.get(Activity, activity_id)
    if activity is None:
        return None
    advocate = session.get_one(Advocate, activity.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    request = request_of(session, activity)
    return _activity_story(
        session,
        activity,
        now,
        card(session, advocate),
        Contact(advocate.email, advocate.phone),
        colleague(session, account.csm),
        colleague(session, request.requester) if request else None,
    )


def _csms_around(advocates: Select[str] | CompoundSelect[str]) -> Select[str]:
    return (
        select(Account.csm)
        .join(Advocate, Advocate.account_id == Account.id)
        .where(Advocate.id.in_(advocates))
        .distinct()
    )


_SUBJECT: BindParameter[str] = bindparam("subject")
# Built once: it is asked before every message.
_CSMS_AROUND = {
    "request": _csms_around(select(Ask.advocate_id).where(Ask.request_id == _SUBJECT)),
    "ask": _csms_around(select(Ask.advocate_id).where(Ask.id == _SUBJECT)),
    "outside_ask": _csms_around(select(Ask.advocate_id).where(Ask.id == _SUBJECT)),
    "activity": _csms_around(select(Activity.advocate_id).where(Activity.id == _SUBJECT)),
    "sponsors": _csms_around(select(Sponsorship.advocate_id).where(Sponsorship.executive == _SUBJECT)),
    "executive_note": _csms_around(select(ExecutiveNote.advocate_id).where(ExecutiveNote.id == _SUBJECT)),
    "owners_list": _csms_around(
        select(Ask.advocate_id)
        .where(Ask.with_owners_since.is_not(None))
        .union(select(Activity.advocate_id).where(Activity.with_owners_since.is_not(None)))
    ),
    "spotlight": _csms_around(select(Spotlight.advocate_id).where(Spotlight.id == _SUBJECT)),
    "milestones": _csms_around(
        select(Advocate.id).where(or_(Advocate.id == _SUBJECT, Advocate.account_id == _SUBJECT))
    ),
}


def csms_of(session: Session, subject_kind: str, subject_id: str) -> Sequence[str]:
    """The CSMs, as the data names them, around whatever a message is about."""
    around = _CSMS_AROUND.get(subject_kind)
    return [] if around is None else plain(session, around, {"subject": subject_id}).scalars().all()


def activity_request_id(session: Session, activity: Activity) -> str | None:
    """The request that an activity answered; None where nobody asked."""
    return (
        session.scalar(select(Ask.request_id).where(Ask.id == activity.ask_id)) if activity.ask_id else None
    )


def request_of(session: Session, activity: Activity) -> ReferenceRequest | None:
    """The request that an activity answered; None where nobody asked."""
    if activity.ask_id is None:
        return None
    return session.scalars(*_request_of(activity.ask_id)).one_or_none()


@built_once
def _request_of(ask_id: str) -> Select[ReferenceRequest]:
    return select(ReferenceRequest).join(Ask, Ask.request_id == ReferenceRequest.id).where(Ask.id == ask_id)


def _ask_story(
    session: Session,
    ask: Ask,
    request: RequestFacts,
    policy: Policy,
    now: datetime,
    owners: Collection[str],
) -> AskStory:
    advocate = session.get_one(Advocate, ask.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    facts = facts_of(session, advocate, now.date(), excluding=ask.id)
    shown = AdvocateCard(
        id=advocate.id,
        name=advocate.name,
        title=advocate.title,
        account=account.name,
        asked_365=len(facts.asks),
        last_asked_on=max((one.day for one in facts.asks), default=None)
        or last_asked_on(session, advocate.id, excluding=ask.id),
    )
    contact = Contact(advocate.email, advocate.phone)
    csm = colleague(session, account.csm)
    past = session.scalars(*_newest_activities(advocate.id)).all()
    verdict = judge(facts, ask.kind, policy, now, request.prospect)
    override = override_of(session, ask.id)
    own = next((one for one in past if one.ask_id == ask.id), None)
    if own is None and len(past) == HISTORY:  # there are older ones
        own = session.scalars(*_activity_of(ask.id)).one_or_none()
    is_thanked = own is not None and own.thanked_on is not None
    return AskStory(
        id=ask.id,
        state=ask.state,
        kind=ask.kind,
        request=request,
        advocate=shown,
        contact=contact,
        csm=csm,
        verdict=despite(verdict, override.reasons) if override else verdict,
        history=tuple(
            PastActivity(one.kind, one.completed_on, one.rating, one.thanked_on is not None)
            for one in past
            if one.ask_id != ask.id
        ),
        industry=account.industry,
        note=ask.note,
        comment=ask.comment,
        release_reason=ask.release_reason,
        reserved_at=ask.reserved_at,
        decided_at=ask.decided_at,
        contacted_at=ask.contacted_at,
        answered_at=ask.answered_at,
        closed_at=ask.closed_at,
        scheduled_for=ask.scheduled_for,
        outcome_asked_at=ask.outcome_asked_at,
        told_at=ask.told_at,
        chased_at=_still_chased(ask),
        briefing=briefing(session, advocate, account) if ask.state in MEETING else None,
        reminders=ask.steps_taken,
        coming=_coming(session, ask, advocate, account, request.requester.mention, policy, now, owners),
        activity=_activity_story(session, own, now, shown, contact, csm, request.requester) if own else None,
        override=override,
        undo=None if is_thanked else undo_of_ask(session, ask, now),
        correctable=not is_thanked and bool(correctable(ask)),
        connected=ask.kind in PUBLISHED and is_connected(session, advocate.id),
    )


@built_once
def _newest_activities(advocate_id: str) -> Select[Activity]:
    return (
        select(Activity)
        .where(Activity.advocate_id == advocate_id)
        .order_by(Activity.completed_on.desc(), Activity.id.desc())
        .limit(HISTORY)
    )


@built_once
def _activity_of(ask_id: str) -> Select[Activity]:
    return select(Activity).where(Activity.ask_id == ask_id)


def _still_chased(ask: Ask) -> datetime | None:
    """When the requester chased it, unless something has happened since."""
    steps = (ask.reserved_at, ask.decided_at, ask.contacted_at, ask.answered_at)
    if ask.chased_at is None or any(step is not None and step > ask.chased_at for step in steps):
        return None
    return ask.chased_at


def _coming(
    session: Session,
    ask: Ask,
    advocate: Advocate,
    account: Account,
    requester: str,
    policy: Policy,
    now: datetime,
    owners: Collection[str],
) -> Coming | None:
    if ask.due_at is None:
        return None
    people = profiles(session, {requester}, {account.csm}, now, owners)
    wait = wait_of(ask, advocate, account, requester, people, policy)
    due = wait.end() if wait else None
    return Coming(due.step.then, due.at) if due else None


def _activity_story(
    session: Session,
    activity: Activity,
    now: datetime,
    advocate: AdvocateCard,
    contact: Contact,
    csm: Colleague,
    requester: Colleague | None,
) -> ActivityStory:
    return ActivityStory(
        id=activity.id,
        kind=activity.kind,
        completed_on=activity.completed_on,
        minutes=activity.minutes,
        helped=activity.helped,
        rating=activity.rating,
        platform=activity.platform,
        prospect=activity.prospect,
        deal_name=activity.deal or None,
        outcome=known_outcome(activity.result, activity.published_on, now.date()),
        outcome_told_on=activity.outcome_told_on,
        news=untold_news(
            activity.result,
            activity.published_on,
            activity.outcome_told_on,
            activity.told_outcomes,
            now.date(),
        ),
        published_on=activity.published_on,
        published_link=activity.published_link,
        amount=activity.amount,
        currency=activity.currency,
        thanked_on=activity.thanked_on,
        thanked_how=activity.thanked_how,
        thanks_text=activity.thanks_text,
        nudged=activity.steps_taken > 0,
        advocate=advocate,
        contact=contact,
        csm=csm,
        requester=requester,
        asked=activity.asked,
        before=_helped_before(session, activity),
        number=_number(session, activity),
        late=activity.completed_on < now.date() - timedelta(days=BASELINE_DAYS),
        first_step=activity.thanked_on is None and first_step(session, activity.id),
        from_before=is_from_before(activity, now.date()),
    )


def _helped_before(session: Session, activity: Activity) -> int:
    return plain(session, *_earlier(activity.advocate_id, activity.completed_on)).scalar() or 0


@built_once
def _earlier(advocate_id: str, day: date) -> Select[int]:
    return (
        select(func.count())
        .select_from(Activity)
        .where(Activity.advocate_id == advocate_id, Activity.completed_on < day, Activity.effort > 0)
    )


def _number(session: Session, activity: Activity) -> int:
    day = activity.completed_on
    of_year = _earlier_of_year(activity.kind, day.replace(month=1, day=1), day, activity.id)
    return plain(session, *of_year).scalar() or 0


@built_once
def _earlier_of_year(kind: str, new_year: date, day: date, activity_id: str) -> Select[int]:
    same_day = (Activity.completed_on == day) & (Activity.id < activity_id)
    return (
        select(func.count())
        .select_from(Activity)
        .where(
            Activity.kind == kind, Activity.completed_on >= new_year, (Activity.completed_on < day) | same_day
        )
    )
