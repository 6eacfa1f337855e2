"""What came of it: how it went, from the requester; and the word on it to the advocate, from their CSM."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries import reference_requests as queries
from bot.rules.kinds import effort_of
from bot.rules.loop import DECIDED, known_outcome, untold_news
from bot.services import people, tiers
from bot.services.locks import close_ask, lock_pair, move_ask, move_request
from bot.services.marks import (
    mark_csm,
    mark_owners_of_ask,
    mark_owners_of_ask_if_told,
    mark_requester,
    mark_thanks,
    renew_owners_list,
)
from bot.services.milestones import count_activities
from bot.services.opened import ASSUMED, Opened, iso, opened
from bot.services.owed import begin_wait
from bot.services.program import Program, record
from bot.services.withdrawing import withdraw
from models import Account, Activity, Advocate, Ask, ReferenceRequest

WHY_NOT = ("no_show", "advocate_could_not", "not_needed")
OUR_FAULT = ("no_show", "did_not_happen")
"""Why something did not take place that an advocate kept time free for: they are owed an apology."""


def tell(program: Program, by: str, subject_id: str) -> None:
    """The CSM has told the advocate what came of it. Refused where it was recorded before, or there is nothing to tell.

    `subject_id` is an activity, or an ask whose yes came to nothing.
    """
    with program.changing() as session:
        advocate_id = session.scalar(
            select(Activity.advocate_id).where(Activity.id == subject_id)
        ) or session.scalar(select(Ask.advocate_id).where(Ask.id == subject_id))
        if advocate_id is None:
            raise Refused("activity_gone")
        account, advocate = lock_pair(session, advocate_id)
        people.require_csm(program, session, by, account)
        activity = session.get(Activity, subject_id, populate_existing=True)
        if activity is not None:
            _tell_outcome(program, session, by, activity, account, advocate)
        else:
            ask = session.get(Ask, subject_id, populate_existing=True)
            if ask is None:
                raise Refused("activity_gone")
            _tell_unused(program, session, by, ask, account, advocate)


def _tell_outcome(
    program: Program, session: Session, by: str, activity: Activity, account: Account, advocate: Advocate
) -> None:
    now = program.now()
    if activity.outcome_told_on is not None:
        raise Refused("already_told", name=advocate.name, on=activity.outcome_told_on)
    outcome = known_outcome(activity.result, activity.published_on, now.date())
    if outcome is None:
        raise Refused("nothing_to_tell", name=advocate.name)
    for one in (activity, *_same_news(session, activity)):
        mark_told(one, now.date())
        if one.thanked_on is not None:
            begin_wait(session, one, now)
        mark_thanks(session, one, account, now)
        if (request := queries.request_of(session, one)) is not None:
            mark_requester(session, request, now)
    record(
        session,
        at=now,
        actor=by,
        action="outcome_told",
        subject=("activity", activity.id),
        request_id=queries.activity_request_id(session, activity),
        advocate_id=advocate.id,
        outcome=outcome,
    )


def mark_told(activity: Activity, today: date) -> None:
    """They have heard all that is known of it by now."""
    known = untold_news(activity.result, activity.published_on, None, activity.told_outcomes, today)
    activity.told_outcomes = [*activity.told_outcomes, *known]
    activity.outcome_told_on = today


def _same_news(session: Session, activity: Activity) -> Sequence[Activity]:
    """What else they did for the same deal: nobody is told the same news twice."""
    if activity.result not in DECIDED or activity.published_on is not None or not activity.deal:
        return ()
    return session.scalars(
        select(Activity).where(
            Activity.advocate_id == activity.advocate_id,
            Activity.id != activity.id,
            Activity.deal == activity.deal,
            Activity.result == activity.result,
            Activity.outcome_told_on.is_(None),
            Activity.published_on.is_(None),
        )
    ).all()


def _tell_unused(
    program: Program, session: Session, by: str, ask: Ask, account: Account, advocate: Advocate
) -> None:
    now = program.now()
    if ask.told_at is not None:
        raise Refused("already_told", name=advocate.name, on=ask.told_at.date())
    if ask.state != "unused":
        raise Refused("nothing_to_tell", name=advocate.name)
    ask.told_at = now
    ask.due_at = None
    if ask.with_owners_since is not None:
        ask.with_owners_since = None
        renew_owners_list(session, now)
    record(
        session,
        at=now,
        actor=by,
        action="outcome_told",
        subject=("ask", ask.id),
        request_id=ask.request_id,
        advocate_id=advocate.id,
        outcome="unused",
    )
    mark_csm(session, ask, account, now)
    mark_owners_of_ask_if_told(session, ask, now)
    if ask.request_id is not None:
        mark_requester(session, session.get_one(ReferenceRequest, ask.request_id), now)


def report(
    program: Program,
    by: str,
    ask_id: str,
    happened: str,
    *,
    moved_to: datetime | None = None,
    rating: int | None = None,
    helped: str | None = None,
    deal_stage: str | None = None,
    why_not: str | None = None,
) -> None:
    """How it went, from the requester: yes makes it an activity to be thanked for, no a yes not used, moved a new date.

    `why_not` is one of WHY_NOT. Where the prospect did not come, or nobody says why, the owners see it and that the
    advocate is owed an apology.
    """
    with opened(program, ask_id) as it:
        person = people.require_colleague(it.session, by)
        if it.request.requester != by and not people.is_owner(program, it.session, person):
            raise Refused("not_your_request")
        assumed = it.ask.state == "completed" and it.ask.release_reason == ASSUMED
        if assumed and happened != "yes":
            withdraw(program, it, by)
        elif not assumed:
            it.require_state("accepted", "scheduled")
        stage_before = it.request.deal_stage
        it.request.deal_stage = deal_stage or stage_before
        if assumed and happened == "yes":
            _confirm(it, rating, helped)
        elif happened == "yes":
            activity = complete(it, rating, helped)
            tiers.look(program, it.session, it.advocate, by, activity)
            count_activities(it.session, program, it.advocate, by, activity)
        elif happened == "moved":
            move_ask(it.session, it.ask, "scheduled" if moved_to else "accepted", it.now)
            it.ask.scheduled_for = moved_to
            it.ask.outcome_asked_at = None
            mark_csm(it.session, it.ask, it.account, it.now)
            it.renew_calendar()
        elif happened == "no":
            if why_not not in (None, *WHY_NOT):
                raise Refused("field_missing", field="why_not")
            it.unused(why_not or "did_not_happen")
            mark_csm(it.session, it.ask, it.account, it.now, notify=True)
            if it.ask.release_reason in OUR_FAULT:
                mark_owners_of_ask(program, it.session, it.ask, it.now)
        else:
            raise Refused("field_missing")
        it.record(
            by,
            "outcome_reported",
            happened=happened,
            rating=rating,
            helped=helped,
            moved_to=iso(moved_to),
            deal_stage=deal_stage,
            stage_before=stage_before if deal_stage else None,
        )
        mark_requester(it.session, it.request, it.now)


def _confirm(it: Opened, rating: int | None, helped: str | None) -> None:
    """Nobody had said how it went, so it was taken as happened; now somebody says that it did, and how. Refused where thanks
    were said for it."""
    activity = it.session.scalars(select(Activity).where(Activity.ask_id == it.ask.id)).one()
    if activity.thanked_on is not None:
        raise Refused("already_thanked", name=it.advocate.name, on=activity.thanked_on)
    activity.rating, activity.helped = rating, helped or activity.helped
    it.ask.closed_at, it.ask.release_reason = it.now, None
    it.session.flush()
    mark_csm(it.session, it.ask, it.account, it.now)
    mark_thanks(it.session, activity, it.account, it.now)


def complete(it: Opened, rating: int | None, helped: str | None, *, assumed: bool = False) -> Activity:
    """What was asked for took place: an activity, which is given back, and thanks that are owed for it. `assumed` where nobody
    said so."""
    move_ask(it.session, it.ask, "completed", it.now)
    close_ask(it.ask, it.now, reason=ASSUMED if assumed else None, counts_still=True)
    if it.request.state == "filled":
        move_request(it.session, it.request, "completed")
        it.request.closed_at = it.now
    done_at = min(it.ask.scheduled_for or it.now, it.now)
    activity = Activity(
        advocate_id=it.advocate.id,
        ask_id=it.ask.id,
        origin="bot",
        kind=it.ask.kind,
        effort=effort_of(it.ask.kind),
        completed_on=done_at.date(),
        completed_at=done_at,
        deal=it.request.deal_name,
        platform=it.request.platform,
        asked=True,
        helped=helped,
        rating=rating,
        prospect=it.request.prospect,
        amount=it.request.deal_amount,
        currency=it.request.currency,
        result="open",
        waiting_since=it.now,
        due_at=it.now,
    )
    it.session.add(activity)
    it.session.flush()
    mark_csm(it.session, it.ask, it.account, it.now, in_hours=assumed)
    mark_thanks(it.session, activity, it.account, it.now, notify=True, in_hours=assumed)
    return activity
