"""Surprises: once a week each CSM hears of a few people whom nobody has noticed for a while, with something that would
please them. Never an ask."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db import insert_into
from bot.errors import Refused
from bot.queries.suggestions import forgotten, listed
from bot.rules.neglect import A_WEEK, Forgotten, Proposal, proposal, turn
from bot.services import people
from bot.services.locks import lock_pair
from bot.services.marks import mark_suggestions
from bot.services.program import Program, record
from models import Advocate, Suggestion, new_id

JOB = "job:quiet_advocates"
WEEK = timedelta(days=7)

Chosen = tuple[Forgotten, Proposal]


def propose(program: Program) -> tuple[int, int]:
    """Each CSM's list of this week, the most deserving first and the rest another week; how many people are new on one, and
    how many CSMs were told. Two statements find them all; each list is a transaction of its own. Harmless to repeat."""
    today = program.now().date()
    week = monday(today)
    with program.reading() as session:
        policy = program.policy_in(session)
        found = [
            (one, why) for one in forgotten(session, policy, today) if (why := proposal(one, policy, today))
        ]
        there = {csm: (count, untold) for csm, count, untold in listed(session, week)}
    by_csm: dict[str, list[Chosen]] = defaultdict(list)
    for one, why in sorted(found, key=lambda entry: turn(*entry)):
        by_csm[one.csm].append((one, why))
    new = told = 0
    for csm in sorted(by_csm.keys() | there.keys()):
        count, untold = there.get(csm, (0, 0))
        chosen = by_csm.get(csm, [])[: max(0, A_WEEK - count)]
        if chosen or untold:
            new += _list(program, csm, week, chosen)
            told += 1
    return new, told


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _list(program: Program, csm: str, week: date, chosen: Sequence[Chosen]) -> int:
    now = program.now()
    with program.changing() as session:
        added = _add(session, csm, week, chosen, now.date())
        session.execute(
            update(Suggestion)
            .where(Suggestion.csm == csm, Suggestion.week == week, Suggestion.told_at.is_(None))
            .values(told_at=now)
            .execution_options(synchronize_session=False)
        )
        for one, why in chosen:
            record(
                session,
                at=now,
                actor=JOB,
                action="surprise_proposed",
                subject=("advocate", one.id),
                advocate_id=one.id,
                cause=why.cause,
                since=why.since.isoformat() if why.since else None,
            )
        mark_suggestions(session, csm, week, now, notify=True, in_hours=True)
        return added


def _add(session: Session, csm: str, week: date, chosen: Iterable[Chosen], today: date) -> int:
    rows = [
        {
            "id": new_id(),
            "advocate_id": one.id,
            "cause": why.cause,
            "since": why.since,
            "csm": csm,
            "week": week,
            "first_on": today,
        }
        for one, why in chosen
    ]
    if rows:
        session.execute(insert_into(session, Suggestion).values(rows).on_conflict_do_nothing())
    return len(rows)


def later(program: Program, by: str, suggestion_id: str) -> None:
    """They stand on next week's list instead. Refused where it is settled already."""
    with program.changing() as session:
        suggestion, _ = _open(program, session, by, suggestion_id)
        before = suggestion.week
        suggestion.week = monday(program.now().date()) + WEEK
        suggestion.told_at = None
        _changed(program, session, by, suggestion, before, "surprise_put_off")


def decline(program: Program, by: str, suggestion_id: str) -> None:
    """It is nothing for them; they are not proposed again within their time. Refused where it is settled already."""
    with program.changing() as session:
        suggestion, _ = _open(program, session, by, suggestion_id)
        suggestion.state, suggestion.settled_by = "declined", by
        _changed(program, session, by, suggestion, suggestion.week, "surprise_declined")


def settle(program: Program, session: Session, by: str, advocate_id: str) -> None:
    """A step in the caller's transaction, the advocate locked: something was done for them, so whatever list they are on
    says so."""
    for suggestion in session.scalars(
        select(Suggestion).where(Suggestion.advocate_id == advocate_id, Suggestion.state == "open")
    ):
        suggestion.state, suggestion.settled_by = "given", by
        mark_suggestions(session, suggestion.csm, suggestion.week, program.now())


def _open(program: Program, session: Session, by: str, suggestion_id: str) -> tuple[Suggestion, Advocate]:
    advocate_id = session.scalar(select(Suggestion.advocate_id).where(Suggestion.id == suggestion_id))
    if advocate_id is None:
        raise Refused("activity_gone")
    account, advocate = lock_pair(session, advocate_id)
    people.require_csm(program, session, by, account)
    suggestion = session.get_one(Suggestion, suggestion_id, populate_existing=True)
    if suggestion.state != "open":
        raise Refused("surprise_settled", name=advocate.name, state=suggestion.state)
    return suggestion, advocate


def _changed(
    program: Program, session: Session, by: str, suggestion: Suggestion, week: date, action: str
) -> None:
    session.flush()
    record(
        session,
        at=program.now(),
        actor=by,
        action=action,
        subject=("suggestion", suggestion.id),
        advocate_id=suggestion.advocate_id,
    )
    mark_suggestions(session, suggestion.csm, week, program.now())
