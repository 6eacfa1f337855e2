"""An owner gets past the limits on purpose: for one ask, with a written reason that is kept and shown."""

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import Overridable
from bot.queries.advocates import facts_of
from bot.queries.naming import card
from bot.queries.overrides import kept, waiting_override
from bot.rules.eligibility import judge
from bot.rules.kinds import EFFORT
from bot.rules.override import overridable
from bot.rules.verdict import Verdict
from bot.services import people
from bot.services.locks import lock_pair
from bot.services.program import Program, record
from models import Advocate, OwnerOverride


def opening(program: Program, by: str, advocate_id: str, kind: str) -> Overridable:
    """Who it is and what stands against asking them. Refused for all but owners, and where it may not be put aside."""
    with program.reading() as session:
        _require_owner(program, session, by)
        advocate = session.get(Advocate, advocate_id)
        if advocate is None:
            raise Refused("advocate_gone")
        verdict = _judged(program, session, advocate, kind)
        return Overridable(card(session, advocate), verdict.reasons)


def write(program: Program, by: str, advocate_id: str, kind: str, reason: str) -> None:
    """Keeps the owner's reason, and what they put aside. It holds for one ask of theirs within the next hour; what comes up
    in between is not covered. Written again before it is used, it takes the place of the one before."""
    now = program.now()
    with program.changing() as session:
        _require_owner(program, session, by)
        _, advocate = lock_pair(session, advocate_id)
        verdict = _judged(program, session, advocate, kind)
        override = waiting_override(session, by, advocate_id, kind, now)
        if override is None:
            override = OwnerOverride(owner=by, advocate_id=advocate_id, kind=kind)
            session.add(override)
        elif (override.reason, override.reasons) == (reason, kept(verdict)):
            return
        override.reason, override.reasons, override.at = reason, kept(verdict), now
        session.flush()
        record(
            session,
            at=now,
            actor=by,
            action="override_written",
            subject=("override", override.id),
            advocate_id=advocate_id,
            kind=kind,
            why=reason,
            codes=[one.code for one in verdict.reasons],
        )


def _judged(program: Program, session: Session, advocate: Advocate, kind: str) -> Verdict:
    if kind not in EFFORT:
        raise Refused("unknown_kind")
    now = program.now()
    verdict = judge(facts_of(session, advocate, now.date()), kind, program.policy_in(session), now)
    if verdict.eligible:
        raise Refused("override_not_needed", name=advocate.name)
    if not overridable(verdict, kind):
        raise Refused("override_not_allowed", name=advocate.name)
    return verdict


def _require_owner(program: Program, session: Session, by: str) -> None:
    if not people.is_owner(program, session, people.require_colleague(session, by)):
        raise Refused("not_an_owner")
