"""Public thanks: specific, named, with consent, never with an amount. Posted with the CSM's click; taken back within 15 minutes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.milestone_facts import Celebrated
from bot.outbox.mark import mark
from bot.queries import celebrations as queries
from bot.queries.undoing import UNDOABLE
from bot.rules.celebrating import amount_in, names
from bot.rules.language import Occasion, Purpose
from bot.services import people, texts
from bot.services.locks import lock_pair
from bot.services.marks import mark_milestones, mark_thanks
from bot.services.program import Program, record
from bot.services.texts import Written
from messages.celebrations import draft
from models import Account, Activity, Advocate, Celebration, Milestone


def opening(program: Program, by: str, subject_id: str) -> Celebrated:
    """What the form speaks of. Refused for all but the CSM and owners, and where it may not be said in public, with why."""
    with program.reading() as session:
        found = _found(program, session, subject_id)
        advocate = session.get_one(Advocate, found.advocate.id)
        people.require_csm(program, session, by, session.get_one(Account, advocate.account_id))
        _require_may(program, found)
        return found


def celebrate(program: Program, by: str, subject_id: str, text: str) -> None:
    """Posts the text to the celebration channel, and gives whoever posted it the words for elsewhere. Once an activity and
    once a milestone; the language guard reads it as public praise."""
    now = program.now()
    with texts.remembering(program), program.changing() as session:
        account, advocate = lock_pair(session, _found(program, session, subject_id).advocate.id)
        people.require_csm(program, session, by, account)
        found = _found(program, session, subject_id)
        _require_may(program, found)
        if (amount := amount_in(text)) is not None:
            raise Refused("celebration_amount", field="text", amount=amount)
        if found.company is None and names(text, account.name):
            raise Refused("celebration_company", field="text", account=account.name)
        if not any(names(text, one) for one in (advocate.name, found.advocate.first_name)):
            raise Refused("celebration_nobody", field="text", name=advocate.name)
        texts.clear(session, program, by, _written(text, found))
        activity_id = found.activity.id if found.activity else None
        one = queries.celebration_of(session, subject_id) or Celebration(
            advocate_id=advocate.id, activity_id=activity_id, milestone_id=None if activity_id else subject_id
        )
        one.by, one.text, one.posted_at, one.taken_back_at = by, text, now, None
        session.add(one)
        session.flush()
        record(
            session,
            at=now,
            actor=by,
            action="celebrated",
            subject=("celebration", one.id),
            advocate_id=advocate.id,
        )
        _mark(program, session, one, account, now, notify=True)


def take_back(program: Program, by: str, celebration_id: str) -> str:
    """Takes a public thank-you back: whose it was. Refused after 15 minutes, and for all but who posted it and the owners."""
    now = program.now()
    with program.changing() as session:
        one = session.get(Celebration, celebration_id)
        if one is None:
            raise Refused("activity_gone")
        account, advocate = lock_pair(session, one.advocate_id)
        session.refresh(one)
        person = people.require_colleague(session, by)
        if one.by != by and not people.is_owner(program, session, person):
            raise Refused("celebration_of_another")
        if one.taken_back_at is not None:
            raise Refused("celebration_taken_back", name=advocate.name)
        if now > one.posted_at + UNDOABLE:
            raise Refused("undo_over", name=advocate.name)
        one.taken_back_at = now
        record(
            session,
            at=now,
            actor=by,
            action="celebration_taken_back",
            subject=("celebration", one.id),
            advocate_id=advocate.id,
        )
        _mark(program, session, one, account, now, notify=False)
        return advocate.name


def may_be_named(program: Program, by: str, subject_id: str) -> str:
    """Their CSM or an owner notes that an advocate said yes to being named in public; their name. `subject_id` is an activity
    or a moment of theirs, or their own."""
    now = program.now()
    with program.changing() as session:
        found = session.get(Activity, subject_id) or session.get(Milestone, subject_id)
        account, advocate = lock_pair(session, (found.advocate_id if found else None) or subject_id)
        people.require_csm(program, session, by, account)
        if not advocate.may_name_publicly:
            advocate.may_name_publicly = True
            advocate.changed_by_bot = sorted({*advocate.changed_by_bot, "may_name_publicly"})
            record(
                session,
                at=now,
                actor=by,
                action="may_be_named",
                subject=("advocate", advocate.id),
                advocate_id=advocate.id,
            )
        return advocate.name


def end_undo(session: Session, now: datetime) -> None:
    """A step in the caller's transaction: takes the button away with which a public thank-you could be taken back."""
    for one in session.scalars(*queries.over(now)).all():
        _mark_celebrant(session, one, now, notify=False)


def _found(program: Program, session: Session, subject_id: str) -> Celebrated:
    found = queries.celebrated(session, subject_id, program.now())
    if found is None:
        raise Refused("activity_gone")
    return found


def _require_may(program: Program, found: Celebrated) -> None:
    name = found.advocate.name
    if program.celebration_channel is None:
        raise Refused("no_celebration_channel", field="text")
    if found.may_name is not True:
        reason = "celebration_unasked" if found.may_name is None else "celebration_declined"
        raise Refused(reason, field="text", name=name)
    if found.activity is not None and found.activity.thanked_on is None:
        raise Refused("celebration_before_thanks", field="text", name=name)
    if found.posted is not None and not found.posted.taken_back:
        raise Refused("already_celebrated", field="text", name=name)


def _written(text: str, found: Celebrated) -> Written:
    activity = found.activity
    around = (found.account, (activity.prospect if activity else None) or "")
    occasion = Occasion(
        Purpose.CELEBRATION,
        activity.kind if activity else None,
        found.advocate.name,
        tuple(filter(None, (*around, found.csm.name, found.requester.name if found.requester else None))),
        found.products,
    )
    return Written(text, occasion, found.advocate.id, drafted=draft(found))


def _mark(
    program: Program, session: Session, one: Celebration, account: Account, now: datetime, *, notify: bool
) -> None:
    """The channel's message, the words for whoever posted it, and the message from which it was done."""
    assert program.celebration_channel is not None or not notify
    if program.celebration_channel is not None:
        mark(
            session,
            subject=("celebration", one.id),
            audience="channel",
            conversation=program.celebration_channel,
            due_at=now,
            notify=notify,
        )
    _mark_celebrant(session, one, now, notify=notify)
    if one.activity_id is not None:
        mark_thanks(session, session.get_one(Activity, one.activity_id), account, now)
        return
    told_on = session.scalar(select(Milestone.told_on).where(Milestone.id == one.milestone_id))
    if told_on is not None:
        mark_milestones(session, one.advocate_id, account, told_on, now)


def _mark_celebrant(session: Session, one: Celebration, now: datetime, *, notify: bool) -> None:
    mark(
        session,
        subject=("celebration", one.id),
        audience="celebrant",
        conversation=one.by,
        due_at=now,
        notify=notify,
    )
