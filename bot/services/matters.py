"""Bringing one open matter to whoever looks after it now."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.queries.matters import AUDIENCE, BENEFITS, TABLES, Matter
from bot.rules.benefits import CSM
from bot.rules.lifecycle import BEFORE_CONTACT
from bot.services.executive_steps import mark_csm as mark_note_of_csm
from bot.services.marks import (
    AHEAD,
    mark_benefits,
    mark_calendar_of_csm,
    mark_csm,
    mark_feedback_of_csm,
    mark_milestones,
    mark_requester,
    mark_spotlight,
    mark_survey,
    mark_thanks,
)
from bot.services.program import Program
from models import (
    Account,
    Activity,
    Advocate,
    Ask,
    ExecutiveNote,
    Feedback,
    ReferenceRequest,
    Slot,
    Spotlight,
    Survey,
)


def mark_matter(
    program: Program, session: Session, matter: Matter, account: Account, now: datetime, in_hours: bool
) -> bool:
    """Marks the message about one matter, and the requester's that names who looks after it; False where it is over."""
    if matter.kind == BENEFITS:
        advocate = session.get_one(Advocate, matter.id)
        mark_benefits(program, session, advocate, account, CSM, now, in_hours=in_hours)
        return True
    subject = session.get(TABLES[matter.kind], matter.id, populate_existing=True)
    match subject:
        case None:
            return False
        case Activity():
            mark_thanks(session, subject, account, now, in_hours=in_hours)
        case ExecutiveNote():
            mark_note_of_csm(session, subject, account, now, in_hours=in_hours)
        case Survey():
            mark_survey(session, subject, account, now, in_hours=in_hours)
        case Feedback():
            mark_feedback_of_csm(session, subject, account, now, in_hours=in_hours)
        case Spotlight():
            mark_spotlight(session, subject, account, now, in_hours=in_hours)
        case Ask():
            return _mark_ask(session, subject, account, now, in_hours)
    return True


def _mark_ask(session: Session, ask: Ask, account: Account, now: datetime, in_hours: bool) -> bool:
    if ask.seat is None and (ask.state != "unused" or ask.told_at is not None):
        return False
    if ask.state in BEFORE_CONTACT:  # whoever has it now gets the time that is meant for it
        ask.waiting_since = ask.due_at = now
        ask.steps_taken, ask.step_at = 0, None
    mark_csm(session, ask, account, now, in_hours=in_hours)
    if ask.request_id is not None:
        request = session.get_one(ReferenceRequest, ask.request_id)
        if ask.state == "scheduled":
            mark_calendar_of_csm(session, ask, request, account, now)
        mark_requester(session, request, now, in_hours=in_hours)
    return True


def readdress_moments(session: Session, account: Account, before: str) -> None:
    """Moments that wait to be told, or to be told again, are for the new CSM; what was told stands where it is."""
    people = select(Advocate.id).where(Advocate.account_id == account.id)
    waiting = select(Slot).where(
        Slot.subject_kind == "milestones",
        or_(Slot.subject_id == account.id, Slot.subject_id.in_(people)),
        Slot.audience == AUDIENCE,
        Slot.conversation == before,
        Slot.notify_version > Slot.sent_version,
    )
    for slot in session.scalars(waiting).all():
        told_on, due_at = date.fromisoformat(slot.period), slot.due_at + AHEAD
        mark_milestones(
            session, slot.subject_id, account, told_on, due_at, in_hours=slot.in_hours, nudge=slot.nudge
        )
