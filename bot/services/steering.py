"""What a requester can do while their request runs: another day, another person, a kind question how it stands."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.people import colleague
from bot.rules.lifecycle import BEFORE_CONTACT, LIVE_REQUEST
from bot.rules.nudging import zone_of
from bot.rules.reviews import REVIEW
from bot.services import people
from bot.services.bench import ask_next
from bot.services.locks import close_ask, move_ask, move_request
from bot.services.marks import mark_csm, mark_owners_if_told, mark_requester
from bot.services.opened import Opened, opened
from bot.services.program import Program, record
from models import Account, Advocate, Ask, ReferenceRequest

ANOTHER = "another"
"""Why an ask is closed whose requester wanted somebody else."""
WITH_THE_CSM = ("reserved", "approved", "sent", "awaiting_approval", "accepted")
"""States in which it is the CSM whose word is waited for."""


def change(program: Program, by: str, request_id: str, day: date, questions: str | None) -> None:
    """The requester or an owner needs it by another day, or the prospect would like to hear something else. Refused for another
    day that has passed, or where the request is over."""
    now = program.now()
    with program.changing() as session:
        request = _theirs(program, session, by, request_id)
        if request.state not in LIVE_REQUEST:
            raise Refused("request_over", state=request.state)
        before, asked_before = request.needed_by, request.questions
        if day < now.date() and day != before:
            raise Refused("needed_by_past", field="needed_by")
        request.needed_by, request.questions = day, questions
        if before != day:
            record(
                session,
                at=now,
                actor=by,
                action="needed_by_changed",
                subject=("request", request.id),
                request_id=request.id,
                before=before.isoformat(),
                after=day.isoformat(),
            )
        if asked_before != questions:
            record(
                session,
                at=now,
                actor=by,
                action="questions_changed",
                subject=("request", request.id),
                request_id=request.id,
            )
        if (before, asked_before) == (day, questions):
            return
        mark_requester(session, request, now)
        mark_owners_if_told(program, session, request)
        ask = _open_ask(session, request_id)
        if ask is not None:
            advocate = session.get_one(Advocate, ask.advocate_id)
            mark_csm(session, ask, session.get_one(Account, advocate.account_id), now)


def ask_another(program: Program, by: str, request_id: str) -> None:
    """The requester or an owner would rather have the next on the bench.

    Before contact the ask is released and counts for nobody; after contact it counts for good, and the CSM is asked to tell
    the advocate. A request whose yes came to nothing is taken up again. Refused once somebody has said yes, and for
    reviews, which ask everybody in turn.
    """
    with program.reading() as session:
        request = _theirs(program, session, by, request_id)
        ask = _open_ask(session, request_id)
        if request.kind == REVIEW:
            raise Refused("reviews_in_turn")
    if ask is not None:
        with opened(program, ask.id) as it:
            _let_go(it, by)
    elif request.state == "came_to_nothing":
        _take_up_again(program, by, request_id)
    elif request.state in LIVE_REQUEST:
        raise Refused("looking_already")
    else:
        raise Refused("request_over", state=request.state)
    ask_next(program, request_id)


def chase(program: Program, by: str, request_id: str) -> None:
    """Asks the CSM once a day, in one message, how it stands. Refused where it was done today, or waits for nobody there."""
    with program.reading() as session:
        request = _theirs(program, session, by, request_id)
        ask = _open_ask(session, request_id)
        if ask is None:
            raise Refused(
                "nobody_to_chase" if request.state in LIVE_REQUEST else "request_over", state=request.state
            )
    with opened(program, ask.id) as it:
        person = people.require_colleague(it.session, by)
        if it.ask.state not in WITH_THE_CSM:
            raise Refused("nobody_to_chase")
        if people.is_csm_of(person, it.account):
            raise Refused("waits_for_you", name=it.advocate.name)
        zone = zone_of(person.time_zone)
        last = it.ask.chased_at
        if last is not None and last.astimezone(zone).date() >= it.now.astimezone(zone).date():
            raise Refused("chased_today", at=last, csm=colleague(it.session, it.account.csm))
        it.ask.chased_at = it.now
        it.record(by, "ask_chased")
        mark_csm(it.session, it.ask, it.account, it.now, notify=True)
        mark_requester(it.session, it.request, it.now)


def _let_go(it: Opened, by: str) -> None:
    if it.ask.state in BEFORE_CONTACT:
        it.release(by, ANOTHER, notify=it.ask.state == "approved")
        return
    it.require_state("sent")
    move_ask(it.session, it.ask, "no_answer", it.now)
    close_ask(it.ask, it.now, reason=ANOTHER, counts_still=True)
    if it.request.state == "asking":
        move_request(it.session, it.request, "searching")
    it.record(by, "another_wanted")
    mark_csm(it.session, it.ask, it.account, it.now, notify=True)
    mark_requester(it.session, it.request, it.now)


def _take_up_again(program: Program, by: str, request_id: str) -> None:
    now = program.now()
    with program.changing() as session:
        request = _theirs(program, session, by, request_id)
        if request.needed_by < now.date():
            raise Refused("needed_by_over", on=request.needed_by)
        if request.state != "came_to_nothing" or not move_request(session, request, "searching"):
            raise Refused("try_again")
        request.closed_at = None
        record(
            session,
            at=now,
            actor=by,
            action="request_taken_up",
            subject=("request", request.id),
            request_id=request.id,
        )
        mark_requester(session, request, now)


def _theirs(program: Program, session: Session, by: str, request_id: str) -> ReferenceRequest:
    person = people.require_colleague(session, by)
    request = session.get(ReferenceRequest, request_id, populate_existing=True)
    if request is None:
        raise Refused("request_gone")
    if request.requester != by and not people.is_owner(program, session, person):
        raise Refused("not_your_request")
    return request


def _open_ask(session: Session, request_id: str) -> Ask | None:
    """The ask that the request waits for; None where nobody is being asked."""
    return session.scalars(
        select(Ask)
        .where(Ask.request_id == request_id, Ask.seat.is_not(None))
        .order_by(Ask.id.desc())
        .limit(1)
    ).first()
