"""Asks made outside the bot: they are facts, so they are recorded and counted whatever the limits say."""

from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.advocates import facts_of
from bot.rules.frequency import frequency_reasons
from bot.rules.kinds import EFFORT, counts
from bot.rules.nudging import zone_of
from bot.services import people
from bot.services.asks import ANSWERS
from bot.services.locks import lock_pair
from bot.services.marks import mark_outside_ask
from bot.services.program import Program, record
from models import Account, Advocate, Ask

STATE_AFTER = {"yes": "completed", "no": "declined", "no_answer": "no_answer"}
"""They are closed at once: the bot waits for nothing, and an outside yes owes nothing."""
OLDEST_YEARS = 2


def log(
    program: Program, by: str, advocate_id: str, kind: str, asked_on: date, answer: str | None = None
) -> str:
    """Records that somebody was asked on a day; the id of the ask. Anyone may, for any advocate, and no limit refuses it:
    what it exceeded on that day is kept in the audit. No answer yet counts as none.

    The same person, kind and day by the same colleague is the same ask: sent again, it only brings the answer up to date.
    """
    if kind not in EFFORT:
        raise Refused("unknown_kind")
    answer = answer or "no_answer"
    if answer not in ANSWERS:
        raise Refused("field_missing", field="answer")
    now = program.now()
    with program.changing() as session:
        person = people.require_colleague(session, by)
        today = now.astimezone(zone_of(person.time_zone)).date()
        if asked_on > max(today, now.date()):
            raise Refused("asked_on_future", field="asked_on")
        if asked_on < today.replace(year=today.year - OLDEST_YEARS, day=min(today.day, 28)):
            raise Refused("asked_on_old", field="asked_on")
        account, advocate = lock_pair(session, advocate_id)
        ask = _logged_before(session, by, advocate_id, kind, asked_on)
        if ask is not None and ask.answer == answer:
            return ask.id
        if ask is None:
            exceeded = _exceeded(program, session, advocate, kind, min(asked_on, now.date()))
            ask = _new(advocate, by, kind, asked_on, now)
            session.add(ask)
            action = "asked_outside"
        else:
            exceeded, action = [], "outside_answered"
        at = ask.contacted_at
        ask.state, ask.answer = STATE_AFTER[answer], answer
        ask.answered_at = None if answer == "no_answer" else at
        session.flush()
        record(
            session,
            at=now,
            actor=by,
            action=action,
            subject=("ask", ask.id),
            advocate_id=advocate.id,
            kind=kind,
            asked_on=asked_on.isoformat(),
            answer=answer,
            exceeded=exceeded or None,
        )
        _tell_csm(program, session, ask, account, by, now)
        return ask.id


def _new(advocate: Advocate, by: str, kind: str, asked_on: date, now: datetime) -> Ask:
    # Midday is the moment least far from any hour of that day; of today, nothing that is still to come.
    at = min(datetime.combine(asked_on, time(12), UTC), now)
    return Ask(
        advocate_id=advocate.id,
        origin="outside",
        kind=kind,
        effort=EFFORT[kind],
        asked_on=asked_on,
        counted_on=min(asked_on, now.date()) if counts(kind) else None,
        contacted_at=at,
        closed_at=at,
        requester=by,
    )


def _logged_before(session: Session, by: str, advocate_id: str, kind: str, asked_on: date) -> Ask | None:
    return session.scalars(
        select(Ask).where(
            Ask.advocate_id == advocate_id,
            Ask.origin == "outside",
            Ask.kind == kind,
            Ask.asked_on == asked_on,
            Ask.requester == by,
        )
    ).one_or_none()


def _exceeded(program: Program, session: Session, advocate: Advocate, kind: str, on: date) -> list[str]:
    """The codes of the frequency rules that one more ask broke on that day, by the asks that are known up to it."""
    facts = facts_of(session, advocate, on)
    known = facts._replace(
        asks=tuple(one for one in facts.asks if one.day <= on),
        account_days=tuple(day for day in facts.account_days if day <= on),
        open_asks=facts.open_asks if on == program.now().date() else 0,
    )
    return [reason.code for reason in frequency_reasons(known, kind, program.policy_in(session), on)]


def _tell_csm(program: Program, session: Session, ask: Ask, account: Account, by: str, now: datetime) -> None:
    """One message, which is kept true; none to a CSM, or who stands in for them, about what they logged themself."""
    person = people.require_colleague(session, by)
    if not people.acts_for(program, session, person, account):
        mark_outside_ask(session, ask, account, now)
