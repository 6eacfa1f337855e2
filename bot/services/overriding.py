"""An owner gets past the limits on purpose: for one ask, with a written reason that is kept and shown."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import Overridable
from bot.queries.advocates import facts_of
from bot.queries.naming import card
from bot.queries.overrides import kept, waiting_override
from bot.rules.eligibility import judge
from bot.rules.kinds import EFFORT
from bot.rules.override import despite, overridable
from bot.rules.verdict import Verdict
from bot.rules.vocabulary import Criteria
from bot.services import people
from bot.services.bench import seat_first
from bot.services.locks import lock_pair, move_request
from bot.services.marks import mark_owners_if_told, mark_requester
from bot.services.matching import open_to_owner, rank
from bot.services.program import Program, record
from bot.services.reserving import hold, place_ask
from models import Advocate, Ask, OwnerOverride, ReferenceRequest


def opening(program: Program, by: str, advocate_id: str, kind: str) -> Overridable:
    """Who it is and what stands against asking them. Refused for all but owners, and where it may not be put aside."""
    with program.reading() as session:
        _require_owner(program, session, by)
        advocate = session.get(Advocate, advocate_id)
        if advocate is None:
            raise Refused("advocate_gone")
        verdict = _judged(program, session, advocate, kind)
        return Overridable(card(session, advocate), verdict.reasons)


def nearest(program: Program, session: Session, request_id: str) -> tuple[Overridable, ...]:
    """For a request that finds nobody: those left out whom an owner may ask all the same, and who were not asked for it yet."""
    request = session.get_one(ReferenceRequest, request_id)
    vocabulary = program.vocabulary.get(session)
    ranked = rank(program, session, vocabulary, Criteria.from_json(request.criteria), request.prospect)
    asked = _asked_for(session, request_id)
    ranked = replace(ranked, others=tuple(one for one in ranked.others if one[0].id not in asked))
    return open_to_owner(ranked, request.kind)


def open_for(program: Program, by: str, request_id: str) -> tuple[Overridable, ...]:
    """The same for an owner who looks. Refused for others."""
    with program.reading() as session:
        _require_owner(program, session, by)
        return nearest(program, session, request_id)


def kind_of(program: Program, by: str, request_id: str) -> str:
    """What a request that finds nobody asks for. Refused for all but owners, and where it found somebody or is over."""
    with program.reading() as session:
        _require_owner(program, session, by)
        return _unfilled(session, request_id).kind


def ask_for(program: Program, by: str, request_id: str, advocate_id: str, reason: str) -> None:
    """Asks somebody who is spared for a request that finds nobody, with the owner's reason: their CSM decides as ever.

    Refused for all but owners, where it may not be put aside, and where the request found somebody or is over."""
    now = program.now()
    with program.changing() as session:
        _require_owner(program, session, by)
        kind, prospect = (request := _unfilled(session, request_id)).kind, request.prospect
        held = hold(program, session, advocate_id, kind, prospect)
        name = held.advocate.name
        if advocate_id in _asked_for(session, request_id):
            raise Refused("override_asked", name=name)
        if not held.verdict.eligible:
            if not overridable(held.verdict, kind):
                raise Refused("override_not_allowed", name=name)
            override = OwnerOverride(
                owner=by,
                advocate_id=advocate_id,
                kind=kind,
                reason=reason,
                reasons=kept(held.verdict),
                at=now,
            )
            session.add(override)
            session.flush()
            held = replace(held, verdict=despite(held.verdict, held.verdict.reasons), override=override)
        if not move_request(session, request, "asking"):
            raise Refused("override_too_late")
        seat_first(session, request_id, advocate_id, passed_over="asked")
        place_ask(program, session, held, request)
        mark_requester(session, request, now, notify=True)
        mark_owners_if_told(program, session, request)


def _unfilled(session: Session, request_id: str) -> ReferenceRequest:
    request = session.get(ReferenceRequest, request_id, populate_existing=True)
    if request is None or request.state != "unfilled":
        raise Refused("override_too_late")
    return request


def _asked_for(session: Session, request_id: str) -> frozenset[str]:
    return frozenset(session.scalars(select(Ask.advocate_id).where(Ask.request_id == request_id)))


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
