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
    )


def mark_csm(
    session: Session,
    ask: Ask,
    account: Account,
    due_at: datetime,
    *,
    notify: bool = False,
    in_hours: bool = False,
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
    )


def mark_thanks(
    session: Session,
    activity: Activity,
    account: Account,
    due_at: datetime,
    *,
    notify: bool = False,
    in_hours: bool = False,
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
    )


def mark_owners(
    program: Program, session: Session, request: ReferenceRequest, due_at: datetime, *, notify: bool = False
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
        )


def mark_owners_if_told(program: Program, session: Session, request: ReferenceRequest) -> None:
    """Keeps the owners' message about an unfilled request true, where they have one."""
    told = select(Slot.id).where(
        Slot.subject_kind == "request", Slot.subject_id == request.id, Slot.audience == "owner"
    )
    if session.scalars(told.limit(1)).first():
        mark_owners(program, session, request, program.now())
