"""How the deals ended: said by a requester or known from the deals imported, it reaches everything done for the deal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, null, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.errors import Refused
from bot.facts import AskStory
from bot.queries import reference_requests as queries
from bot.queries.people import by_reference, colleague
from bot.queries.waits import colleague_time
from bot.rules.deals import next_asking, same_deal
from bot.rules.loop import DECIDED
from bot.rules.nudging import zone_of
from bot.rules.twins import deal_key
from bot.services import people
from bot.services.locks import lock_activity
from bot.services.marks import mark_requester, mark_thanks
from bot.services.owed import begin_wait
from bot.services.program import Program, record
from models import Account, Activity, Advocate, Ask, Deal, ReferenceRequest

RESULTS = (*DECIDED, "open")
JOB = "job:deal_results"
REMEMBERED = timedelta(days=400)
"""How far back a decided deal still tells what became of the same deal elsewhere."""


@dataclass(frozen=True)
class Done:
    """Something done for a deal whose end nobody has told of, and who asked for it."""

    activity_id: str
    request_id: str
    requester: str
    deal: str
    prospect: str | None
    completed_on: date
    close_date: date | None
    asked: datetime | None
    """When the requester was last asked, or said that it is still open."""


@dataclass(frozen=True)
class Ended:
    """A deal whose end is known."""

    deal: str
    prospect: str | None
    requester: str | None
    result: str
    amount: float | None
    currency: str | None


def deal_story(program: Program, by: str, ask_id: str) -> AskStory:
    """A completed ask whose deal nobody has reported as won or lost, for its requester or an owner; else Refused."""
    with program.reading() as session:
        ask, request, activity = _completed(session, ask_id)
        _require_requester(program, session, by, request)
        _require_open_deal(activity)
        owners = people.owner_ids(program, session)
        found = queries.ask_story(session, ask.id, program.policy_in(session), program.now(), owners)
        assert found is not None
        return found


def report_deal(program: Program, by: str, ask_id: str, result: str, amount: float | None) -> None:
    """The requester says how the deal stands: won, lost or open. Once it is decided, every CSM whose advocate helped with it
    is asked to tell them, once.

    Without an `amount` the one known so far stays. Refused where it was decided before.
    """
    if result not in RESULTS:
        raise Refused("field_missing")
    now = program.now()
    with program.changing() as session:
        _, request, activity = _completed(session, ask_id)
        activity, _, _ = lock_activity(session, activity.id)
        _require_requester(program, session, by, request)
        _require_open_deal(activity)
        request.deal_answered_at = now
        currency = activity.currency or (program.policy_in(session).currency if amount is not None else None)
        ended = Ended(request.deal_name, request.prospect, request.requester, result, amount, currency)
        _write(session, activity, request, ended, by, now)
    if result in DECIDED:
        _reach(program, by, ended)


def settle_known(program: Program) -> int:
    """Brings what is known of a deal to whatever was done for it and has not heard: told under another request, or imported.

    How many. Also finishes what a process left that died between.
    """
    with program.reading() as session:
        open_ones = list(_undecided(session))
        ended = _ended(session, program.now().date() - REMEMBERED) if open_ones else {}
    settled = 0
    for done in open_ones:
        known = next((one for one in ended.get(deal_key(done.deal), ()) if _is_of(done, one)), None)
        if known is not None and _settle(program, JOB, done, known):
            settled += 1
    return settled


def to_ask(program: Program) -> list[str]:
    """Ids of the requests whose requester is to be asked on their next working day: one for each deal, the newest."""
    with program.reading() as session:
        groups = _by_deal(list(_undecided(session)))
        due = []
        for group in groups:
            newest = group[0]
            zone = zone_of(colleague(session, newest.requester).time_zone)
            times = [one.asked for one in group if one.asked is not None]
            last = max(times).astimezone(zone).date() if times else None
            close = max((one.close_date for one in group if one.close_date), default=None)
            day = next_asking(close, newest.completed_on, last)
            if (
                day is not None
                and day <= _asked_at(program, session, newest.requester).astimezone(zone).date()
            ):
                due.append(newest.request_id)
        return due


def ask(program: Program, request_id: str) -> bool:
    """Asks the requester how the deal ended, in their working hours; False where it was asked in this very moment."""
    now = program.now()
    with program.changing() as session:
        request = session.get_one(ReferenceRequest, request_id, with_for_update=True, populate_existing=True)
        if request.deal_asked_at is not None and request.deal_asked_at >= now:
            return False
        request.deal_asked_at = _asked_at(program, session, request.requester)
        record(
            session,
            at=now,
            actor=JOB,
            action="deal_asked",
            subject=("request", request.id),
            request_id=request.id,
        )
        mark_requester(session, request, now, notify=True, in_hours=True, nudge=True)
        return True


def _asked_at(program: Program, session: Session, requester: str) -> datetime:
    """When somebody who is asked now reads it: a job speaks in their working hours."""
    clock = colleague_time(by_reference(session, requester), program.policy_in(session))
    return clock.opening(program.now())


def _reach(program: Program, by: str, ended: Ended) -> None:
    """Everything else done for the same deal hears of it too, one transaction each."""
    with program.reading() as session:
        others = [one for one in _undecided(session) if _is_of(one, ended)]
    for one in others:
        _settle(program, by, one, ended)


def _settle(program: Program, by: str, done: Done, ended: Ended) -> bool:
    """One activity's deal has ended; False where that was known meanwhile."""
    now = program.now()
    with program.changing() as session:
        try:
            activity, _, _ = lock_activity(session, done.activity_id)
        except Refused:
            return False  # taken back, or erased, meanwhile
        if activity.result in DECIDED:
            return False
        request = session.get_one(ReferenceRequest, done.request_id)
        _write(session, activity, request, ended, by, now)
        return True


def _write(
    session: Session, activity: Activity, request: ReferenceRequest, ended: Ended, by: str, now: datetime
) -> None:
    activity.result = ended.result
    if ended.amount is not None:
        activity.amount = ended.amount
        activity.currency = ended.currency
    if ended.result in DECIDED:
        _owe_the_news(session, activity, now)
    record(
        session,
        at=now,
        actor=by,
        action="deal_reported",
        subject=("activity", activity.id),
        request_id=request.id,
        advocate_id=activity.advocate_id,
        result=ended.result,
        amount=activity.amount,
        currency=activity.currency,
    )
    mark_requester(session, request, now)


def _owe_the_news(session: Session, activity: Activity, now: datetime) -> None:
    """Whatever they heard before, they have not heard this: their CSM is asked to tell them."""
    activity.outcome_told_on = None
    if activity.thanked_on is not None:
        begin_wait(session, activity, now)
    advocate = session.get_one(Advocate, activity.advocate_id)
    mark_thanks(session, activity, session.get_one(Account, advocate.account_id), now, notify=True)


def _undecided(session: Session) -> Iterator[Done]:
    """What was done on request for deals whose end nobody has told of, the newest first."""
    for activity, request in session.execute(*_open_deals()):
        answers = [one for one in (request.deal_asked_at, request.deal_answered_at) if one is not None]
        yield Done(
            activity_id=activity.id,
            request_id=request.id,
            requester=request.requester,
            deal=request.deal_name,
            prospect=request.prospect,
            completed_on=activity.completed_on,
            close_date=request.close_date,
            asked=max(answers, default=None),
        )


@built_once
def _open_deals() -> Select[Activity, ReferenceRequest]:
    return (
        select(Activity, ReferenceRequest)
        .join(Ask, Ask.id == Activity.ask_id)
        .join(ReferenceRequest, ReferenceRequest.id == Ask.request_id)
        .where(Activity.origin == "bot", Activity.result == "open")
        .order_by(Activity.completed_at.desc(), Activity.id.desc())
    )


def _ended(session: Session, since: date) -> dict[str, list[Ended]]:
    """Deals whose end is known, by the key of their name: from what requesters said lately, and from the deals imported."""
    ended: dict[str, list[Ended]] = {}
    for row in [*plain(session, *_said(since)), *plain(session, *_imported())]:
        one = Ended(*row)
        ended.setdefault(deal_key(one.deal), []).append(one)
    return ended


@built_once
def _said(since: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Activity.deal,
            Activity.prospect,
            ReferenceRequest.requester,
            Activity.result,
            Activity.amount,
            Activity.currency,
        )
        .join(Ask, Ask.id == Activity.ask_id)
        .join(ReferenceRequest, ReferenceRequest.id == Ask.request_id)
        .where(Activity.origin == "bot", Activity.result.in_(DECIDED), Activity.completed_on >= since)
    )


@built_once
def _imported() -> Select[*tuple[Any, ...]]:
    return select(Deal.name, Deal.account, null(), Deal.result, Deal.amount, Deal.currency).where(
        Deal.result.in_(DECIDED)
    )


def _is_of(done: Done, ended: Ended) -> bool:
    same = done.requester == ended.requester
    return same_deal(done.deal, done.prospect, ended.deal, ended.prospect, same_requester=same)


def _by_deal(done: list[Done]) -> list[list[Done]]:
    """One group for each deal, the newest first in each."""
    groups: dict[str, list[list[Done]]] = {}
    for one in done:
        of_name = groups.setdefault(deal_key(one.deal), [])
        group = next((group for group in of_name if _is_one(group[0], one)), None)
        if group is None:
            of_name.append([one])
        else:
            group.append(one)
    return [group for of_name in groups.values() for group in of_name]


def _is_one(one: Done, other: Done) -> bool:
    same = one.requester == other.requester
    return same_deal(one.deal, one.prospect, other.deal, other.prospect, same_requester=same)


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
