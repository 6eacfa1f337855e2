"""Two requests for one deal or prospect are noticed: the second asker hears of the first, and may then go on knowingly."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.people import colleague
from bot.rules.lifecycle import LIVE_REQUEST
from bot.rules.twins import twin_field
from bot.services.program import Program, record
from models import AuditEntry, ReferenceRequest

NOTICED = "twin_noticed"


@dataclass(frozen=True)
class Twin:
    """An open request for the same deal or prospect, and the field of the form that says so."""

    request: ReferenceRequest
    field: str


def known_twins(
    program: Program, by: str, deal_name: str, prospect: str | None, submission: str
) -> tuple[str, ...]:
    """Ids of the open requests for the same need that this form was told of already; empty where there is none.

    The first time it is Refused, naming who asked for what and when, and noted under the form's id: sent again with the
    same deal and prospect it goes through.
    """
    with program.reading() as session:
        twins = _open_twins(session, by, deal_name, prospect, submission)
        if not twins:
            return ()
        seen = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_kind == "submission", AuditEntry.subject_id == submission)
            .where(AuditEntry.action == NOTICED, AuditEntry.actor == by)
        ).all()
        told = {
            one.request_id
            for one in seen
            if (one.details.get("deal"), one.details.get("prospect")) == (deal_name, prospect)
        }
        untold = [twin for twin in twins if twin.request.id not in told]
        if not untold:
            return tuple(twin.request.id for twin in twins)
        first = untold[0]
        asker = colleague(session, first.request.requester)
    _note(program, by, untold, deal_name, prospect, submission)
    raise Refused(
        "same_need",
        field=first.field,
        own=first.request.requester == by,
        asker=asker.name,
        kind=first.request.kind,
        deal=first.request.deal_name,
        prospect=first.request.prospect,
        on=first.request.filed_at.date(),
        others=len(untold) - 1,
    )


def _open_twins(
    session: Session, by: str, deal_name: str, prospect: str | None, submission: str
) -> list[Twin]:
    """Newest first. What this very form has filed is no twin of it."""
    live = session.scalars(
        select(ReferenceRequest)
        .where(
            ReferenceRequest.state.in_(LIVE_REQUEST),
            func.coalesce(ReferenceRequest.submission, "") != submission,
        )
        .order_by(ReferenceRequest.filed_at.desc(), ReferenceRequest.id.desc())
    )
    twins = []
    for other in live:
        field = twin_field(
            deal_name,
            prospect,
            other.deal_name,
            other.prospect,
            same_requester=other.requester == by,
        )
        if field:
            twins.append(Twin(other, field))
    return twins


def _note(
    program: Program, by: str, twins: list[Twin], deal_name: str, prospect: str | None, submission: str
) -> None:
    with program.changing() as session:
        for twin in twins:
            record(
                session,
                at=program.now(),
                actor=by,
                action=NOTICED,
                subject=("submission", submission),
                request_id=twin.request.id,
                deal=deal_name,
                prospect=prospect,
            )
