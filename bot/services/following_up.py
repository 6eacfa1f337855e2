"""Putting off what somebody was reminded of, and finding steps that a dead process left."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.feedback import to_tell
from bot.queries.milestones import told_together
from bot.queries.waits import colleague_time
from bot.rules.deadlines import ASK_DEADLINES, Who
from bot.rules.milestones import news_until
from bot.rules.nudging import zone_of
from bot.rules.working_time import WorkingTime
from bot.services import people, spotlights
from bot.services.benefits import require_task
from bot.services.marks import (
    mark_benefits,
    mark_csm,
    mark_feedback_of_csm,
    mark_milestones,
    mark_requester,
    mark_survey,
    mark_thanks,
)
from bot.services.milestones import account_of
from bot.services.owed import deadline_of
from bot.services.program import Program, record
from models import (
    Account,
    Activity,
    Advocate,
    Ask,
    Benefit,
    Feedback,
    Milestone,
    Person,
    ReferenceRequest,
    Spotlight,
    Survey,
)

TOMORROW, HOUR, WEEK = "tomorrow", "hour", "week"


def later(program: Program, by: str, subject_id: str, until: str = TOMORROW) -> datetime:
    """Whoever was nudged wants it back in an hour, the next working morning, or next week: when that is.

    `subject_id` is an ask, an activity, a survey, feedback, or the request whose deal was asked about. Refused where there is nothing to do any more.
    """
    now = program.now()
    with program.changing() as session:
        person = people.require_colleague(session, by)
        again = comes_back(colleague_time(person, program.policy_in(session)), now, until)
        if (activity := session.get(Activity, subject_id)) is not None:
            _thanks_later(program, session, activity, by, again)
        elif (ask := session.get(Ask, subject_id)) is not None and ask.request_id is not None:
            _ask_later(program, session, ask, person, again)
        elif (request := session.get(ReferenceRequest, subject_id)) is not None:
            _deal_later(program, session, request, person, again)
        elif (survey := session.get(Survey, subject_id)) is not None:
            _survey_later(program, session, survey, by, again)
        elif (feedback := session.get(Feedback, subject_id)) is not None:
            _feedback_later(program, session, feedback, by, again)
        elif (milestone := session.get(Milestone, subject_id)) is not None:
            _milestone_later(program, session, milestone, person, again)
        elif (benefit := session.get(Benefit, subject_id)) is not None:
            _benefits_later(program, session, benefit, by, again)
        elif (spotlight := session.get(Spotlight, subject_id)) is not None:
            spotlights.later(program, session, by, spotlight, again)
        else:
            raise Refused("activity_gone")
        return again


def comes_back(clock: WorkingTime, now: datetime, until: str) -> datetime:
    """When what is put off now comes back to somebody who works by this clock. `until` is TOMORROW, HOUR or WEEK."""
    if until == HOUR:
        return clock.opening(now + timedelta(hours=1))
    if until == WEEK:
        local = now.astimezone(clock.zone)
        return clock.next_day(local + timedelta(days=6 - local.weekday()))
    return clock.next_day(now)


def _put_off(
    program: Program,
    session: Session,
    by: str,
    subject: tuple[str, str],
    again: datetime,
    *,
    request_id: str | None = None,
    advocate_id: str | None = None,
) -> None:
    record(
        session,
        at=program.now(),
        actor=by,
        action="put_off",
        subject=subject,
        request_id=request_id,
        advocate_id=advocate_id,
        until=again.isoformat(),
    )


def _thanks_later(program: Program, session: Session, activity: Activity, by: str, again: datetime) -> None:
    advocate = session.get_one(Advocate, activity.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    people.require_csm(program, session, by, account)
    if deadline_of(activity, program.now()) is None:
        raise Refused("already_thanked", name=advocate.name, on=activity.thanked_on)
    _put_off(program, session, by, ("activity", activity.id), again, advocate_id=advocate.id)
    mark_thanks(session, activity, account, again, notify=True, in_hours=True, nudge=True)


def _benefits_later(program: Program, session: Session, benefit: Benefit, by: str, again: datetime) -> None:
    advocate = session.get_one(Advocate, benefit.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    require_task(program, session, by, benefit, account)
    if benefit.state != "open":
        raise Refused("benefit_settled", name=advocate.name, state=benefit.state, on=benefit.settled_on)
    _put_off(program, session, by, ("benefit", benefit.id), again, advocate_id=advocate.id)
    mark_benefits(
        program, session, advocate, account, benefit.task_of, again, notify=True, in_hours=True, nudge=True
    )


def _survey_later(program: Program, session: Session, survey: Survey, by: str, again: datetime) -> None:
    advocate = session.get_one(Advocate, survey.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    people.require_csm(program, session, by, account)
    if survey.state != "asked":
        raise Refused("nothing_waits", name=advocate.name)
    _put_off(program, session, by, ("survey", survey.id), again, advocate_id=advocate.id)
    mark_survey(session, survey, account, again, notify=True, in_hours=True)


def _feedback_later(program: Program, session: Session, feedback: Feedback, by: str, again: datetime) -> None:
    advocate = session.get_one(Advocate, feedback.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    people.require_csm(program, session, by, account)
    if not to_tell(feedback):
        raise Refused("nothing_waits", name=advocate.name)
    _put_off(program, session, by, ("feedback", feedback.id), again, advocate_id=advocate.id)
    mark_feedback_of_csm(session, feedback, account, again, notify=True, in_hours=True)


def _ask_later(program: Program, session: Session, ask: Ask, person: Person, again: datetime) -> None:
    """Brought back to the requester who asked for it, else to the CSM."""
    request = session.get_one(ReferenceRequest, ask.request_id)
    advocate = session.get_one(Advocate, ask.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    deadline = ASK_DEADLINES.get(ask.state)
    if deadline is None or (ask.due_at is None and ask.with_owners_since is None):
        raise Refused("request_over", state=request.state)
    is_csm = people.acts_for(program, session, person, account)
    to_requester = deadline.person is Who.REQUESTER or (request.requester == person.slack_id and not is_csm)
    if (
        to_requester
        and request.requester != person.slack_id
        and not people.is_owner(program, session, person)
    ):
        raise Refused("not_your_request")
    if not to_requester:
        people.require_csm(program, session, person.slack_id, account)
    _put_off(
        program,
        session,
        person.slack_id,
        ("ask", ask.id),
        again,
        request_id=request.id,
        advocate_id=ask.advocate_id,
    )
    if to_requester:
        mark_requester(session, request, again, notify=True, in_hours=True, nudge=True)
    else:
        mark_csm(session, ask, account, again, notify=True, in_hours=True, nudge=True)


def _milestone_later(
    program: Program, session: Session, milestone: Milestone, person: Person, again: datetime
) -> None:
    """What was told in one message comes back together, as long as any of it is news."""
    account = account_of(session, milestone)
    people.require_csm(program, session, person.slack_id, account)
    if milestone.told_on is None:
        raise Refused("activity_gone")
    subject_id = milestone.advocate_id or account.id
    until = max(news_until(one.kind, one.on) for one in told_together(session, subject_id, milestone.told_on))
    if again.astimezone(zone_of(person.time_zone)).date() > until:
        raise Refused("moment_over", on=until)
    _put_off(
        program,
        session,
        person.slack_id,
        ("milestone", milestone.id),
        again,
        advocate_id=milestone.advocate_id,
    )
    mark_milestones(
        session, subject_id, account, milestone.told_on, again, notify=True, in_hours=True, nudge=True
    )


def _deal_later(
    program: Program, session: Session, request: ReferenceRequest, person: Person, again: datetime
) -> None:
    if request.requester != person.slack_id and not people.is_owner(program, session, person):
        raise Refused("not_your_request")
    _put_off(program, session, person.slack_id, ("request", request.id), again, request_id=request.id)
    mark_requester(session, request, again, notify=True, in_hours=True, nudge=True)


# Without an order, for which SQLite would walk through every ask there is: `unfinished` brings them into one.
APPROVED = select(Ask.id).where(Ask.state == "approved")
"""Asks that are checked again until they are sent."""
SEARCHING = select(ReferenceRequest.id).where(ReferenceRequest.state == "searching")
"""Requests that want their next."""
LEFTOVERS = (
    select(ReferenceRequest.id)
    .join(Ask, Ask.request_id == ReferenceRequest.id)
    .where(ReferenceRequest.state == "cancelled", Ask.seat.is_not(None))
    .distinct()
)
"""Cancelled requests with an ask still open."""


def unfinished(program: Program) -> tuple[list[str], list[str], list[str]]:
    """What wants looking at: approved asks, requests that want their next, cancelled requests with an ask still open."""
    with program.reading() as session:
        approved, searching, leftovers = (
            sorted(session.scalars(one)) for one in (APPROVED, SEARCHING, LEFTOVERS)
        )
    return approved, searching, leftovers
