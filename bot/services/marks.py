"""Which messages a change touches: the requester's, the CSM's, the owners'."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.outbox.mark import mark
from bot.services import people
from bot.services.program import Program
from models import Account, Activity, Ask, ReferenceRequest, Slot


def mark_requester(
    session: Session,
    request: ReferenceRequest,
    due_at: datetime,
    *,
    notify: bool = False,
    in_hours: bool = False,
    nudge: bool = False,
) -> None:
    """The requester's one message about a request."""
    mark(
        session,
        subject=("request", request.id),
        audience="requester",
        conversation=request.requester,
        due_at=due_at,
        notify=notify,
        in_hours=in_hours,
        nudge=nudge,
    )


def mark_csm(
    session: Session,
    ask: Ask,
    account: Account,
    due_at: datetime,
    *,
    notify: bool = False,
    in_hours: bool = False,
    nudge: bool = False,
) -> None:
    """The CSM's one message about an ask."""
    mark(
        session,
        subject=("ask", ask.id),
        audience="csm",
        conversation=account.csm,
        due_at=due_at,
        notify=notify,
        in_hours=in_hours,
        nudge=nudge,
    )


def mark_thanks(
    session: Session,
    activity: Activity,
    account: Account,
    due_at: datetime,
    *,
    notify: bool = False,
    in_hours: bool = False,
    nudge: bool = False,
) -> None:
    """The CSM's one message about thanking for an activity."""
    mark(
        session,
        subject=("activity", activity.id),
        audience="csm",
        conversation=account.csm,
        due_at=due_at,
        notify=notify,
        in_hours=in_hours,
        nudge=nudge,
    )


def mark_owners(
    program: Program,
    session: Session,
    request: ReferenceRequest,
    due_at: datetime,
    *,
    notify: bool = False,
    in_hours: bool = False,
) -> None:
    """Each owner's message about a request that nobody fills."""
    for owner in sorted(people.owner_ids(program, session)):
        mark(
            session,
            subject=("request", request.id),
            audience="owner",
            period=owner,
            conversation=owner,
            due_at=due_at,
            notify=notify,
            in_hours=in_hours,
        )


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
