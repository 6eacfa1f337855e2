"""What advocates are owed for what they did, thanks and then word of what came of it; and what happens while it is not paid."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, bindparam, case, select, tuple_, union_all, update
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries import reference_requests as queries
from bot.queries.waits import colleague_time, profiles
from bot.rules.deadlines import TELLING, THANKS, Deadline, Due, Then, due_now, next_due
from bot.rules.loop import known_outcome
from bot.rules.milestones import BASELINE_DAYS
from bot.rules.policy import Policy
from bot.rules.working_time import WorkingTime
from bot.services.locks import lock_activity
from bot.services.marks import add_to_owners_list, mark_thanks, renew_owners_list
from bot.services.program import Program, record
from bot.services.readers import owner_ids
from models import Account, Activity, Advocate

BATCH = 200
JOB = "job:thank_you_nudges"

Looked = Row[Activity, Account]


def deadline_of(activity: Activity, now: datetime) -> Deadline | None:
    """What is owed for an activity at present; None where nothing is."""
    if activity.thanked_on is None:
        return THANKS if activity.effort > 0 else None
    if activity.outcome_told_on is None and known_outcome(activity.result, activity.published_on, now.date()):
        return TELLING
    return None


def begin_wait(session: Session, activity: Activity, now: datetime) -> None:
    """Something was paid or has become owed: the deadline begins anew, and the owners' list is kept true."""
    was_listed = activity.with_owners_since is not None
    activity.waiting_since = now
    activity.steps_taken = 0
    activity.step_at = None
    activity.with_owners_since = None
    activity.due_at = now if deadline_of(activity, now) else None
    if was_listed:
        renew_owners_list(session, now)


def take_due_steps(program: Program) -> Counter[Then]:
    """Takes every step that is due now, each in a transaction of its own; how many of which kind. Harmless to repeat."""
    taken = Counter[Then]()
    for activity_id in _due(program):
        then = _take(program, activity_id)
        if then is not None:
            taken[then] += 1
    return taken


def _due(program: Program) -> Iterator[str]:
    """Ids of activities with a step to take, batch by batch."""
    seen: set[str] = set()
    while True:
        looked, due = _look(program, seen)
        yield from due
        if not looked - seen:
            return
        seen |= looked


def _look(program: Program, seen: Collection[str]) -> tuple[set[str], list[str]]:
    """A batch of activities, and those of it with a step to take. Those it is too early for are dated anew on the way."""
    now = program.now()
    with program.reading() as session:
        ids = set(_to_look_at(session, now)).difference(seen)
        if not ids:
            return set(), []
        policy = program.policy_in(session)
        batch = session.execute(
            select(Activity, Account)
            .join(Advocate, Advocate.id == Activity.advocate_id)
            .join(Account, Account.id == Advocate.account_id)
            .where(Activity.id.in_(ids))
            .order_by(Activity.completed_on, Activity.id)
        ).all()
        csms = {account.csm for _, account in batch}
        people = profiles(session, (), csms, now, owner_ids(program, session))
    due, early = [], []
    for activity, account in batch:
        clock = colleague_time(people.get(account.csm), policy)
        deadline = deadline_of(activity, now)
        if deadline is not None and _due_now(deadline, activity, clock, policy, now):
            due.append(activity.id)
        else:
            coming = _next(deadline, activity, clock, policy) if deadline else None
            early.append((activity, coming.at if coming else None))
    if early:
        with program.changing() as session:
            session.execute(
                update(Activity)
                .where(
                    tuple_(Activity.id, Activity.steps_taken).in_(
                        [(one.id, one.steps_taken) for one, _ in early]
                    )
                )
                .values(due_at=case({one.id: at for one, at in early}, value=Activity.id))
                .execution_options(synchronize_session=False)
            )
    return {activity.id for activity, _ in batch}, due


_DATED = select(Activity.id).where(Activity.due_at <= bindparam("now")).order_by(Activity.due_at).limit(BATCH)
_IMPORTED = (
    select(Activity.id)
    .where(
        Activity.thanked_on.is_(None),
        Activity.completed_on >= bindparam("since"),
        Activity.due_at.is_(None),
        Activity.steps_taken == 0,
        Activity.effort > 0,
        Activity.origin != "bot",
    )
    .limit(BATCH)
)
_TO_LOOK_AT = union_all(*(select(part.subquery()) for part in (_DATED, _IMPORTED)))


def _to_look_at(session: Session, now: datetime) -> Sequence[str]:
    """What is due by index, and of what was imported lately whatever nobody has dated yet."""
    since = now.date() - timedelta(days=BASELINE_DAYS)
    return session.scalars(_TO_LOOK_AT, {"now": now, "since": since}).all()


def _since(activity: Activity) -> datetime:
    return activity.waiting_since or activity.completed_at


def _due_now(
    deadline: Deadline, activity: Activity, clock: WorkingTime, policy: Policy, now: datetime
) -> Due | None:
    return due_now(deadline, activity.steps_taken, _since(activity), activity.step_at, clock, policy, now)


def _next(deadline: Deadline, activity: Activity, clock: WorkingTime, policy: Policy) -> Due | None:
    return next_due(deadline, activity.steps_taken, _since(activity), activity.step_at, clock, policy)


def _take(program: Program, activity_id: str) -> Then | None:
    """Takes the step that is due; None where it was thanked or told meanwhile."""
    now = program.now()
    with program.changing() as session:
        try:
            activity, account, advocate = lock_activity(session, activity_id)
        except Refused:
            return None  # taken back, or erased, meanwhile
        deadline = deadline_of(activity, now)
        if deadline is None:
            activity.due_at = None
            return None
        policy = program.policy_in(session)
        people = profiles(session, (), {account.csm}, now, owner_ids(program, session))
        clock = colleague_time(people.get(account.csm), policy)
        due = _due_now(deadline, activity, clock, policy, now)
        if due is None:
            return None
        activity.steps_taken = due.place + 1
        activity.step_at = activity.thanks_nudged_at = now
        coming = _next(deadline, activity, clock, policy)
        activity.due_at = coming.at if coming else None
        escalates = due.step.then is Then.TO_OWNERS
        record(
            session,
            at=now,
            actor=JOB,
            action="owners_told_of_thanks" if escalates else "thanks_nudged",
            subject=("activity", activity_id),
            request_id=queries.activity_request_id(session, activity),
            advocate_id=advocate.id,
            owed="thanks" if deadline is THANKS else "outcome",
        )
        if escalates:
            activity.with_owners_since = now
            add_to_owners_list(program, session, now)
        else:
            mark_thanks(session, activity, account, now, notify=True, in_hours=True, nudge=True)
        return due.step.then
