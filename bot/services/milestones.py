"""Moments in people's lives and of their companies: noticed, and told to whoever looks after them. Noticing is not asking."""

from datetime import date, datetime

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from bot.db import insert_into
from bot.queries import milestones as queries
from bot.queries.waits import colleague_time, profiles
from bot.rules.milestones import BASELINE_DAYS, NTH, TIER, is_nth, told_from
from bot.rules.working_time import WorkingTime
from bot.services.marks import AHEAD, mark_milestones
from bot.services.program import Program, record
from bot.services.readers import owner_ids
from models import Account, Activity, Advocate, Milestone, new_id


def notice(
    session: Session,
    program: Program,
    *,
    advocate_id: str | None = None,
    account_id: str | None = None,
    kind: str,
    on: date,
    detail: str | None = None,
    note: str | None = None,
    by: str | None = None,
    clock: WorkingTime | None = None,
    activity: Activity | None = None,
) -> str:
    """A step in the caller's transaction: a moment of one advocate or of one account is known, and its CSM is told; its id.

    Once per subject, kind and day, however often it is called; another `detail` (a higher tier on the same day) takes the
    place of the first. `by` is the Slack id of the colleague whose click it came from: then the CSM hears at once, else in
    their working hours. What lies further ahead than the next working day is told by the job in its time; what is older
    than the baseline, or of somebody who has left, is only recorded, except where a colleague tells of it. `clock` is the
    CSM's, where it is looked up already; `activity` what they did that made it. The first step up is told with the thanks for
    that, not in a message of its own.
    """
    assert (advocate_id is None) != (account_id is None), "a milestone has one subject"
    now = program.now()
    added = insert_into(session, Milestone).values(
        id=new_id(),
        advocate_id=advocate_id,
        account_id=account_id,
        kind=kind,
        on=on,
        detail=detail,
        note=note,
        by=by,
    )
    session.execute(added.on_conflict_do_nothing())
    milestone = queries.milestone_of(session, advocate_id, account_id, kind, on)
    if detail is not None and milestone.detail != detail:
        milestone.detail = detail
        if kind == TIER:
            milestone.told_on = None
    milestone.note = milestone.note or note
    milestone.by = milestone.by or by
    milestone.activity_id = activity.id if activity is not None else milestone.activity_id
    if milestone.told_on is not None:
        return milestone.id
    account = account_of(session, milestone)
    clock = clock or reader_time(program, session, account.csm)
    today = now.astimezone(clock.zone).date() if by else day_of_telling(clock, now)
    is_news = by is not None or (today - on).days <= BASELINE_DAYS
    if is_news and told_from(on, clock) <= today:
        tell(session, milestone, account, today, now, by)
    return milestone.id


def tell(
    session: Session, milestone: Milestone, account: Account, today: date, now: datetime, by: str | None
) -> None:
    """Puts a milestone into the CSM's message of that day, unless nobody is there any more to whom it matters."""
    if not _still_here(session, milestone, account):
        return
    session.flush()
    taken = session.execute(
        update(Milestone)
        .where(Milestone.id == milestone.id, Milestone.told_on.is_(None))
        .values(told_on=today)
    )
    assert isinstance(taken, CursorResult)
    if taken.rowcount == 0:  # another worker was quicker
        return
    subject_id = milestone.advocate_id or account.id
    record(
        session,
        at=now,
        actor=by or "job:milestones",
        action="milestone_noticed",
        subject=("milestone", milestone.id),
        advocate_id=milestone.advocate_id,
        kind=milestone.kind,
        on=milestone.on.isoformat(),
        detail=milestone.detail,
        account=account.name if milestone.account_id else None,
    )
    if queries.is_told_with_thanks(milestone):
        return
    # Ahead of the thanks that the same activity calls for, so that what is to be done stands last.
    mark_milestones(session, subject_id, account, today, now - AHEAD, notify=True, in_hours=by is None)


def account_of(session: Session, milestone: Milestone) -> Account:
    """The account it is of, or where its person works."""
    if milestone.account_id is not None:
        return session.get_one(Account, milestone.account_id)
    return session.get_one(Account, session.get_one(Advocate, milestone.advocate_id).account_id)


def reader_time(program: Program, session: Session, csm: str) -> WorkingTime:
    """When the CSM of an account works, or who stands in for them, by their profile."""
    known = profiles(session, (), (csm,), program.now(), owner_ids(program, session))
    return colleague_time(known.get(csm), program.policy_in(session))


def day_of_telling(clock: WorkingTime, now: datetime) -> date:
    """The reader's day on which they read what a job tells them now: today, or the day on which their work begins again."""
    return clock.opening(now).astimezone(clock.zone).date()


def _still_here(session: Session, milestone: Milestone, account: Account) -> bool:
    if milestone.advocate_id is not None:
        return session.get_one(Advocate, milestone.advocate_id).stage != "retired"
    return account.churned_on is None and bool(queries.people_there(session, account.id))


def count_activities(
    session: Session, program: Program, advocate: Advocate, by: str, activity: Activity | None = None
) -> None:
    """A step in the caller's transaction, after something an advocate did became known, which is `activity`, or was taken back:
    their 5th, 10th, 25th … is noticed, once. Reviews and surveys are not counted: nothing is to hang on a review."""
    session.flush()
    done, last = queries.activities_that_count(session, advocate.id)
    noticed = queries.nth_noticed(session, advocate.id)
    for early in (one for one in noticed if int(one.detail or 0) > done):
        session.delete(early)
        if early.told_on is not None:
            account = session.get_one(Account, advocate.account_id)
            mark_milestones(session, advocate.id, account, early.told_on, program.now())
    today = program.now().date()
    lately = (
        last is not None and (today - last).days <= BASELINE_DAYS
    )  # else files brought them, or it is old news
    if lately and is_nth(done) and str(done) not in {one.detail for one in noticed}:
        notice(
            session,
            program,
            advocate_id=advocate.id,
            kind=NTH,
            on=today,
            detail=str(done),
            by=None if by.startswith("job:") else by,
            activity=activity,
        )
