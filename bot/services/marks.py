"""Which messages a change touches: the requester's, the CSM's, the owners'."""

from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.outbox.mark import mark
from bot.services import people
from bot.services.program import Program
from models import (
    Account,
    Activity,
    Advocate,
    Ask,
    Feedback,
    Incentive,
    Person,
    ReferenceRequest,
    Slot,
    Spotlight,
    Survey,
)

AHEAD = timedelta(seconds=1)


class How(TypedDict, total=False):
    """How a message comes, as `mark` explains; each is no unless it is said."""

    notify: bool
    in_hours: bool
    nudge: bool


def mark_requester(session: Session, request: ReferenceRequest, due_at: datetime, **how: Unpack[How]) -> None:
    """The requester's one message about a request."""
    mark(
        session,
        subject=("request", request.id),
        audience="requester",
        conversation=request.requester,
        due_at=due_at,
        **how,
    )


def mark_csm(session: Session, ask: Ask, account: Account, due_at: datetime, **how: Unpack[How]) -> None:
    """The CSM's one message about an ask."""
    _mark_csm(session, ("ask", ask.id), account, due_at, how)


def mark_thanks(
    session: Session, activity: Activity, account: Account, due_at: datetime, **how: Unpack[How]
) -> None:
    """The CSM's one message about thanking for an activity."""
    _mark_csm(session, ("activity", activity.id), account, due_at, how)


def mark_survey(
    session: Session, survey: Survey, account: Account, due_at: datetime, **how: Unpack[How]
) -> None:
    """The CSM's one message about asking an advocate how they find the program."""
    _mark_csm(session, ("survey", survey.id), account, due_at, how)


def mark_owners_of_survey(
    program: Program, session: Session, survey: Survey, due_at: datetime, *, notify: bool
) -> None:
    """Each owner's message about somebody who is not happy with us."""
    _mark_owners(program, session, ("survey", survey.id), due_at, {"notify": notify})


def mark_feedback(
    program: Program, session: Session, feedback: Feedback, due_at: datetime, **how: Unpack[How]
) -> None:
    """What an advocate told, in the channel it went to, or for each owner."""
    readers = (
        [("", feedback.channel)]
        if feedback.channel
        else [(owner, owner) for owner in sorted(people.owner_ids(program, session))]
    )
    for period, conversation in readers:
        mark(
            session,
            subject=("feedback", feedback.id),
            audience="product",
            period=period,
            conversation=conversation,
            due_at=due_at,
            **how,
        )


def mark_feedback_of_csm(
    session: Session, feedback: Feedback, account: Account, due_at: datetime, **how: Unpack[How]
) -> None:
    """The CSM's one message about what their advocate told, and what became of it."""
    _mark_csm(session, ("feedback", feedback.id), account, due_at, how)


def mark_card(session: Session, activity: Activity, by: str, due_at: datetime) -> None:
    """The card to print for one activity, for whoever asked for it: each time anew."""
    mark(
        session,
        subject=("activity", activity.id),
        audience="card",
        period=by,
        conversation=by,
        due_at=due_at,
        notify=True,
    )


def has_card(session: Session, activity: Activity) -> bool:
    """Whether anybody asked for a card for it before."""
    asked = select(Slot.id).where(
        Slot.subject_kind == "activity", Slot.subject_id == activity.id, Slot.audience == "card"
    )
    return session.scalars(asked.limit(1)).first() is not None


def _mark_csm(
    session: Session, subject: tuple[str, str], account: Account, due_at: datetime, how: How
) -> None:
    account.csm_settled = account.csm_settled or account.csm
    mark(
        session,
        subject=subject,
        audience="csm",
        conversation=account.csm,
        due_at=due_at,
        **how,
    )


def _mark_owners(
    program: Program, session: Session, subject: tuple[str, str], due_at: datetime, how: How
) -> None:
    """Each owner's own message about one subject."""
    for owner in sorted(people.owner_ids(program, session)):
        _mark_owner(session, subject, owner, due_at, how)


def _mark_owner(session: Session, subject: tuple[str, str], owner: str, due_at: datetime, how: How) -> None:
    mark(
        session,
        subject=subject,
        audience="owner",
        period=owner,
        conversation=owner,
        due_at=due_at,
        **how,
    )


def mark_milestones(
    session: Session, subject_id: str, account: Account, told_on: date, due_at: datetime, **how: Unpack[How]
) -> None:
    """The CSM's one message about what fell on one advocate, or one account, and is told on one day. It comes ahead of what there is to do, so that
    the message with the buttons stands last."""
    account.csm_settled = account.csm_settled or account.csm
    mark(
        session,
        subject=("milestones", subject_id),
        audience="csm",
        period=told_on.isoformat(),
        conversation=account.csm,
        due_at=due_at - AHEAD,
        **how,
    )


def mark_spotlight(
    session: Session, spotlight: Spotlight, account: Account, due_at: datetime, **how: Unpack[How]
) -> None:
    """The CSM's one message about the month's spotlight."""
    _mark_csm(session, ("spotlight", spotlight.id), account, due_at, how)


def mark_calendar(
    session: Session, ask: Ask, request: ReferenceRequest, account: Account, due_at: datetime
) -> None:
    """The calendar file of both who look after a date: made, moved or taken away. Each time anew, each with one more
    in its SEQUENCE; somebody who is both gets one. It comes ahead of the message it belongs to, so that the one with the
    buttons stands last."""
    _mark_calendar(session, ask, "requester", request.requester, due_at)
    mark_calendar_of_csm(session, ask, request, account, due_at)


def mark_calendar_of_csm(
    session: Session, ask: Ask, request: ReferenceRequest, account: Account, due_at: datetime
) -> None:
    """The CSM's own calendar file, where they are not the requester."""
    requester = session.get(Person, request.requester)
    if requester is None or not people.is_csm_of(requester, account):
        _mark_calendar(session, ask, "csm", account.csm, due_at)


def _mark_calendar(session: Session, ask: Ask, part: str, conversation: str, due_at: datetime) -> None:
    mark(
        session,
        subject=("ask", ask.id),
        audience="calendar",
        period=part,
        conversation=conversation,
        due_at=due_at - AHEAD,
        notify=True,
    )


def mark_outside_ask(session: Session, ask: Ask, account: Account, due_at: datetime) -> None:
    """The CSM's one message about an ask that somebody made outside the bot."""
    mark(
        session,
        subject=("outside_ask", ask.id),
        audience="csm",
        conversation=account.csm,
        due_at=due_at,
        notify=False,
    )


def mark_owners(
    program: Program,
    session: Session,
    request: ReferenceRequest,
    due_at: datetime,
    **how: Unpack[How],
) -> None:
    """Each owner's message about a request that nobody fills."""
    _mark_owners(program, session, ("request", request.id), due_at, how)


def mark_owners_of_ask(program: Program, session: Session, ask: Ask, due_at: datetime) -> None:
    """Each owner's message about an advocate who kept time free for nothing."""
    _mark_owners(program, session, ("ask", ask.id), due_at, {"notify": True})


def mark_owners_of_ask_if_told(session: Session, ask: Ask, due_at: datetime) -> None:
    """Keeps that message true, where they have one."""
    told = select(Slot.period).where(
        Slot.subject_kind == "ask", Slot.subject_id == ask.id, Slot.audience == "owner"
    )
    for owner in session.scalars(told).all():
        _mark_owner(session, ("ask", ask.id), owner, due_at, {})


def add_to_owners_list(program: Program, session: Session, due_at: datetime) -> None:
    """Each owner's list of what has waited too long has a new line. It is a job that adds it, so it waits for their hours."""
    for owner in sorted(people.owner_ids(program, session)):
        mark(
            session,
            subject=("owners_list", owner),
            audience="owner",
            conversation=owner,
            due_at=due_at,
            notify=True,
            in_hours=True,
            nudge=True,
        )


def renew_owners_list(session: Session, due_at: datetime) -> None:
    """Something on the owners' list is settled: the lists that stand are kept true."""
    for owner in session.scalars(select(Slot.subject_id).where(Slot.subject_kind == "owners_list")).all():
        mark(
            session,
            subject=("owners_list", owner),
            audience="owner",
            conversation=owner,
            due_at=due_at,
            notify=False,
        )


def mark_owners_if_told(program: Program, session: Session, request: ReferenceRequest) -> None:
    """Keeps the owners' message about an unfilled request true, where they have one."""
    told = select(Slot.id).where(
        Slot.subject_kind == "request", Slot.subject_id == request.id, Slot.audience == "owner"
    )
    if session.scalars(told.limit(1)).first():
        mark_owners(program, session, request, program.now())


def mark_incentive(
    program: Program, session: Session, incentive: Incentive, due_at: datetime, *, notify: bool = False
) -> None:
    """The proposer's one message about an incentive, and each owner's while it waits for one or has. Never a channel's."""
    mark(
        session,
        subject=("incentive", incentive.id),
        audience="proposer",
        conversation=incentive.proposed_by,
        due_at=due_at,
        notify=notify,
    )
    waits = incentive.state in ("held", "proposed", "parked")
    _mark_owners(program, session, ("incentive", incentive.id), due_at, {"notify": notify and waits})


def mark_benefits(
    program: Program,
    session: Session,
    advocate: Advocate,
    account: Account,
    task_of: str,
    due_at: datetime,
    **how: Unpack[How],
) -> None:
    """The message that lists what one person was granted: the CSM's, or each owner's, by whose task it is."""
    subject = ("benefits", advocate.id)
    if task_of == "csm":
        _mark_csm(session, subject, account, due_at, how)
    else:
        _mark_owners(program, session, subject, due_at, how)


def mark_suggestions(session: Session, csm: str, week: date, due_at: datetime, **how: Unpack[How]) -> None:
    """A CSM's list of a week of whom to surprise."""
    mark(
        session,
        subject=("suggestions", csm),
        audience="csm",
        period=week.isoformat(),
        conversation=csm,
        due_at=due_at,
        **how,
    )


def mark_friday_line(session: Session, csm: str, friday: date, due_at: datetime) -> None:
    """A CSM's line of a week: posted once, from then on only kept true."""
    mark(
        session,
        subject=("friday_line", csm),
        audience="csm",
        period=friday.isoformat(),
        conversation=csm,
        due_at=due_at,
    )
