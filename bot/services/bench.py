"""A request's bench, the ranked reserve: whoever is next on it is asked without anybody having to say so."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.queries.overrides import put_aside
from bot.rules.override import despite
from bot.rules.verdict import Verdict
from bot.rules.vocabulary import Criteria
from bot.services.locks import move_request
from bot.services.marks import mark_owners, mark_owners_if_told, mark_requester
from bot.services.matching import BENCH, Ranked, rank
from bot.services.program import Program, record
from bot.services.reserving import hold, place_again, place_ask
from bot.services.reviews import record_draw
from models import Ask, BenchPlace, ReferenceRequest

TAKEN_BACK = "taken_back"
"""Why an ask was released whose decision was taken back: it is offered again as it was."""


def ask_next(program: Program, request_id: str, *, in_hours: bool = False) -> bool:
    """Offers the next on the bench, when the request wants it. A step of its own, repeated by the job if a process dies
    before it; True when somebody was asked. An empty bench is filled anew from today's facts; when nobody fits,
    the request waits as unfilled and the requester and the owners are told; after the day it was needed by it is closed. `in_hours` where a job causes it."""
    while True:
        with program.reading() as session:
            request = session.get(ReferenceRequest, request_id)
            if request is None or request.state != "searching":
                return False
            if request.needed_by < program.now().date():
                break
            place = session.scalars(_waiting_places(request_id)).first()
            more, ranked = ([], None) if place else _fresh_bench(program, session, request)
        if place is not None:
            if _ask_place(program, request_id, place.id, in_hours):
                return True
        elif more:
            _add_places(program, request_id, more, ranked)
        else:
            _wait_unfilled(program, request_id, ranked, in_hours)
            return False
    close_unfilled(program, request_id)
    return False


def close_unfilled(program: Program, request_id: str) -> None:
    """The day it was needed by is over and nobody was found: the requester is told, in their working hours."""
    now = program.now()
    with program.changing() as session:
        request = session.get_one(ReferenceRequest, request_id)
        if request.state not in ("searching", "unfilled") or not move_request(
            session, request, "closed_unfilled"
        ):
            return
        request.closed_at = now
        record(
            session,
            at=now,
            actor="job:ask_reminders",
            action="request_closed_unfilled",
            subject=("request", request_id),
            request_id=request_id,
        )
        mark_requester(session, request, now, notify=True, in_hours=True)
        mark_owners_if_told(program, session, request)


def seat_bench(
    session: Session, request: ReferenceRequest, bench: list[str], used: Mapping[str, Verdict | None]
) -> None:
    """The ranked reserve; `used` names those judged already, with the verdict against them or None for the one asked."""
    for rank_, advocate_id in enumerate(bench, start=1):
        verdict = used.get(advocate_id)
        passed_over = verdict.first.code if verdict else "asked" if advocate_id in used else None
        session.add(
            BenchPlace(request_id=request.id, advocate_id=advocate_id, rank=rank_, passed_over=passed_over)
        )


def seat_first(session: Session, request_id: str, advocate_id: str, passed_over: str | None = None) -> None:
    """Puts an advocate at the front of the bench, to be asked next, whether they had a place or were passed over; or notes there
    why the place is used up."""
    first = session.scalar(select(func.min(BenchPlace.rank)).where(BenchPlace.request_id == request_id))
    rank_ = (1 if first is None else first) - 1
    place = _place(session, request_id, advocate_id)
    if place is None:
        place = BenchPlace(request_id=request_id, advocate_id=advocate_id)
        session.add(place)
    place.rank, place.passed_over = rank_, passed_over


def seat_again(session: Session, request_id: str, advocate_id: str) -> None:
    """Gives somebody who was asked and let go their old place on the bench back."""
    place = _place(session, request_id, advocate_id)
    if place is not None:
        place.passed_over = None


def _place(session: Session, request_id: str, advocate_id: str) -> BenchPlace | None:
    return session.scalars(
        select(BenchPlace).where(BenchPlace.request_id == request_id, BenchPlace.advocate_id == advocate_id)
    ).one_or_none()


def _waiting_places(request_id: str) -> Select[BenchPlace]:
    return (
        select(BenchPlace)
        .where(BenchPlace.request_id == request_id, BenchPlace.passed_over.is_(None))
        .order_by(BenchPlace.rank)
    )


def _fresh_bench(program: Program, session: Session, request: ReferenceRequest) -> tuple[list[str], Ranked]:
    """Who fits today and has no place on this request's bench yet, best first; and the ranking they are from.

    A review is drawn with the seed of its filing."""
    seated = set(session.scalars(select(BenchPlace.advocate_id).where(BenchPlace.request_id == request.id)))
    vocabulary = program.vocabulary.get(session)
    ranked = rank(program, session, vocabulary, Criteria.from_json(request.criteria), request.prospect)
    if request.draw_seed:
        ranked = ranked.drawn(request.draw_seed)
    return [candidate.id for candidate, _ in ranked.eligible if candidate.id not in seated][:BENCH], ranked


def _add_places(program: Program, request_id: str, advocate_ids: list[str], ranked: Ranked | None) -> None:
    with program.changing() as session:
        record_draw(program, session, session.get_one(ReferenceRequest, request_id), ranked)
        last = session.scalar(select(func.max(BenchPlace.rank)).where(BenchPlace.request_id == request_id))
        seated = set(
            session.scalars(select(BenchPlace.advocate_id).where(BenchPlace.request_id == request_id))
        )
        new = [one for one in advocate_ids if one not in seated]
        session.add_all(
            BenchPlace(request_id=request_id, advocate_id=one, rank=rank_)
            for rank_, one in enumerate(new, start=(last or 0) + 1)
        )


def _ask_place(program: Program, request_id: str, place_id: str, in_hours: bool) -> bool:
    """Asks the advocate of one bench place, or passes them over; True when they were asked."""
    now = program.now()
    with program.changing() as session:
        place = session.get_one(BenchPlace, place_id)
        request = session.get_one(ReferenceRequest, request_id)
        held = hold(program, session, place.advocate_id, request.kind, request.prospect)
        again = _taken_back(session, request_id, place.advocate_id)
        if again is not None:
            held = replace(held, verdict=despite(held.verdict, put_aside(session, again.id)))
        session.refresh(place)
        if place.passed_over is not None:
            return False
        if not held.verdict.eligible:
            place.passed_over = held.verdict.first.code
            return False
        session.refresh(request)
        if request.state != "searching" or not move_request(session, request, "asking"):
            return False
        place.passed_over = "asked"
        if again is None:
            place_ask(program, session, held, request, in_hours=in_hours)
        else:
            place_again(program, session, held, request, again)
        mark_requester(session, request, now, in_hours=in_hours)
        return True


def _taken_back(session: Session, request_id: str, advocate_id: str) -> Ask | None:
    """The ask of this request to this advocate that was let go by a click, which was then taken back."""
    return session.scalars(
        select(Ask)
        .where(
            Ask.request_id == request_id,
            Ask.advocate_id == advocate_id,
            Ask.state == "released",
            Ask.release_reason == TAKEN_BACK,
        )
        .execution_options(populate_existing=True)
    ).first()


def _wait_unfilled(program: Program, request_id: str, ranked: Ranked | None, in_hours: bool) -> None:
    now = program.now()
    with program.changing() as session:
        request = session.get_one(ReferenceRequest, request_id)
        if request.state != "searching" or not move_request(session, request, "unfilled"):
            return
        request.matched_on = now.date()
        record_draw(program, session, request, ranked)
        record(
            session,
            at=now,
            actor="bot",
            action="request_unfilled",
            subject=("request", request.id),
            request_id=request.id,
        )
        mark_requester(session, request, now, notify=True, in_hours=in_hours)
        mark_owners(program, session, request, now, notify=True, in_hours=in_hours)
