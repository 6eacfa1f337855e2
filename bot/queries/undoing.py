"""Which click on an ask or a request stands last, who made it, and whether it can still be taken back."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.facts import Undo
from models import Ask, AuditEntry, ReferenceRequest

UNDOABLE = timedelta(minutes=15)
"""How long a click can be taken back by whoever made it."""

RELEASED = frozenset({"not_now", "never", "offer_other"})
YES = frozenset({"awaiting_approval", "accepted", "scheduled"})
UNUSED = frozenset(
    {"called_off", "did_not_happen", "no_show", "advocate_could_not", "not_needed", "company_said_no"}
)
HAPPENED = "happened"
ANSWERED = frozenset({"awaiting_approval", "accepted", "scheduled", "declined", "no_answer"})
RECORDED_AS = {
    "approved": ("ask_approved",),
    "released": ("ask_released",),
    "sent": ("ask_sent",),
    "answered": ("ask_answered", "approval_recorded"),
    "unused": ("ask_called_off", "outcome_reported", "approval_recorded"),
    HAPPENED: ("outcome_reported",),
}
"""How the audit names each kind of decision."""
CANCELLED = "request_cancelled"
CLICKS = frozenset({CANCELLED}.union(*RECORDED_AS.values()))
"""Everything there that can be taken back on an ask or a request."""


class Decision(NamedTuple):
    """A click that brought an ask or a request to where it stands: approved, released, sent, answered, unused, happened, cancelled."""

    id: str
    """Of its entry in the audit: a second press of the same button means the same click."""
    kind: str
    action: str
    at: datetime
    by: str
    details: dict[str, Any]


def kind_of(ask: Ask) -> str | None:
    """The kind of decision that an ask's state came from; None where it came from none that can be taken back."""
    if ask.state in ("approved", "sent"):
        return ask.state
    if ask.state in ANSWERED and ask.release_reason != "cancelled":
        return "answered"
    if ask.state == "released" and ask.release_reason in RELEASED:
        return "released"
    if ask.state == "unused" and ask.release_reason in UNUSED and ask.told_at is None:
        return "unused"
    if ask.state == "completed" and ask.release_reason is None:
        return HAPPENED
    return None


def correctable(ask: Ask) -> tuple[str, ...]:
    """What could be true of an ask instead of what was recorded: answers, waiting, not_sent, stands, not_done, may_be_asked."""
    kind = kind_of(ask)
    if kind == "answered":
        now = "yes" if ask.state in YES else ask.answer
        return (*(one for one in ("yes", "no", "no_answer") if one != now), "waiting")
    if ask.release_reason == "company_said_no":
        return ()  # that was recorded of the company, and is undone or not
    known = {
        "sent": ("not_sent",),
        "released": ("may_be_asked",),
        "unused": ("stands",),
        HAPPENED: ("not_done",),
    }
    return known.get(kind or "", ())


def decision_of(session: Session, ask: Ask) -> Decision | None:
    """The click that the ask's state came from; None where it was none, or a job's doing."""
    kind = kind_of(ask)
    return _last(session, kind, ("ask", ask.id), RECORDED_AS[kind]) if kind else None


def cancelling_of(session: Session, request: ReferenceRequest) -> Decision | None:
    """The click that cancelled the request; None where it is not cancelled."""
    if request.state != "cancelled":
        return None
    return _last(session, "cancelled", ("request", request.id), (CANCELLED,))


def undo_of_ask(session: Session, ask: Ask, now: datetime) -> Undo | None:
    """Who may still take back what they clicked on an ask, and until when."""
    moments = (ask.decided_at, ask.contacted_at, ask.answered_at, ask.closed_at)
    if all(moment is None or moment + UNDOABLE < now for moment in moments):
        return None
    return _open(decision_of(session, ask), now)


def undo_of_request(session: Session, request: ReferenceRequest, now: datetime) -> Undo | None:
    """Who may still take back that they cancelled a request, and until when."""
    if request.closed_at is None or request.closed_at + UNDOABLE < now:
        return None
    return _open(cancelling_of(session, request), now)


def _open(decision: Decision | None, now: datetime) -> Undo | None:
    if decision is None or decision.at + UNDOABLE < now:
        return None
    return Undo(decision.id, decision.at + UNDOABLE, decision.by)


def _last(session: Session, kind: str, subject: tuple[str, str], actions: tuple[str, ...]) -> Decision | None:
    entry = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == subject[0],
            AuditEntry.subject_id == subject[1],
            AuditEntry.action.in_(actions),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    ).first()
    if entry is None or entry.actor == "bot" or ":" in entry.actor:
        return None
    return Decision(entry.id, kind, entry.action, entry.at, entry.actor, entry.details)
