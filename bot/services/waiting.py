"""Requests that wait for somebody who fits: matched again every day until the day they are needed, then closed."""

from datetime import date, datetime

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.rules.vocabulary import Criteria
from bot.services.bench import close_unfilled
from bot.services.locks import move_request
from bot.services.marks import mark_owners_if_told, mark_requester
from bot.services.matching import BENCH, rank
from bot.services.program import Program, record
from bot.services.reserving import hold, place_ask
from models import BenchPlace, ReferenceRequest


def waiting(program: Program) -> list[str]:
    """Ids of unfilled requests that nobody has looked at today, oldest first."""
    with program.reading() as session:
        found = plain(session, *to_match(program.now().date())).all()
    return [row.id for row in sorted(found, key=lambda row: (row.filed_at, row.id))]


@built_once
def to_match(today: date) -> Select[str, datetime]:
    """What `waiting` finds; without an order, for which SQLite would walk through every request there is."""
    return select(ReferenceRequest.id, ReferenceRequest.filed_at).where(
        ReferenceRequest.state == "unfilled",
        or_(ReferenceRequest.matched_on.is_(None), ReferenceRequest.matched_on < today),
    )


def match_again(program: Program, request_id: str) -> bool:
    """Asks whoever fits today and was not asked for this request before; True when somebody is asked.

    The requester hears of it only then. After the day it was needed by, it is closed and the requester told.
    """
    today = program.now().date()
    with program.reading() as session:
        request = session.get_one(ReferenceRequest, request_id)
        if request.state != "unfilled":
            return False
        fits = [] if request.needed_by < today else _who_fits(program, session, request)
    if request.needed_by < today:
        close_unfilled(program, request_id)
        return False
    if any(_ask(program, request_id, fits, advocate_id) for advocate_id in fits):
        return True
    with program.changing() as session:
        session.get_one(ReferenceRequest, request_id).matched_on = today
    return False


def _who_fits(program: Program, session: Session, request: ReferenceRequest) -> list[str]:
    """A fresh bench: passed over for a reason that has ended is no reason any more, asked before is."""
    asked = set(
        session.scalars(
            select(BenchPlace.advocate_id).where(
                BenchPlace.request_id == request.id, BenchPlace.passed_over == "asked"
            )
        )
    )
    vocabulary = program.vocabulary.get(session)
    ranked = rank(program, session, vocabulary, Criteria.from_json(request.criteria), request.prospect)
    if request.draw_seed:
        ranked = ranked.drawn(request.draw_seed)
    return [one.id for one, _ in ranked.eligible if one.id not in asked][:BENCH]


def _ask(program: Program, request_id: str, bench: list[str], advocate_id: str) -> bool:
    """Reserves this advocate and seats the fresh bench, all or nothing; True when they are asked."""
    now = program.now()
    with program.changing() as session:
        request = session.get_one(ReferenceRequest, request_id)
        held = hold(program, session, advocate_id, request.kind, request.prospect)
        session.refresh(request)
        if not held.verdict.eligible or request.state != "unfilled":
            return False
        if not move_request(session, request, "asking"):
            return False
        request.matched_on = now.date()
        _seat_anew(session, request_id, bench, advocate_id)
        record(
            session,
            at=now,
            actor="job:ask_reminders",
            action="request_matched",
            subject=("request", request_id),
            request_id=request_id,
            advocate_id=advocate_id,
        )
        place_ask(program, session, held, request, in_hours=True)
        mark_requester(session, request, now, notify=True, in_hours=True)
        mark_owners_if_told(program, session, request)
        return True


def _seat_anew(session: Session, request_id: str, bench: list[str], asked: str) -> None:
    """The places of those who were asked stay; all others are given out again."""
    session.execute(
        delete(BenchPlace).where(
            BenchPlace.request_id == request_id,
            or_(BenchPlace.passed_over.is_(None), BenchPlace.passed_over != "asked"),
        )
    )
    last = session.scalar(select(func.max(BenchPlace.rank)).where(BenchPlace.request_id == request_id))
    session.add_all(
        BenchPlace(
            request_id=request_id,
            advocate_id=one,
            rank=rank_,
            passed_over="asked" if one == asked else None,
        )
        for rank_, one in enumerate(bench, start=(last or 0) + 1)
    )
