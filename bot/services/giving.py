"""What was done for an advocate with nothing asked in return."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.tastes import tastes
from bot.rules.gives import Catalogue, fitting
from bot.rules.nudging import zone_of
from bot.services import people, suggestions
from bot.services.locks import lock_pair
from bot.services.program import Program, record
from models import Give, Suggestion


def opening(program: Program, subject_id: str | None) -> tuple[Catalogue, str | None]:
    """What the form offers, and which kind it proposes: the first idea, where it is opened from a suggestion."""
    with program.reading() as session:
        catalogue = program.gives_in(session)
        suggestion = session.get(Suggestion, subject_id) if subject_id else None
        if suggestion is None:
            return catalogue, None
        person = tastes(session, [suggestion.advocate_id])[suggestion.advocate_id]
        return catalogue, fitting(catalogue, person, suggestion.cause, program.now().date())[0].kind


def log(
    program: Program,
    by: str,
    advocate_id: str,
    kind: str,
    given_on: date | None = None,
    note: str | None = None,
) -> None:
    """The CSM or an owner records a give, today unless a day is named. Once per person, kind and day: sent again it is
    the same give, and by somebody else it is Refused with who was quicker."""
    now = program.now()
    with program.changing() as session:
        if kind not in program.gives_in(session):
            raise Refused("unknown_give", field="kind")
        account, advocate = lock_pair(session, advocate_id)
        person = people.require_csm(program, session, by, account)
        today = max(now.date(), now.astimezone(zone_of(person.time_zone)).date())
        given_on = given_on or now.date()
        if given_on > today:
            raise Refused("given_on_future", field="given_on")
        earlier = session.scalars(
            select(Give).where(Give.advocate_id == advocate.id, Give.kind == kind, Give.given_on == given_on)
        ).one_or_none()
        if earlier is not None and (earlier.by, earlier.note) == (by, note):
            return
        if earlier is not None:
            raise Refused("already_given", field="kind", name=advocate.name, on=given_on)
        give = Give(advocate_id=advocate.id, kind=kind, given_on=given_on, by=by, note=note)
        session.add(give)
        session.flush()
        record(
            session,
            at=now,
            actor=by,
            action="give_logged",
            subject=("give", give.id),
            advocate_id=advocate.id,
            kind=kind,
            given_on=given_on.isoformat(),
            note=note,
        )
        suggestions.settle(program, session, by, advocate.id)


def remember(
    session: Session,
    advocate_id: str,
    kind: str,
    on: date,
    by: str | None,
    note: str | None = None,
    cost: float | None = None,
) -> bool:
    """A step in the caller's transaction, the advocate locked: something that the bot has seen given counts as a give. A
    second one of its kind on that day is the same; whether it is new."""
    there = select(Give.id).where(Give.advocate_id == advocate_id, Give.kind == kind, Give.given_on == on)
    if session.scalar(there) is not None:
        return False
    session.add(Give(advocate_id=advocate_id, kind=kind, given_on=on, by=by, note=note, cost=cost))
    return True
