"""It had been taken to have happened, and did not: the activity goes again, and with it what it set off and nobody has seen to."""

from datetime import date

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.errors import Refused
from bot.queries import executive_notes as notes
from bot.rules.executive_notes import FIFTH, TIER, Cause, fifth_on, lapses_on
from bot.rules.gifting import COMMITTED
from bot.rules.loop import DECIDED
from bot.rules.tiers import rises
from bot.services import tiers
from bot.services.executive_steps import NOTES, mark_csm, mark_executive
from bot.services.locks import move_ask, move_request
from bot.services.marks import mark_benefits, mark_milestones, mark_thanks, renew_owners_list
from bot.services.milestones import count_activities
from bot.services.opened import Opened
from bot.services.program import Program, record
from bot.services.reserving import free_seat
from models import Activity, Advocate, Benefit, Celebration, ExecutiveNote, Incentive, Milestone
from models.benefits import OPEN
from models.executives import UNDER_WAY


def withdraw(program: Program, it: Opened, by: str) -> None:
    """What was agreed stands again, with its date where it has one, as before anybody said that it took place.

    Thanks that are owed, moments, a tier, benefits and notes of executives go where nobody has seen to them. Refused where the
    advocate was thanked, or somebody has built on it otherwise: that is no click any more.
    """
    session = it.session
    activity = session.scalars(select(Activity).where(Activity.ask_id == it.ask.id)).one()
    moments = session.scalars(select(Milestone).where(Milestone.activity_id == activity.id)).all()
    _require_nothing_came_of_it(session, it.advocate.name, activity, [one.id for one in moments])
    reported_on = (it.ask.closed_at or it.now).date()
    mark_thanks(session, activity, it.account, it.now)
    for told_on in sorted({one.told_on for one in moments if one.told_on is not None}):
        mark_milestones(session, it.advocate.id, it.account, told_on, it.now)
    if activity.with_owners_since is not None:
        renew_owners_list(session, it.now)
    for moment in moments:
        session.delete(moment)
    session.delete(activity)
    move_ask(session, it.ask, "scheduled" if it.ask.scheduled_for else "accepted", it.now)
    it.ask.closed_at = it.ask.release_reason = None
    if it.ask.seat is None:
        it.ask.seat = free_seat(session, it.advocate.id)
    if it.request.state == "completed":
        move_request(session, it.request, "filled")
        it.request.closed_at = None
    session.flush()
    _settle(program, it, by, reported_on)


def _require_nothing_came_of_it(session: Session, name: str, activity: Activity, moments: list[str]) -> None:
    if activity.thanked_on is not None:
        raise Refused("already_thanked", name=name, on=activity.thanked_on)
    if activity.result in DECIDED or activity.published_on is not None:
        raise Refused("more_is_known", name=name)
    if _exists(session, Incentive.id, Incentive.activity_id == activity.id, Incentive.state.in_(COMMITTED)):
        raise Refused("gift_hangs_on_it", name=name)
    if _exists(
        session, Celebration.id, Celebration.milestone_id.in_(moments), Celebration.taken_back_at.is_(None)
    ):
        raise Refused("celebration_hangs_on_it", name=name)


def _exists(session: Session, column: InstrumentedAttribute[str], *conditions: ColumnElement[bool]) -> bool:
    return session.scalar(select(column).where(*conditions).limit(1)) is not None


def _settle(program: Program, it: Opened, by: str, reported_on: date) -> None:
    """Their tier, their count and what executives were to write for, without it."""
    before = it.advocate.tier
    tiers.look(program, it.session, it.advocate, by)
    count_activities(it.session, program, it.advocate, by)
    if rises(it.advocate.tier, before):
        _take_benefits_back(program, it, before, reported_on)
    for note in _notes_under_way(it.session, it.advocate):
        _without_what_fell_away(program, it, note, by)


def _take_benefits_back(program: Program, it: Opened, tier: str, since: date) -> None:
    """Those of the tier, also where somebody was told of them: nobody has seen to them yet."""
    theirs = (Benefit.advocate_id == it.advocate.id, OPEN, Benefit.tier == tier, Benefit.granted_on >= since)
    tasks_of = it.session.scalars(select(Benefit.task_of).where(*theirs).distinct()).all()
    it.session.execute(delete(Benefit).where(*theirs))
    for task_of in sorted(tasks_of):
        mark_benefits(program, it.session, it.advocate, it.account, task_of, it.now)


def _notes_under_way(session: Session, advocate: Advocate) -> list[ExecutiveNote]:
    found = select(ExecutiveNote).where(UNDER_WAY, ExecutiveNote.advocate_id == advocate.id)
    return list(session.scalars(found.execution_options(populate_existing=True)))


def _without_what_fell_away(program: Program, it: Opened, note: ExecutiveNote, by: str) -> None:
    """A note for nothing is none: who had it sees that it has moved on. The place in the executive's week stays taken."""
    session, today = it.session, it.now.date()
    fifth = fifth_on(notes.days_done(session, [it.advocate.id], today).get(it.advocate.id, ()), today)

    def stands(cause: Cause) -> bool:
        if cause.kind == TIER:
            return not rises(it.advocate.tier, cause.detail or "")
        return cause.kind != FIFTH or (fifth is not None and fifth >= cause.on)

    causes = notes.causes_of(note.causes)
    left = [one for one in causes if stands(one)]
    if len(left) == len(causes):
        return
    record(
        session,
        at=it.now,
        actor=by,
        action="executive_note_withdrawn",
        subject=(NOTES, note.id),
        advocate_id=it.advocate.id,
        over=not left,
    )
    if note.executive is not None:
        mark_executive(session, note, it.now)
    if note.state == "handed_over":
        mark_csm(session, note, it.account, it.now)
    if left:
        note.causes = [[one.kind, one.on.isoformat(), one.detail] for one in left]
        note.lapses_on = lapses_on(left)
    else:
        session.delete(note)
