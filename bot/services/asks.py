"""What happens to an ask: the CSM decides, sends and records the answer; then a date, and how it went."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import AskStory
from bot.queries import reference_requests as queries
from bot.queries.advocates import facts_of
from bot.queries.people import colleague
from bot.rules import reviews
from bot.rules.eligibility import judge
from bot.rules.kinds import counts, effort_of
from bot.rules.verdict import Reason, Verdict
from bot.services import people, reference_requests
from bot.services.locks import close_ask, lock_pair, move_ask, move_request
from bot.services.marks import mark_csm, mark_requester, mark_thanks
from bot.services.program import Program, record
from bot.services.reserving import free_seat
from models import Account, Activity, Advocate, Ask, Person, ReferenceRequest

ANSWERS = ("yes", "no", "no_answer")
NOT_NOW_DAYS = 30
"""How long "not now" pauses an advocate when no date is given."""


@dataclass(frozen=True)
class Opened:
    """An ask with its locks taken, and everyone around it."""

    session: Session
    ask: Ask
    account: Account
    advocate: Advocate
    request: ReferenceRequest
    now: datetime


@dataclass(frozen=True)
class Approval:
    """What came of an approval: approved, or released because a rule no longer held: its code, and until when."""

    name: str
    reason: Reason | None = None


def story(program: Program, by: str, ask_id: str, states: Collection[str]) -> AskStory:
    """An ask in one of these states, for the CSM of its advocate, its requester or an owner; else Refused."""
    with program.reading() as session:
        person = people.require_colleague(session, by)
        found = queries.ask_story(session, ask_id, program.policy, program.now())
        if found is None:
            raise Refused("ask_gone")
        account = _account_of(session, ask_id)
        theirs = found.request.requester.mention == by or people.is_csm_of(person, account)
        if not theirs and not people.is_owner(program, session, person):
            raise Refused("not_the_csm", account=account.name)
        if found.state not in states:
            raise _moved_on(found.advocate.name, found.state, found.release_reason)
        return found


def approve(program: Program, by: str, ask_id: str, note: str) -> Approval:
    """The CSM approves with their note. Everything is checked again: what no longer holds is released, and the next is asked."""
    with _opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        _require_state(it, "reserved")
        verdict = _verdict(program, it)
        if not verdict.eligible:
            _release(it, by, verdict.first.code, notify=False)
        else:
            move_ask(it.session, it.ask, "approved")
            it.ask.note = note
            it.ask.decided_at = it.now
            _record(it, by, "ask_approved")
            mark_csm(it.session, it.ask, it.account, it.now, notify=True)
            mark_requester(it.session, it.request, it.now)
    if verdict.eligible:
        return Approval(it.advocate.name)
    reference_requests.ask_next(program, it.request.id)
    return Approval(it.advocate.name, verdict.first)


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
    with _opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        _require_state(it, "reserved")
        if it.ask.kind == reviews.REVIEW:
            why = None
            if neutral_reason not in reviews.DEFERRALS:
                raise Refused("neutral_reason_needed", field="neutral_reason")
        resume_on = resume_on or it.now.date() + timedelta(days=NOT_NOW_DAYS)
        if resume_on <= it.now.date():
            raise Refused("resume_past", field="resume_on")
        it.advocate.paused_until = max(resume_on, it.advocate.paused_until or resume_on)
        _changed_by_bot(it, "paused_until")
        _release(
            it,
            by,
            "not_now",
            notify=False,
            resume_on=resume_on.isoformat(),
            why=why,
            neutral_reason=neutral_reason if it.ask.kind == reviews.REVIEW else None,
        )
    reference_requests.ask_next(program, it.request.id)


def never(program: Program, by: str, ask_id: str, why: str | None = None) -> None:
    """The CSM says: never for this kind. It holds for every later request; the next on the bench is asked.

    Of a review only the advocate says never: it is recorded that they told the CSM so.
    """
    with _opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        _require_state(it, "reserved")
        it.advocate.never = sorted({*it.advocate.never, it.ask.kind})
        _changed_by_bot(it, "never")
        review = it.ask.kind == reviews.REVIEW
        _release(
            it,
            by,
            "never",
            notify=False,
            kind=it.ask.kind,
            why=None if review else why,
            neutral_reason=reviews.TOLD_NEVER if review else None,
        )
    reference_requests.ask_next(program, it.request.id)


def unknown_csms(program: Program, subject_kind: str, subject_id: str) -> list[str]:
    """The CSMs whom a message about an ask, a request or an activity names and whose profile is not known yet."""
    with program.reading() as session:
        named = queries.csms_of(session, subject_kind, subject_id)
        return [csm for csm in named if colleague(session, csm).name is None]


def recheck(program: Program, ask_id: str) -> None:
    """Before an approved note is shown, and by the job until it is sent: what no longer holds is released, the CSM is
    told not to send, and the next is asked. Nothing where all is well."""
    with program.reading() as session:
        found = queries.ask_story(session, ask_id, program.policy, program.now())
    if found is None or found.state != "approved" or found.verdict.eligible:
        return
    with _opened(program, ask_id) as it:
        if it.ask.state != "approved":
            return
        verdict = _verdict(program, it)
        if verdict.eligible:
            return
        _release(it, "bot", verdict.first.code, notify=True)
    reference_requests.ask_next(program, it.request.id)


def sent(program: Program, by: str, ask_id: str) -> None:
    """The CSM has written to the advocate. A fact: recorded and counted whenever it comes, also after the ask was released;
    what it exceeded by then is kept in the audit. Refused only where it is known already."""
    with _opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        if it.ask.state not in ("reserved", "approved", "released"):
            raise Refused("already_sent", name=it.advocate.name)
        verdict = _verdict(program, it)
        late = it.ask.state == "released"
        move_ask(it.session, it.ask, "sent")
        it.ask.contacted_at = it.now
        it.ask.counted_on = it.now.date() if counts(it.ask.kind) else None
        it.ask.closed_at = None
        if it.ask.seat is None:
            it.ask.seat = free_seat(it.session, it.advocate.id)
        exceeded = [reason.code for reason in verdict.reasons]
        _record(it, by, "ask_sent", late=late or None, exceeded=exceeded or None)
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
    with _opened(program, ask_id) as it:
        people.require_csm(program, it.session, by, it.account)
        _require_state(it, "sent")
        if said not in ANSWERS:
            raise Refused("field_missing")
        after = {"yes": "scheduled" if scheduled_for else "accepted", "no": "declined"}.get(said, "no_answer")
        move_ask(it.session, it.ask, after)
        it.ask.answer = said
        it.ask.answered_at = it.now
        it.ask.comment = comment
        if said == "yes":
            it.ask.scheduled_for = scheduled_for
            if it.request.state in ("asking", "searching", "unfilled"):
                _fill(it)
        else:
            close_ask(it.ask, it.now, counts_still=True)
            if it.request.state == "asking":
                move_request(it.session, it.request, "searching")
        _record(it, by, "ask_answered", answer=said, scheduled_for=_iso(scheduled_for))
        mark_csm(it.session, it.ask, it.account, it.now)
        mark_requester(it.session, it.request, it.now, notify=said == "yes")
    if said != "yes":
        reference_requests.ask_next(program, it.request.id)


def schedule(program: Program, by: str, ask_id: str, when: datetime) -> None:
    """The requester or the CSM sets or moves the date."""
    with _opened(program, ask_id) as it:
        _require_party(program, it, by)
        _require_state(it, "accepted", "scheduled")
        before = it.ask.scheduled_for
        move_ask(it.session, it.ask, "scheduled")
        it.ask.scheduled_for = when
        it.ask.outcome_asked_at = None
        _record(it, by, "ask_scheduled", scheduled_for=_iso(when), before=_iso(before))
        _tell_both(it, by)


def call_off(program: Program, by: str, ask_id: str) -> None:
    """The requester or the CSM calls it off after the yes: a yes not used. It counts; the advocate is told and thanked."""
    with _opened(program, ask_id) as it:
        _require_party(program, it, by)
        _require_state(it, "accepted", "scheduled")
        _unused(it, "called_off")
        _record(it, by, "ask_called_off")
        _tell_both(it, by)


def outcome(
    program: Program,
    by: str,
    ask_id: str,
    happened: str,
    *,
    moved_to: datetime | None = None,
    rating: int | None = None,
    helped: str | None = None,
    deal_stage: str | None = None,
) -> None:
    """How it went, from the requester: yes makes it an activity to be thanked for, no a yes not used, moved a new date."""
    with _opened(program, ask_id) as it:
        person = people.require_colleague(it.session, by)
        if it.request.requester != by and not people.is_owner(program, it.session, person):
            raise Refused("not_your_request")
        _require_state(it, "accepted", "scheduled")
        if deal_stage:
            it.request.deal_stage = deal_stage
        if happened == "yes":
            _completed(it, rating, helped)
        elif happened == "moved":
            move_ask(it.session, it.ask, "scheduled" if moved_to else "accepted")
            it.ask.scheduled_for = moved_to
            it.ask.outcome_asked_at = None
            mark_csm(it.session, it.ask, it.account, it.now)
        elif happened == "no":
            _unused(it, "did_not_happen")
            mark_csm(it.session, it.ask, it.account, it.now, notify=True)
        else:
            raise Refused("field_missing")
        _record(
            it,
            by,
            "outcome_reported",
            happened=happened,
            rating=rating,
            helped=helped,
            moved_to=_iso(moved_to),
        )
        mark_requester(it.session, it.request, it.now)


def _completed(it: Opened, rating: int | None, helped: str | None) -> None:
    move_ask(it.session, it.ask, "completed")
    close_ask(it.ask, it.now, counts_still=True)
    if it.request.state == "filled":
        move_request(it.session, it.request, "completed")
        it.request.closed_at = it.now
    done_at = min(it.ask.scheduled_for or it.now, it.now)
    activity = Activity(
        advocate_id=it.advocate.id,
        ask_id=it.ask.id,
        origin="bot",
        kind=it.ask.kind,
        effort=effort_of(it.ask.kind),
        completed_on=done_at.date(),
        completed_at=done_at,
        deal=it.request.deal_name,
        platform=it.request.platform,
        asked=True,
        helped=helped,
        rating=rating,
        prospect=it.request.prospect,
        amount=it.request.deal_amount,
        currency=it.request.currency,
        result="open",
    )
    it.session.add(activity)
    it.session.flush()
    mark_csm(it.session, it.ask, it.account, it.now)
    mark_thanks(it.session, activity, it.account, it.now, notify=True)


def _unused(it: Opened, reason: str) -> None:
    move_ask(it.session, it.ask, "unused")
    close_ask(it.ask, it.now, reason=reason, counts_still=True)
    if it.request.state == "filled":
        move_request(it.session, it.request, "came_to_nothing")
        it.request.closed_at = it.now


def _fill(it: Opened) -> None:
    """The request has its yes, whoever else was being looked for."""
    if it.request.state == "searching":
        move_request(it.session, it.request, "unfilled")
    move_request(it.session, it.request, "filled")


def _release(it: Opened, by: str, reason: str, *, notify: bool, **details: object) -> None:
    """Before contact: it stops counting, and the request wants its next."""
    move_ask(it.session, it.ask, "released")
    close_ask(it.ask, it.now, reason=reason, counts_still=False)
    it.ask.decided_at = it.now
    if it.request.state == "asking":
        move_request(it.session, it.request, "searching")
    _record(it, by, "ask_released", reason=reason, **details)
    mark_csm(it.session, it.ask, it.account, it.now, notify=notify)
    mark_requester(it.session, it.request, it.now)


@contextmanager
def _opened(program: Program, ask_id: str) -> Iterator[Opened]:
    """One transaction that holds the locks of the ask's advocate and account."""
    with program.changing() as session:
        advocate_id = session.scalar(select(Ask.advocate_id).where(Ask.id == ask_id))
        if advocate_id is None:
            raise Refused("ask_gone")
        account, advocate = lock_pair(session, advocate_id)
        ask = session.get_one(Ask, ask_id, populate_existing=True)
        if ask.request_id is None:
            raise Refused("ask_gone")
        request = session.scalars(
            select(ReferenceRequest)
            .where(ReferenceRequest.id == ask.request_id)
            .with_for_update(key_share=True)
        ).one()
        yield Opened(session, ask, account, advocate, request, program.now())


def _verdict(program: Program, it: Opened) -> Verdict:
    """The rules as of now, the ask at hand left out of the count."""
    facts = facts_of(it.session, it.advocate, it.now.date(), excluding=it.ask.id)
    return judge(facts, it.ask.kind, program.policy_in(it.session), it.now, it.request.prospect)


def _require_state(it: Opened, *states: str) -> None:
    if it.ask.state not in states:
        raise _moved_on(it.advocate.name, it.ask.state, it.ask.release_reason)


def _moved_on(name: str, state: str, reason: str | None) -> Refused:
    return Refused("ask_moved_on", name=name, state=state, reason=reason)


def _require_party(program: Program, it: Opened, by: str) -> Person:
    person = people.require_colleague(it.session, by)
    if it.request.requester != by:
        people.require_csm(program, it.session, by, it.account)
    return person


def _tell_both(it: Opened, by: str) -> None:
    """Whoever did not do it is told; whoever did sees their own message change."""
    mark_csm(it.session, it.ask, it.account, it.now, notify=it.request.requester == by)
    mark_requester(it.session, it.request, it.now, notify=it.request.requester != by)


def _changed_by_bot(it: Opened, column: str) -> None:
    it.advocate.changed_by_bot = sorted({*it.advocate.changed_by_bot, column})


def _record(it: Opened, by: str, action: str, **details: object) -> None:
    record(
        it.session,
        at=it.now,
        actor=by,
        action=action,
        subject=("ask", it.ask.id),
        request_id=it.ask.request_id,
        advocate_id=it.advocate.id,
        **details,
    )


def _account_of(session: Session, ask_id: str) -> Account:
    return session.scalars(
        select(Account)
        .join(Advocate, Advocate.account_id == Account.id)
        .join(Ask, Ask.advocate_id == Advocate.id)
        .where(Ask.id == ask_id)
    ).one()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
