"""What happens to an approved ask: sent, answered, given a date, moved, called off."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import AskStory
from bot.queries import reference_requests as queries
from bot.queries.people import unknown
from bot.rules.kinds import counts
from bot.services import people
from bot.services.bench import ask_next
from bot.services.locks import close_ask, move_ask, move_request
from bot.services.marks import mark_csm, mark_requester
from bot.services.opened import ASSUMED, Opened, iso, moved_on, opened
from bot.services.program import Program
from bot.services.readers import as_read
from bot.services.reserving import free_seat
from models import Account, Advocate, Ask

ANSWERS = ("yes", "no", "no_answer")


def story(program: Program, by: str, ask_id: str, states: Collection[str]) -> AskStory:
    """An ask in one of these states, for the CSM of its advocate, its requester or an owner; else Refused."""
    with program.reading() as session:
        people.require_colleague(session, by)
        found = queries.ask_story(
            session, ask_id, program.policy_in(session), program.now(), people.owner_ids(program, session)
        )
        if found is None:
            raise Refused("ask_gone")
        account = _account_of(session, ask_id)
        if found.request.requester.mention != by:
            people.require_csm(program, session, by, account)
        if _standing(found) not in states:
            raise moved_on(found.advocate.name, found.state, found.release_reason)
        return as_read(program, session, found)


def _standing(ask: AskStory) -> str:
    """Its state; `assumed` where it was taken as happened, and nobody has been thanked on the strength of that."""
    thanked = ask.activity is not None and ask.activity.thanked_on is not None
    return "assumed" if ask.release_reason == ASSUMED and not thanked else ask.state


def unknown_csms(program: Program, subject_kind: str, subject_id: str) -> list[str]:
    """The CSMs whom a message about an ask, a request or an activity names and whose profile is not known yet."""
    with program.reading() as session:
        return unknown(session, queries.csms_of(session, subject_kind, subject_id))


def sent(program: Program, by: str, ask_id: str) -> None:
    """The CSM has written to the advocate. A fact: recorded and counted whenever it comes, also after the ask was released;
    what it exceeded by then is kept in the audit. Refused only where it is known already."""
    with opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        if it.ask.state not in ("reserved", "approved", "released"):
            raise Refused("already_sent", name=it.advocate.name)
        limits = it.limits(program)
        late = it.ask.state == "released"
        if it.ask.state == "reserved":
            it.note_decision(program)
        move_ask(it.session, it.ask, "sent", it.now)
        it.ask.contacted_at = it.now
        it.ask.counted_on = it.now.date() if counts(it.ask.kind) else None
        it.ask.closed_at = None
        if it.ask.seat is None:
            it.ask.seat = free_seat(it.session, it.advocate.id)
        exceeded = [reason.code for reason in limits.reasons]
        it.record(by, "ask_sent", late=late or None, exceeded=exceeded or None)
        mark_csm(it.session, it.ask, it.account, it.now)
        mark_requester(it.session, it.request, it.now)


def answer(
    program: Program,
    by: str,
    ask_id: str,
    said: str,
    scheduled_for: datetime | None = None,
    comment: str | None = None,
) -> None:
    """What the advocate said: yes, no or no_answer. A yes releases the contact to the requester, the rest asks the next."""
    with opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        it.require_state("sent")
        if said not in ANSWERS:
            raise Refused("field_missing")
        if said == "yes":
            it.ask.scheduled_for = scheduled_for
            if it.account.policy_needs_approval:
                move_ask(it.session, it.ask, "awaiting_approval", it.now)
            else:
                _accept(it)
        elif said == "no":
            move_ask(it.session, it.ask, "declined", it.now)
            close_ask(it.ask, it.now, counts_still=True)
            it.search_on()
        else:
            it.unanswered()
        it.ask.answer = said
        it.ask.answered_at = it.now
        it.ask.comment = comment
        it.record(by, "ask_answered", answer=said, scheduled_for=iso(scheduled_for))
        mark_csm(it.session, it.ask, it.account, it.now)
        mark_requester(it.session, it.request, it.now, notify=said == "yes")
    if said != "yes":
        ask_next(program, it.request.id)


def record_approval(
    program: Program, by: str, ask_id: str, approved: bool, who: str | None, on: date | None
) -> None:
    """What the advocate's company says, from the CSM: approved, and the yes holds; or not, and it becomes a yes not used.

    `who` approved and `on` which day are kept where given. Refused for a day to come.
    """
    with opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        it.require_state("awaiting_approval")
        if on is not None and on > it.now.date():
            raise Refused("day_to_come", field="on")
        it.ask.approved_by = who
        it.ask.approved_on = (on or it.now.date()) if approved else None
        if approved:
            _accept(it)
        else:
            it.unused("company_said_no")
            it.search_on()
        it.record(by, "approval_recorded", approved=approved, who=who, on=on.isoformat() if on else None)
        mark_csm(it.session, it.ask, it.account, it.now, notify=not approved)
        mark_requester(it.session, it.request, it.now, notify=approved)
    if not approved:
        ask_next(program, it.request.id)


def schedule(program: Program, by: str, ask_id: str, when: datetime) -> None:
    """The requester or the CSM sets or moves the date."""
    with opened(program, ask_id) as it:
        it.require_party(program, by)
        it.require_state("accepted", "scheduled")
        before = it.ask.scheduled_for
        move_ask(it.session, it.ask, "scheduled", it.now)
        it.ask.scheduled_for = when
        it.ask.outcome_asked_at = None
        it.record(by, "ask_scheduled", scheduled_for=iso(when), before=iso(before))
        it.tell_both(by)
        it.renew_calendar()


def call_off(program: Program, by: str, ask_id: str) -> None:
    """The requester or the CSM calls it off after the yes: a yes not used. It counts; the advocate is told and thanked."""
    with opened(program, ask_id) as it:
        it.require_party(program, by)
        it.require_state("accepted", "scheduled")
        it.unused("called_off")
        it.record(by, "ask_called_off")
        it.tell_both(by)


def _accept(it: Opened) -> None:
    """The yes holds: the request has it, whoever else was being looked for. A time that has passed meanwhile is none."""
    if (
        it.ask.scheduled_for is not None
        and it.ask.state == "awaiting_approval"
        and it.ask.scheduled_for <= it.now
    ):
        it.ask.scheduled_for = None
    move_ask(it.session, it.ask, "scheduled" if it.ask.scheduled_for else "accepted", it.now)
    if it.ask.scheduled_for:
        it.renew_calendar()
    if it.request.state not in ("asking", "searching", "unfilled"):
        return
    if it.request.state == "searching":
        move_request(it.session, it.request, "unfilled")
    move_request(it.session, it.request, "filled")


def _account_of(session: Session, ask_id: str) -> Account:
    return session.scalars(
        select(Account)
        .join(Advocate, Advocate.account_id == Account.id)
        .join(Ask, Ask.advocate_id == Advocate.id)
        .where(Ask.id == ask_id)
    ).one()
