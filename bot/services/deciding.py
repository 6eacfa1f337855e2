"""The CSM decides on an ask: approve, offer another, not now, never; and what was approved is checked again until it is sent."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from bot.errors import Refused
from bot.queries import reference_requests as queries
from bot.rules import reviews
from bot.rules.verdict import Reason
from bot.services import offering, people, texts
from bot.services.bench import ask_next, seat_first
from bot.services.locks import move_ask
from bot.services.marks import mark_csm, mark_requester
from bot.services.opened import opened
from bot.services.program import Program
from models import Ask

NOT_NOW_DAYS = 30
"""How long "not now" pauses an advocate when no date is given."""


@dataclass(frozen=True)
class Approval:
    """What came of an approval: approved, or released because a rule no longer held: its code, and until when."""

    name: str
    reason: Reason | None = None


def approve(program: Program, by: str, ask_id: str, note: str) -> Approval:
    """The CSM approves with their note. Everything is checked again: what no longer holds is released, and the next is asked."""
    with texts.remembering(program), opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        it.require_state("reserved")
        verdict = it.verdict(program)
        if not verdict.eligible:
            it.note_decision(program)
            it.release(by, verdict.first.code, notify=False)
        else:
            texts.clear(it.session, program, by, texts.note(note, it))
            move_ask(it.session, it.ask, "approved", it.now)
            it.ask.note = note
            it.ask.decided_at = it.now
            it.note_decision(program)
            it.record(by, "ask_approved")
            mark_csm(it.session, it.ask, it.account, it.now, notify=True)
            mark_requester(it.session, it.request, it.now)
    if verdict.eligible:
        return Approval(it.advocate.name)
    ask_next(program, it.request.id)
    return Approval(it.advocate.name, verdict.first)


def reword(program: Program, by: str, ask_id: str, note: str) -> None:
    """The CSM changes the note of an approved ask before they send it."""
    with texts.remembering(program), opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        it.require_state("approved")
        texts.clear(it.session, program, by, texts.note(note, it))
        it.ask.note = note
        it.record(by, "note_changed")
        mark_csm(it.session, it.ask, it.account, it.now)


def not_now(
    program: Program,
    by: str,
    ask_id: str,
    resume_on: date | None,
    why: str | None = None,
    neutral_reason: str | None = None,
) -> None:
    """The CSM spares the advocate until a day (30 days from now where none is given); the next on the bench is asked.

    A review is put off for one of the listed neutral reasons only, never for words of one's own: else Refused.
    """
    with opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        it.require_state("reserved")
        if it.ask.kind == reviews.REVIEW:
            why = None
            if neutral_reason not in reviews.DEFERRALS:
                raise Refused("neutral_reason_needed", field="neutral_reason")
        resume_on = resume_on or it.now.date() + timedelta(days=NOT_NOW_DAYS)
        if resume_on <= it.now.date():
            raise Refused("resume_past", field="resume_on")
        before = it.advocate.paused_until
        it.advocate.paused_until = max(resume_on, before or resume_on)
        change = {
            "before": before.isoformat() if before else None,
            "after": it.advocate.paused_until.isoformat(),
            "was_bots": it.changed_by_bot("paused_until"),
        }
        it.note_decision(program)
        it.release(
            by,
            "not_now",
            notify=False,
            resume_on=resume_on.isoformat(),
            why=why,
            neutral_reason=neutral_reason if it.ask.kind == reviews.REVIEW else None,
            change=change,
        )
    ask_next(program, it.request.id)


def never(program: Program, by: str, ask_id: str, why: str | None = None) -> None:
    """The CSM says: never for this kind. It holds for every later request; the next on the bench is asked.

    Of a review only the advocate says never: it is recorded that they told the CSM so.
    """
    with opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        it.require_state("reserved")
        before = it.ask.kind in it.advocate.never
        it.advocate.never = sorted({*it.advocate.never, it.ask.kind})
        change = {"kind": it.ask.kind, "before": before, "was_bots": it.changed_by_bot("never")}
        review = it.ask.kind == reviews.REVIEW
        it.note_decision(program)
        it.release(
            by,
            "never",
            notify=False,
            kind=it.ask.kind,
            why=None if review else why,
            neutral_reason=reviews.TOLD_NEVER if review else None,
            change=change,
        )
    ask_next(program, it.request.id)


def offer_other(program: Program, by: str, ask_id: str, other_id: str) -> str | None:
    """The CSM offers another of their own people, who is asked next; None, or who is no longer free although chosen.

    Refused for reviews, and where the chosen one is not theirs or may not be asked now: then nothing has changed.
    """
    with opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        it.require_state("reserved")
        other = offering.require_other(program, it.session, it.account, other_id, it.request)
        seat_first(it.session, it.request.id, other.id)
        it.note_decision(program)
        it.release(by, "offer_other", notify=False, other=other.name)
    ask_next(program, it.request.id)
    with program.reading() as session:
        asked = select(Ask.id).where(
            Ask.request_id == it.request.id, Ask.advocate_id == other_id, Ask.seat.is_not(None)
        )
        return None if session.scalar(asked) else other.name


def recheck(program: Program, ask_id: str) -> None:
    """Before an approved note is shown, and by the job until it is sent: what no longer holds is released, the CSM is
    told not to send, and the next is asked. Nothing where all is well."""
    with program.reading() as session:
        if session.scalar(select(Ask.state).where(Ask.id == ask_id)) != "approved":
            return
        found = queries.ask_story(
            session, ask_id, program.policy_in(session), program.now(), people.owner_ids(program, session)
        )
    if found is None or found.verdict.eligible:
        return
    with opened(program, ask_id) as it:
        if it.ask.state != "approved":
            return
        verdict = it.verdict(program)
        if verdict.eligible:
            return
        it.release("bot", verdict.first.code, notify=True)
    ask_next(program, it.request.id)
