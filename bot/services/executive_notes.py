"""What executives and CSMs say of a note: written, spoken, put off, handed to the CSM, passed on, and taken back."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.executive_notes import last_words
from bot.queries.people import colleague
from bot.queries.waits import colleague_time
from bot.rules.executive_notes import (
    GIVE_OF,
    NOTE,
    NOTE_BACK,
    NOTE_TAKEN_UP,
    OPEN,
    PASS_ON_DAYS,
    TAKE_BACK,
    is_rested,
    returns_at,
    week_of,
)
from bot.services import giving, people
from bot.services.executive_prompting import Look
from bot.services.executive_steps import (
    JOB,
    all_executives,
    mark_csm,
    mark_executive,
    move,
    opened,
    record_on,
    take_place,
)
from bot.services.following_up import TOMORROW, comes_back
from bot.services.incentive_steps import require_owner
from bot.services.program import Program
from models import Advocate, ExecutiveNote, Give, Person

DID = ("sent", "called", "listened")
"""What an executive may say they did."""


def did(program: Program, by: str, note_id: str, what: str) -> None:
    """The executive wrote (`sent`), `called`, or gave half an hour to listen (`listened`). A fact: recorded also where the prompt
    has just gone back to the pool. It is a give of that day. Refused where something was recorded before."""
    now = program.now()
    with program.changing() as session:
        note, _, advocate = opened(session, note_id)
        _require_executive(program, session, by, note)
        if what not in NOTE[note.state]:
            raise _moved_on(session, note, advocate)
        move(session, note, what, now)
        note.done_by = by
        _give(session, note, now)
        record_on(program, session, by, "executive_note_done", note, what=what)
        mark_executive(session, note, now)


def hand_over(program: Program, by: str, note_id: str) -> None:
    """The executive leaves it to the advocate's CSM, who gets it with the draft. Refused where it is not with them any more."""
    now = program.now()
    with program.changing() as session:
        note, account, advocate = opened(session, note_id)
        _require_executive(program, session, by, note)
        if note.state != "prompted":
            raise _moved_on(session, note, advocate)
        move(session, note, "handed_over", now)
        note.done_by, note.reminded_at = by, None
        record_on(program, session, by, "executive_note_handed_over", note, to=_name(session, account.csm))
        mark_executive(session, note, now)
        mark_csm(session, note, account, now, notify=True)


def passed_on(program: Program, by: str, note_id: str) -> None:
    """The CSM has passed on what an executive handed to them: a give. Refused where that is recorded."""
    now = program.now()
    with program.changing() as session:
        note, account, advocate = opened(session, note_id)
        people.require_csm(program, session, by, account)
        if note.state != "handed_over":
            raise _moved_on(session, note, advocate)
        move(session, note, "passed_on", now)
        note.done_by = by
        _give(session, note, now)
        record_on(program, session, by, "executive_note_passed_on", note)
        mark_csm(session, note, account, now)
        mark_executive(session, note, now)


def take_up(program: Program, by: str, note_id: str) -> None:
    """An owner hands a word that lapsed to the advocate's CSM all the same: as the executive's who was prompted last, else as
    their own. Refused for others, where it is not lapsed, and where the advocate has just heard from an executive."""
    now = program.now()
    with program.changing() as session:
        note, account, advocate = opened(session, note_id)
        require_owner(program, session, by)
        if note.state != "lapsed":
            raise _moved_on(session, note, advocate)
        if advocate.stage != "enrolled" or not is_rested(
            last_words(session, [advocate.id]).get(advocate.id), now.date()
        ):
            raise Refused("note_not_needed", name=advocate.name)
        move(session, note, "handed_over", now, NOTE_TAKEN_UP)
        note.executive, note.done_by, note.reminded_at = note.executive or by, by, None
        note.week = note.week or now.date() - timedelta(days=now.weekday())
        session.flush()
        record_on(program, session, by, "executive_note_handed_over", note, to=_name(session, account.csm))
        mark_csm(session, note, account, now, notify=True)


def later(program: Program, by: str, note_id: str, until: str = TOMORROW) -> datetime:
    """Whoever has it wants it back in an hour, the next working morning, or next week: when that is.

    A prompt that comes back in another week takes one of the executive's places in that week. Refused where none is free, or where
    it would be too late by then.
    """
    now = program.now()
    with program.changing() as session:
        note, account, advocate = opened(session, note_id)
        person = people.require_colleague(session, by)
        policy = program.policy_in(session)
        if note.state == "handed_over":
            people.require_csm(program, session, by, account)
            at = comes_back(colleague_time(person, policy), now, until)
            mark_csm(session, note, account, at, notify=True, in_hours=True, nudge=True)
        else:
            _require_executive(program, session, by, note)
            if note.state != "prompted":
                raise _moved_on(session, note, advocate)
            at = comes_back(colleague_time(_reads(session, note), policy), now, until)
            _move_week(program, session, note, advocate, at)
            mark_executive(session, note, at, notify=True, in_hours=True)
        record_on(program, session, by, "put_off", note, until=at.isoformat())
        return at


def take_back(program: Program, by: str, note_id: str) -> None:
    """A wrong click is taken back within 15 minutes: it is with the executive again. Refused later, or by somebody else."""
    now = program.now()
    with program.changing() as session:
        note, account, advocate = opened(session, note_id)
        _require_executive(program, session, by, note)
        if note.state not in NOTE_BACK or now >= note.moved_at + TAKE_BACK:
            raise Refused("note_stays", name=advocate.name)
        if session.scalar(
            select(ExecutiveNote.id).where(
                ExecutiveNote.advocate_id == advocate.id, ExecutiveNote.state.in_(OPEN)
            )
        ):
            raise Refused("note_stays", name=advocate.name)  # there is a new cause already
        was = note.state
        if was in GIVE_OF:
            session.execute(
                delete(Give).where(
                    Give.advocate_id == advocate.id,
                    Give.kind == GIVE_OF[was],
                    Give.given_on == note.moved_at.date(),
                    Give.by == note.executive,
                )
            )
        move(session, note, "prompted", now, NOTE_BACK)
        note.done_by = None
        record_on(program, session, by, "executive_note_taken_back", note, what=was)
        mark_executive(session, note, now)
        if was == "handed_over":
            mark_csm(session, note, account, now)


def remind_csms(program: Program, at: Look) -> int:
    """Once, after three days, a CSM is reminded of a note that was handed to them: how many."""
    before = program.now() - timedelta(days=PASS_ON_DAYS)
    return sum(
        _remind(program, one.id)
        for one in at.notes
        if one.state == "handed_over" and one.reminded_at is None and one.moved_at <= before
    )


def _remind(program: Program, note_id: str) -> bool:
    now = program.now()
    with program.changing() as session:
        note, account, _ = opened(session, note_id)
        if note.state != "handed_over" or note.reminded_at is not None:
            return False
        note.reminded_at = now
        record_on(program, session, JOB, "executive_note_reminded", note)
        mark_csm(session, note, account, now, notify=True, in_hours=True, nudge=True)
        return True


def _move_week(
    program: Program, session: Session, note: ExecutiveNote, advocate: Advocate, at: datetime
) -> None:
    """Puts a prompt into the week of `at`."""
    assert note.executive is not None
    assert note.week is not None
    executive = all_executives(program, session)[note.executive]
    week = week_of(at, executive.clock)
    if at >= returns_at(week, executive.clock):
        raise Refused("later_too_late", name=advocate.name, on=note.lapses_on)
    if week == note.week:
        return
    if note.lapses_on is not None and at.date() >= note.lapses_on:
        raise Refused("later_too_late", name=advocate.name, on=note.lapses_on)
    if not take_place(session, note.executive, week, executive.notes_per_week):
        raise Refused("later_full", name=advocate.name, most=executive.notes_per_week)
    mark_executive(session, note, program.now())
    note.week = week
    session.flush()


def _give(session: Session, note: ExecutiveNote, now: datetime) -> None:
    """What was done is a give of its day, by the executive whoever pressed the button."""
    giving.remember(session, note.advocate_id, GIVE_OF[note.state], now.date(), note.executive)


def _require_executive(program: Program, session: Session, by: str, note: ExecutiveNote) -> Person:
    """The executive who was prompted last, or an owner; else Refused."""
    person = people.require_colleague(session, by)
    if person.slack_id != note.executive and not people.is_owner(program, session, person):
        raise Refused("not_your_note", executive=_name(session, note.executive or ""))
    return person


def _reads(session: Session, note: ExecutiveNote) -> Person | None:
    return session.get(Person, note.executive)


def _moved_on(session: Session, note: ExecutiveNote, advocate: Advocate) -> Refused:
    by = _name(session, note.done_by) if note.done_by else None
    return Refused("note_moved_on", state=note.state, name=advocate.name, by=by, on=note.moved_at.date())


def _name(session: Session, reference: str) -> str | None:
    return colleague(session, reference).name
