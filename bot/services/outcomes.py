"""What came of it: how it went and how the deal ended, from the requester; and the word on it to the advocate, from their CSM."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import AskStory
from bot.queries import reference_requests as queries
from bot.rules.kinds import effort_of
from bot.rules.loop import DECIDED, known_outcome
from bot.services import people
from bot.services.locks import close_ask, lock_pair, move_ask, move_request
from bot.services.marks import mark_csm, mark_requester, mark_thanks, renew_owners_list
from bot.services.opened import ASSUMED, Opened, iso, opened
from bot.services.owed import begin_wait
from bot.services.program import Program, record
from bot.services.reserving import free_seat
from models import Account, Activity, Advocate, Ask, ReferenceRequest

RESULTS = (*DECIDED, "open")


def deal_story(program: Program, by: str, ask_id: str) -> AskStory:
    """A completed ask whose deal nobody has reported as won or lost, for its requester or an owner; else Refused."""
    with program.reading() as session:
        ask, request, activity = _completed(session, ask_id)
        _require_requester(program, session, by, request)
        _require_open_deal(activity)
        found = queries.ask_story(session, ask.id, program.policy_in(session), program.now())
        assert found is not None
        return found


def report_deal(program: Program, by: str, ask_id: str, result: str, amount: float | None) -> None:
    """The requester says how the deal stands: won, lost or open. Once it is decided, the CSM is asked to tell the advocate.

    Without an `amount` the one known so far stays. Refused where it was decided before.
    """
    if result not in RESULTS:
        raise Refused("field_missing")
    now = program.now()
    with program.changing() as session:
        ask, request, _ = _completed(session, ask_id)
        account, advocate = lock_pair(session, ask.advocate_id)
        _require_requester(program, session, by, request)
        activity = session.scalars(
            select(Activity).where(Activity.ask_id == ask_id).execution_options(populate_existing=True)
        ).one()
        _require_open_deal(activity)
        activity.result = result
        if amount is not None:
            activity.amount = amount
            activity.currency = activity.currency or program.policy_in(session).currency
        if result in DECIDED:
            activity.outcome_told_on = None  # whatever they heard before, they have not heard this
            if activity.thanked_on is not None:
                begin_wait(session, activity, now)
            mark_thanks(session, activity, account, now, notify=True)
        record(
            session,
            at=now,
            actor=by,
            action="deal_reported",
            subject=("activity", activity.id),
            request_id=request.id,
            advocate_id=advocate.id,
            result=result,
            amount=activity.amount,
            currency=activity.currency,
        )
        mark_requester(session, request, now)


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
            ask = session.get_one(Ask, subject_id, populate_existing=True)
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
    activity.outcome_told_on = now.date()
    if activity.thanked_on is not None:
        begin_wait(session, activity, now)
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
    mark_thanks(session, activity, account, now)


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
    if ask.request_id is not None:
        mark_requester(session, session.get_one(ReferenceRequest, ask.request_id), now)


def _completed(session: Session, ask_id: str) -> tuple[Ask, ReferenceRequest, Activity]:
    """An ask that was completed, its request and what was done; else Refused."""
    found = session.execute(
        select(Ask, ReferenceRequest, Activity)
        .join(ReferenceRequest, ReferenceRequest.id == Ask.request_id)
        .outerjoin(Activity, Activity.ask_id == Ask.id)
        .where(Ask.id == ask_id)
    ).first()
    if found is None:
        raise Refused("ask_gone")
    ask, request, activity = found
    if activity is None:
        advocate = session.get_one(Advocate, ask.advocate_id)
        raise Refused("ask_moved_on", name=advocate.name, state=ask.state, reason=ask.release_reason)
    return ask, request, activity


def _require_requester(program: Program, session: Session, by: str, request: ReferenceRequest) -> None:
    person = people.require_colleague(session, by)
    if request.requester != by and not people.is_owner(program, session, person):
        raise Refused("not_your_request")


def _require_open_deal(activity: Activity) -> None:
    if activity.result in DECIDED:
        raise Refused("deal_known", result=activity.result)


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
) -> None:
    """How it went, from the requester: yes makes it an activity to be thanked for, no a yes not used, moved a new date."""
    with opened(program, ask_id) as it:
        person = people.require_colleague(it.session, by)
        if it.request.requester != by and not people.is_owner(program, it.session, person):
            raise Refused("not_your_request")
        if it.ask.state == "completed" and it.ask.release_reason == ASSUMED:
            _take_back_assumption(it)
        it.require_state("accepted", "scheduled")
        if deal_stage:
            it.request.deal_stage = deal_stage
        if happened == "yes":
            complete(it, rating, helped)
        elif happened == "moved":
            move_ask(it.session, it.ask, "scheduled" if moved_to else "accepted", it.now)
            it.ask.scheduled_for = moved_to
            it.ask.outcome_asked_at = None
            mark_csm(it.session, it.ask, it.account, it.now)
            it.renew_calendar()
        elif happened == "no":
            it.unused("did_not_happen")
            mark_csm(it.session, it.ask, it.account, it.now, notify=True)
        else:
            raise Refused("field_missing")
        it.record(
            by,
            "outcome_reported",
            happened=happened,
            rating=rating,
            helped=helped,
            moved_to=iso(moved_to),
        )
        mark_requester(it.session, it.request, it.now)


def _take_back_assumption(it: Opened) -> None:
    """Nobody had said how it went, so it was taken as happened; now somebody does. Refused where thanks were said for it."""
    activity = it.session.scalars(select(Activity).where(Activity.ask_id == it.ask.id)).one()
    if activity.thanked_on is not None:
        raise Refused("already_thanked", name=it.advocate.name, on=activity.thanked_on)
    it.session.delete(activity)
    move_ask(it.session, it.ask, "scheduled" if it.ask.scheduled_for else "accepted", it.now)
    it.ask.seat = free_seat(it.session, it.advocate.id)
    it.ask.closed_at = it.ask.release_reason = None
    if it.request.state == "completed":
        move_request(it.session, it.request, "filled")
        it.request.closed_at = None
    mark_thanks(it.session, activity, it.account, it.now)
    it.session.flush()


def complete(it: Opened, rating: int | None, helped: str | None, *, assumed: bool = False) -> None:
    """What was asked for took place: an activity, and thanks that are owed for it. `assumed` where nobody said so."""
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
