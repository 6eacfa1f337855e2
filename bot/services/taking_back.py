"""Taking a wrong click back, within 15 minutes: things stand as if it had not been made. Whoever was asked meanwhile is let
go where nobody has decided on them yet.

Each step is whole in itself: a process that dies between leaves at worst the next one asked as well.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.undoing import HAPPENED, UNDOABLE, Decision, decision_of, kind_of
from bot.rules.kinds import counts
from bot.rules.verdict import Reason
from bot.services import people
from bot.services.bench import TAKEN_BACK, ask_next, seat_again, seat_first
from bot.services.locks import move_request, take_ask_back, take_request_back
from bot.services.marks import mark_csm, mark_owners_if_told, mark_owners_of_ask_if_told, mark_requester
from bot.services.opened import Opened, opened
from bot.services.program import Program
from bot.services.reserving import free_seat
from bot.services.withdrawing import withdraw
from models import Advocate, Ask, ReferenceRequest

TELLING = ("undecided", "not_sent", "let_go", "waiting", "stands", "not_done")
"""What the CSM is told anew where somebody else took the click back."""


@dataclass(frozen=True)
class Undone:
    """What stands after a click was taken back. `now` names it: asked_again, instead, nobody, and of a correction
    may_be_asked (a decision against); undecided; not_sent, let_go (for `reason`); waiting (for an answer); stands (a yes); not_done (what was
    reported as done); open (a request)."""

    name: str
    now: str
    instead: str | None = None
    """Who else is asked for the same request by now."""
    reason: Reason | None = None


def take_back(program: Program, by: str, ask_id: str, decision_id: str | None = None) -> Undone:
    """Takes back this click on an ask. Without a `decision_id` it is a correction of the last one, whenever that was, by the
    CSM or an owner; one of a decision against leaves the request alone, which has gone its way.
    """
    whenever = decision_id is None
    with opened(program, ask_id) as it:
        decision = decision_of(it.session, it.ask)
        if decision is None and whenever and kind_of(it.ask) == "answered":
            decision = Decision("", "answered", "ask_answered", it.now, "", {})  # a job had let them go
        if decision is None or decision_id not in (None, decision.id):
            done = it.ask.release_reason == TAKEN_BACK
            raise Refused("nothing_to_undo", name=it.advocate.name, done=done)
        _require_may(program, it, by, decision, whenever)
        if not whenever and it.now > decision.at + UNDOABLE:
            raise Refused("undo_over", name=it.advocate.name)
        it.record(by, "corrected" if whenever else "decision_undone", decision=_named(it.ask, decision))
        undone = _BACK[decision.kind](program, it, by, decision)
        mark_csm(
            it.session,
            it.ask,
            it.account,
            it.now,
            notify=undone.now in TELLING and not _is_csm(program, it, by),
        )
        told = undone.now in ("waiting", "stands", "not_done") and by != it.request.requester
        mark_requester(it.session, it.request, it.now, notify=told)
    request_id = it.request.id
    match undone.now:
        case "may_be_asked" if not whenever:
            return _ask_again(program, by, ask_id, request_id, undone.name)
        case "let_go":
            ask_next(program, request_id)
        case "waiting" | "stands":
            return Undone(undone.name, undone.now, _make_way(program, by, request_id, ask_id))
    return undone


def _require_may(program: Program, it: Opened, by: str, decision: Decision, whenever: bool) -> None:
    """Whoever clicked, or whoever answers for them: for a CSM an owner, for a requester an owner alone."""
    person = people.require_colleague(it.session, by)
    if by == decision.by and not whenever:
        return
    if decision.by == it.request.requester and not whenever and not _is_csm(program, it, decision.by):
        if not people.is_owner(program, it.session, person):
            raise Refused("not_your_request")
    else:
        people.require_csm(program, it.session, by, it.account)


def _is_csm(program: Program, it: Opened, slack_id: str) -> bool:
    return people.acts_for(program, it.session, people.require_colleague(it.session, slack_id), it.account)


def _named(ask: Ask, decision: Decision) -> str:
    """The decision as the audit names what was taken back."""
    if decision.action == "approval_recorded":
        return "company"
    if decision.kind in ("released", "unused"):
        return str(ask.release_reason)
    return str(ask.answer) if decision.kind == "answered" else decision.kind


def _back_from_released(_program: Program, it: Opened, _by: str, decision: Decision) -> Undone:
    """The advocate is as before, and their CSM has not decided."""
    it.ask.decision_hours = None
    _as_before(it.advocate, decision)
    it.ask.release_reason = TAKEN_BACK
    return Undone(it.advocate.name, "may_be_asked")


def _back_from_approved(program: Program, it: Opened, by: str, _decision: Decision) -> Undone:
    take_ask_back(it.session, it.ask, "reserved", it.now)
    it.ask.decided_at = it.ask.decision_hours = None
    return _unless_let_go(program, it, by, "undecided")


def _back_from_sent(program: Program, it: Opened, by: str, _decision: Decision) -> Undone:
    """Nobody was written to, so that the day of the reservation counts again; a released ask does not count at all."""
    it.ask.contacted_at = None
    if it.ask.release_reason is not None:
        take_ask_back(it.session, it.ask, "released", it.now)
        it.ask.seat, it.ask.counted_on, it.ask.closed_at = None, None, it.now
        return Undone(it.advocate.name, "not_sent")
    if it.ask.decided_at is None:
        it.ask.decision_hours = None
    take_ask_back(it.session, it.ask, "approved" if it.ask.decided_at else "reserved", it.now)
    assert it.ask.reserved_at is not None
    it.ask.counted_on = it.ask.reserved_at.date() if counts(it.ask.kind) else None
    return _unless_let_go(program, it, by, "not_sent")


def _unless_let_go(program: Program, it: Opened, by: str, now: str) -> Undone:
    """What is not sent is checked as of now, like every ask before contact."""
    it.session.flush()  # the rules read what counts from the database
    verdict = it.verdict(program)
    if verdict.eligible:
        return Undone(it.advocate.name, now)
    it.release(by, verdict.first.code, notify=False)
    return Undone(it.advocate.name, "let_go", reason=verdict.first)


def _back_from_answered(_program: Program, it: Opened, _by: str, decision: Decision) -> Undone:
    """Their answer is awaited again, or their company's where that was recorded last. The request, where it got its yes
    from them alone, is being asked for again."""
    dated = is_ahead(it)
    if decision.action == "approval_recorded":
        take_ask_back(it.session, it.ask, "awaiting_approval", it.now)
        it.ask.approved_by = it.ask.approved_on = None
    else:
        take_ask_back(it.session, it.ask, "sent", it.now)
        it.ask.answer = it.ask.answered_at = it.ask.comment = it.ask.scheduled_for = None
    it.ask.closed_at = it.ask.release_reason = it.ask.outcome_asked_at = None
    seat(it)
    if dated:
        it.renew_calendar()
    _ask_for_again(it)
    return Undone(it.advocate.name, "waiting")


def _back_from_happened(program: Program, it: Opened, by: str, decision: Decision) -> Undone:
    """It has not taken place, as far as anybody knows. Who was asked how it went is not asked again at once."""
    withdraw(program, it, by)
    _as_before_the_report(it, decision)
    return Undone(it.advocate.name, "not_done")


def _as_before_the_report(it: Opened, decision: Decision) -> None:
    """What it said of the deal goes too, unless somebody has said more since."""
    it.ask.release_reason = TAKEN_BACK
    if it.ask.outcome_asked_at is not None:
        it.ask.steps_taken, it.ask.step_at = 1, it.now
    reported = decision.details.get("deal_stage")
    if reported and it.request.deal_stage == reported:
        it.request.deal_stage = decision.details.get("stage_before")


def _back_from_unused(_program: Program, it: Opened, _by: str, decision: Decision) -> Undone:
    """The yes stands again, with its date where it has one; or their company is waited for."""
    if decision.action == "approval_recorded":
        take_ask_back(it.session, it.ask, "awaiting_approval", it.now)
        _ask_for_again(it)
    else:
        take_ask_back(it.session, it.ask, "scheduled" if it.ask.scheduled_for else "accepted", it.now)
        if it.request.state == "came_to_nothing":
            take_request_back(it.session, it.request, "filled")
            it.request.closed_at = None
    it.ask.closed_at = it.ask.release_reason = None
    seat(it)
    if decision.action == "outcome_reported":
        _as_before_the_report(it, decision)
    if is_ahead(it):
        it.renew_calendar()
    mark_owners_of_ask_if_told(it.session, it.ask, it.now)
    return Undone(it.advocate.name, "stands")


def is_ahead(it: Opened) -> bool:
    """Whether there is a date, and it is still to come: what has passed is in no calendar any more."""
    return it.ask.state == "scheduled" and it.ask.scheduled_for is not None and it.ask.scheduled_for > it.now


def _ask_for_again(it: Opened) -> None:
    """The request has no yes, unless from somebody else: it waits for this answer."""
    if it.request.state == "filled" and not _others(it, ("accepted", "scheduled")):
        take_request_back(it.session, it.request, "asking")
    elif it.request.state in ("searching", "unfilled"):
        move_request(it.session, it.request, "asking")


_BACK = {
    "released": _back_from_released,
    "approved": _back_from_approved,
    "sent": _back_from_sent,
    "answered": _back_from_answered,
    "unused": _back_from_unused,
    HAPPENED: _back_from_happened,
}


def seat(it: Opened) -> None:
    """An open ask has a seat again."""
    if it.ask.seat is None:
        it.ask.seat = free_seat(it.session, it.advocate.id)


def _others(it: Opened, states: tuple[str, ...]) -> bool:
    """Whether another ask of the same request is in one of these states."""
    others = select(Ask.id).where(Ask.request_id == it.request.id, Ask.id != it.ask.id, Ask.state.in_(states))
    return it.session.scalars(others.limit(1)).first() is not None


def _as_before(advocate: Advocate, decision: Decision) -> None:
    """Takes back what the decision itself changed: what somebody has changed since stays."""
    change = decision.details.get("change")
    if change is None:
        return
    if "kind" in change:
        column = "never"
        stands = change["kind"] in advocate.never and not change["before"]
        if stands:
            advocate.never = [one for one in advocate.never if one != change["kind"]]
    else:
        column = "paused_until"
        stands = advocate.paused_until == date.fromisoformat(change["after"])
        if stands:
            advocate.paused_until = date.fromisoformat(change["before"]) if change["before"] else None
    if stands and not change["was_bots"]:
        advocate.changed_by_bot = [one for one in advocate.changed_by_bot if one != column]


def _ask_again(program: Program, by: str, ask_id: str, request_id: str, name: str) -> Undone:
    """The question goes to the same CSM again, unless somebody else was decided on meanwhile."""
    instead = _make_way(program, by, request_id, ask_id)
    if instead is None:
        with program.changing() as session:
            request = locked_request(session, request_id)
            if request.state == "unfilled":
                move_request(session, request, "searching")
                mark_owners_if_told(program, session, request)
            if request.state == "searching":
                seat_first(session, request_id, session.get_one(Ask, ask_id).advocate_id)
        ask_next(program, request_id)
        instead = asked(program, request_id, ask_id)
    with program.reading() as session:
        if session.get_one(Ask, ask_id).seat is not None:
            return Undone(name, "asked_again")
    return Undone(name, "instead" if instead else "nobody", instead)


def _make_way(program: Program, by: str, request_id: str, ask_id: str) -> str | None:
    """Lets go of whoever is asked instead where their CSM has not decided; who stays asked, None where nobody does."""
    with program.reading() as session:
        others = session.scalars(_open_asks(request_id, ask_id)).all()
    for other in others:
        with opened(program, other) as it:
            if it.ask.state != "reserved":
                continue
            it.release(by, "made_way", notify=False)
            seat_again(it.session, request_id, it.advocate.id)
            if it.request.state == "searching" and it.session.get_one(Ask, ask_id).seat is not None:
                move_request(it.session, it.request, "asking")
    return asked(program, request_id, ask_id)


def _open_asks(request_id: str, but: str) -> Select[str]:
    return (
        select(Ask.id)
        .where(Ask.request_id == request_id, Ask.id != but, Ask.seat.is_not(None))
        .order_by(Ask.id)
    )


def asked(program: Program, request_id: str, but: str) -> str | None:
    """Who else is asked for the request."""
    with program.reading() as session:
        return session.scalars(
            select(Advocate.name)
            .join(Ask, Ask.advocate_id == Advocate.id)
            .where(Ask.id.in_(_open_asks(request_id, but).order_by(None)))
            .order_by(Ask.id)
            .limit(1)
        ).first()


def locked_request(session: Session, request_id: str) -> ReferenceRequest:
    """The request, locked until the transaction ends."""
    return session.scalars(
        select(ReferenceRequest).where(ReferenceRequest.id == request_id).with_for_update(key_share=True)
    ).one()
