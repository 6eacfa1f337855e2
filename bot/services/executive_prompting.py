"""What the job does for executive notes: unwritten prompts go back to the pool, what is too late lapses, causes are taken up, and the
most deserving go to executives who have room this week. Harmless to repeat, by any number of workers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.db import built_once
from bot.errors import Refused
from bot.queries import executive_notes as queries
from bot.queries.executives import Executive, prompts_in
from bot.rules.executive_notes import (
    LAPSE_DAYS,
    NOTE_WAITS,
    OPEN,
    QUARTER_DAYS,
    Cause,
    Wanting,
    deal_out,
    is_rested,
    is_working_today,
    lapses_on,
    most_deserving,
    reaches_at,
    returns_at,
    wants_check_in,
    week_of,
)
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
from bot.services.locks import lock_pair
from bot.services.program import Program
from models import Advocate, ExecutiveNote
from models.executives import UNDER_WAY

ENROLLED = "enrolled"


class Look(NamedTuple):
    """What one run of the job begins with: all executives, and what is in the pool, with an executive or with a CSM."""

    executives: Mapping[str, Executive]
    notes: Sequence[ExecutiveNote]
    left: Collection[str]
    """Ids of those notes whose advocate is not in the program any more."""

    def somebody_works(self, now: datetime) -> bool:
        """Whether any executive is there, and today is a working day of theirs that is not over."""
        return any(one.there and is_working_today(now, one.clock) for one in self.executives.values())

    def somebody_begins(self, now: datetime) -> bool:
        """Whether it is the first hour of any executive's working day: then causes are looked for also where nobody has room, so
        that a prompt that stands names them all."""
        return any(
            now.astimezone(one.clock.zone).hour == one.clock.hours[0] for one in self.executives.values()
        )


def look(program: Program) -> Look:
    """As of now, in three statements or so; nothing where nobody is an executive."""
    with program.reading() as session:
        known = all_executives(program, session)
        rows = session.execute(*_under_way()).all()
        left = {note.id for note, stage in rows if stage != ENROLLED}
        return Look(known, [note for note, _ in rows], left)


@built_once
def _under_way() -> Select[ExecutiveNote, str]:
    return (
        select(ExecutiveNote, Advocate.stage)
        .join(Advocate, Advocate.id == ExecutiveNote.advocate_id)
        .where(UNDER_WAY)
        .order_by(ExecutiveNote.id)
    )


def take_back_unwritten(program: Program, at: Look) -> int:
    """Prompts whose week is over, or whose executive is away or gone, return to the pool: how many."""
    now = program.now()
    return sum(
        _return(program, one.id, one.executive, one.week, why)
        for one in at.notes
        if one.state == "prompted" and (why := _why_back(one, at.executives, now)) is not None
    )


def _why_back(note: ExecutiveNote, known: Mapping[str, Executive], now: datetime) -> str | None:
    """Why a prompt goes back now; None where it stays."""
    at = known.get(note.executive or "")
    if at is None or not at.works_here:
        return "gone"
    if not at.there:
        return "away"
    assert note.week is not None
    return "unwritten" if now >= returns_at(note.week, at.clock) else None


def _return(program: Program, note_id: str, executive: str | None, week: date | None, why: str) -> bool:
    now = program.now()
    with program.changing() as session:
        note, _, _ = opened(session, note_id)
        if note.state != "prompted" or (note.executive, note.week) != (executive, week):
            return False  # written, put off, or returned meanwhile
        move(session, note, "waiting", now)
        record_on(program, session, JOB, "executive_note_returned", note, why=why)
        mark_executive(session, note, now, in_hours=True)
        return True


def let_lapse(program: Program, at: Look) -> int:
    """What waits and has become too late, what a CSM has not passed on for as long, and what is about somebody who is not in the
    program any more, lapses: how many."""
    now = program.now()
    return sum(_lapse(program, one.id) for one in at.notes if one.id in at.left or _is_too_late(one, now))


def _is_too_late(note: ExecutiveNote, now: datetime) -> bool:
    if note.state == "handed_over":
        return note.moved_at <= now - timedelta(days=LAPSE_DAYS)
    return note.state == "waiting" and note.lapses_on is not None and note.lapses_on <= now.date()


def _lapse(program: Program, note_id: str) -> bool:
    now = program.now()
    with program.changing() as session:
        note, account, advocate = opened(session, note_id)
        if note.state not in NOTE_WAITS or not (advocate.stage != ENROLLED or _is_too_late(note, now)):
            return False
        was_handed = note.state == "handed_over"
        move(session, note, "lapsed", now)
        record_on(program, session, JOB, "executive_note_lapsed", note)
        if note.executive is not None:
            mark_executive(session, note, now, in_hours=True)
        if was_handed:
            mark_csm(session, note, account, now, in_hours=True)
        return True


def take_up_causes(program: Program) -> tuple[int, int]:
    """Takes up every new cause in the executive circle: for how many people, and how many big deals were left out because they
    are in another currency than the policy's."""
    now = program.now()
    with program.reading() as session:
        policy = program.policy_in(session)
        around = queries.circle(session, policy.exec_circle, now.date())
        if not around:
            return 0, 0
        found = queries.causes(session, around, policy, now.date())
        known = queries.known_causes(session, list(found.causes), now)
    new = {
        advocate_id: [cause for cause in causes if cause.key not in known.get(advocate_id, ())]
        for advocate_id, causes in found.causes.items()
    }
    taken = sum(_take_up(program, one, causes) for one, causes in sorted(new.items()) if causes)
    return taken, found.other_currencies


def _take_up(program: Program, advocate_id: str, causes: list[Cause]) -> bool:
    """Adds the causes to what is in the pool, or with an executive, for somebody; else makes it."""
    now = program.now()
    with program.changing() as session:
        try:
            lock_pair(session, advocate_id)
        except Refused:
            return False  # erased meanwhile
        known = queries.known_causes(session, [advocate_id], now).get(advocate_id, set())
        new = [cause for cause in causes if cause.key not in known]
        if not new:
            return False
        note = _open_note(session, advocate_id)
        if note is None:
            note = ExecutiveNote(
                advocate_id=advocate_id, causes=[], state="waiting", found_at=now, moved_at=now
            )
            session.add(note)
        note.causes = [*note.causes, *([one.kind, one.on.isoformat(), one.detail] for one in new)]
        note.lapses_on = lapses_on(queries.causes_of(note.causes))
        session.flush()
        record_on(
            program,
            session,
            JOB,
            "executive_note_due",
            note,
            causes=[[one.kind, one.on.isoformat(), one.detail] for one in new],
        )
        if note.state == "prompted":
            mark_executive(session, note, now, in_hours=True)
        return True


def _open_note(session: Session, advocate_id: str) -> ExecutiveNote | None:
    return session.scalars(
        select(ExecutiveNote)
        .where(ExecutiveNote.advocate_id == advocate_id, ExecutiveNote.state.in_(OPEN))
        .execution_options(populate_existing=True)
    ).one_or_none()


class Room(NamedTuple):
    """How many more prompts each executive takes who can be reached today, and in which week that is."""

    weeks: Mapping[str, date]
    left: Mapping[str, int]

    def __bool__(self) -> bool:
        return any(self.left.values())


def room(program: Program, executives: Mapping[str, Executive]) -> Room:
    """As of now, in one statement."""
    now = program.now()
    weeks = {
        one.slack_id: week_of(at, one.clock)
        for one in executives.values()
        if one.there and (at := reaches_at(now, one.clock)) is not None
    }
    if not weeks:
        return Room({}, {})
    with program.reading() as session:
        had = prompts_in(session, weeks)
    return Room(weeks, {one: max(0, executives[one].notes_per_week - had[one]) for one in weeks})


def prompt(program: Program, executives: Mapping[str, Executive], at: Room) -> tuple[int, int]:
    """Prompts executives who have room: for how many notes, and for how many check-ins."""
    today = program.now().date()
    there = {one.slack_id for one in executives.values() if one.there}
    with program.reading() as session:
        wanting = _wanting(session, today)
    dealt = deal_out(most_deserving([one for _, one in wanting], today), at.left, there, today)
    advocates = {one.id: advocate_id for advocate_id, one in wanting}
    prompted = [
        one.causes
        for one, executive in dealt
        if _prompt(program, advocates[one.id], executive, at.weeks[executive])
    ]
    notes = sum(bool(causes) for causes in prompted)
    return notes, len(prompted) - notes


def _wanting(session: Session, today: date) -> list[tuple[str, Wanting]]:
    """Everybody for whom a word may be found today, by the id of the advocate."""
    pool = [
        (advocate_id, one)
        for advocate_id, one in queries.waiting(session, today)
        if (is_rested(one.last_word_on, today) if one.causes else _still_due(one, today))
    ]
    return pool + queries.due_check_ins(session, today - timedelta(days=QUARTER_DAYS))


def _still_due(one: Wanting, today: date) -> bool:
    return wants_check_in(one.tier, one.last_word_on, today)


def _prompt(program: Program, advocate_id: str, executive: str, week: date) -> bool:
    """Prompts one executive for one person; False where the place, or the person, has been taken meanwhile."""
    now = program.now()
    with program.changing() as session:
        try:
            _, advocate = lock_pair(session, advocate_id)
        except Refused:
            return False  # erased meanwhile
        note = _open_note(session, advocate_id)
        if advocate.stage != ENROLLED or not _may_be_prompted(session, note, advocate, now.date()):
            return False
        at = all_executives(program, session).get(executive)
        if at is None or not at.there or not take_place(session, executive, week, at.notes_per_week):
            return False
        if note is None:
            note = ExecutiveNote(
                advocate_id=advocate_id, causes=[], state="waiting", found_at=now, moved_at=now
            )
            session.add(note)
            session.flush()
        note.executive, note.week, note.prompted_at = executive, week, now
        session.flush()
        move(session, note, "prompted", now)
        record_on(program, session, JOB, "executive_prompted", note, week=week.isoformat())
        mark_executive(session, note, now, notify=True, in_hours=True)
        return True


def _may_be_prompted(session: Session, note: ExecutiveNote | None, advocate: Advocate, today: date) -> bool:
    """Whether it is still in the pool, or due, under the lock."""
    if note is not None and note.state != "waiting":
        return False
    heard = queries.last_words(session, [advocate.id]).get(advocate.id)
    if note is not None and note.causes:
        return is_rested(heard, today)
    return wants_check_in(advocate.tier, heard, today)
