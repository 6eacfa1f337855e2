"""What executive notes are decided by: the circle of those who gave most, the causes around them, and what was written before."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from bot.rules.executive_notes import (
    BIG_DEAL,
    CHECKED_IN_ON,
    FIFTH,
    FOUND_DAYS,
    LAPSE_DAYS,
    MOMENT,
    OPEN,
    PROMOTION,
    SPONSORED,
    TIER,
    YEAR_DAYS,
    Cause,
    Wanting,
    fifth_on,
    may_be_taken_up,
)
from bot.rules.milestones import PROGRAM, WORK
from bot.rules.policy import Policy
from bot.rules.reviews import REVIEW
from bot.rules.tiers import COMMUNITY, moves
from models import Activity, Advocate, AuditEntry, ExecutiveNote, Give, Milestone, Sponsorship
from models.executives import UNDER_WAY

WORDS = ("executive_note", "executive_call")
"""Gives that are a word from an executive."""
MOMENTS = (WORK, PROGRAM)
"""Milestones of somebody in platinum that an executive hears of, beside what is a cause for everybody."""
CHECK_INS = 200
"""Of those due a check-in, how many are looked at: more than any week has room for."""
DEAL = "deal_reported"
"""The audit's word for a deal whose end became known."""


class InCircle(NamedTuple):
    """One of those who gave most."""

    id: str
    tier: str
    tier_since: date | None


def circle(session: Session, size: int, today: date) -> list[InCircle]:
    """The enrolled advocates who gave most in the last 365 days: by effort, then by how often, then by how lately."""
    rows = session.execute(
        select(Advocate.id, Advocate.tier, Advocate.tier_since)
        .join(Activity, Activity.advocate_id == Advocate.id)
        .where(Advocate.stage == "enrolled", *_given(today))
        .group_by(Advocate.id, Advocate.tier, Advocate.tier_since, Advocate.name)
        .order_by(
            func.sum(Activity.effort).desc(),
            func.count().desc(),
            func.max(Activity.completed_on).desc(),
            Advocate.name,
            Advocate.id,
        )
        .limit(size)
    )
    return [InCircle(*row) for row in rows]


class Found(NamedTuple):
    """Causes by advocate, and how many big deals were left out because nobody converts their currency."""

    causes: dict[str, list[Cause]]
    other_currencies: int


def causes(session: Session, around: Sequence[InCircle], policy: Policy, today: date) -> Found:
    """Every cause of the last 14 days around these people, in three statements."""
    ids = [one.id for one in around]
    found: dict[str, list[Cause]] = {
        one.id: [Cause(TIER, one.tier_since, one.tier)]
        for one in around
        if one.tier_since is not None and one.tier != COMMUNITY
    }
    platinum = {one.id for one in around if one.tier == SPONSORED}
    noticed = select(Milestone.advocate_id, Milestone.kind, Milestone.on, Milestone.note).where(
        Milestone.advocate_id.in_(ids),
        Milestone.kind.in_((PROMOTION, *MOMENTS)),
        Milestone.on >= today - timedelta(days=FOUND_DAYS),
    )
    for row in session.execute(noticed):
        if row.kind == PROMOTION:
            found.setdefault(row.advocate_id or "", []).append(Cause(PROMOTION, row.on, row.note))
        elif row.advocate_id in platinum:
            found.setdefault(row.advocate_id, []).append(Cause(MOMENT, row.on, row.kind))
    for advocate_id, days in days_done(session, ids, today).items():
        fifth = fifth_on(days, today)
        if fifth is not None:
            found.setdefault(advocate_id, []).append(Cause(FIFTH, fifth))
    others = 0
    for activity, on in _won(session, ids, policy, today):
        if (activity.currency or policy.currency) != policy.currency:
            others += 1
            continue
        found.setdefault(activity.advocate_id, []).append(
            Cause(BIG_DEAL, on, activity.prospect or activity.deal or None)
        )
    fresh = {
        one: sorted({cause.key: cause for cause in all_ if may_be_taken_up(cause, today)}.values())
        for one, all_ in found.items()
    }
    return Found({one: these for one, these in fresh.items() if these}, others)


def _given(today: date) -> tuple[ColumnElement[bool], ...]:
    """What counts for who gave most: everything but surveys and reviews, of the last 365 days."""
    return (
        Activity.effort > 0,
        Activity.kind != REVIEW,
        Activity.completed_on > today - timedelta(days=YEAR_DAYS),
        Activity.completed_on <= today,
    )


def days_done(session: Session, ids: Collection[str], today: date) -> Mapping[str, list[date]]:
    """By advocate the days of what counts, as far back as a fifth is looked for."""
    rows = session.execute(
        select(Activity.advocate_id, Activity.completed_on, Activity.kind).where(
            Activity.advocate_id.in_(ids),
            Activity.completed_on > today - timedelta(days=YEAR_DAYS + LAPSE_DAYS),
        )
    )
    days: dict[str, list[date]] = {}
    for advocate_id, on, kind in rows:
        if moves(kind):
            days.setdefault(advocate_id, []).append(on)
    return days


def _won(session: Session, ids: Collection[str], policy: Policy, today: date) -> list[tuple[Activity, date]]:
    """What was done for deals over the limit that were won, and the day on which that became known: of what was imported, the
    day it was done."""
    since = today - timedelta(days=FOUND_DAYS)
    rows = session.execute(
        select(Activity, func.max(AuditEntry.at))
        .outerjoin(
            AuditEntry,
            (AuditEntry.subject_kind == "activity")
            & (AuditEntry.subject_id == Activity.id)
            & (AuditEntry.action == DEAL),
        )
        .where(
            Activity.advocate_id.in_(ids),
            Activity.result == "won",
            Activity.amount > policy.big_deal_amount,
        )
        .group_by(Activity.id)
        .order_by(Activity.id)
    )
    dated = [(activity, at.date() if at else activity.completed_on) for activity, at in rows]
    return [(activity, on) for activity, on in dated if on >= since]


def known_causes(session: Session, ids: Collection[str], now: datetime) -> dict[str, set[tuple[str, str]]]:
    """Keys of the causes that were taken up for these people lately, whatever became of them."""
    since = now - timedelta(days=2 * LAPSE_DAYS)
    rows = session.execute(
        select(ExecutiveNote.advocate_id, ExecutiveNote.causes).where(
            ExecutiveNote.advocate_id.in_(ids),
            or_(ExecutiveNote.found_at >= since, ExecutiveNote.state.in_(OPEN)),
        )
    )
    known: dict[str, set[tuple[str, str]]] = {}
    for advocate_id, kept in rows:
        known.setdefault(advocate_id, set()).update(cause.key for cause in causes_of(kept))
    return known


def causes_of(kept: Sequence[Sequence[str | None]]) -> tuple[Cause, ...]:
    """The causes as a note keeps them, the weightiest first."""
    read = [Cause(str(kind), date.fromisoformat(str(on)), detail) for kind, on, detail in kept]
    return tuple(sorted(read, key=lambda one: (-one.weight, one.on, one.kind)))


def waiting(session: Session, today: date) -> list[tuple[str, Wanting]]:
    """Everybody in the pool, with the id of the advocate."""
    rows = session.execute(
        select(ExecutiveNote, Advocate.name, Advocate.tier, Sponsorship.executive)
        .join(Advocate, Advocate.id == ExecutiveNote.advocate_id)
        .outerjoin(Sponsorship, Sponsorship.advocate_id == Advocate.id)
        .where(UNDER_WAY, ExecutiveNote.state == "waiting", Advocate.stage == "enrolled")
    ).all()
    ids = [note.advocate_id for note, *_ in rows]
    words, efforts = last_words(session, ids), _efforts(session, ids, today)
    return [
        (
            note.advocate_id,
            Wanting(
                note.id,
                name,
                causes_of(note.causes),
                efforts.get(note.advocate_id, 0),
                words.get(note.advocate_id),
                sponsor,
                tier,
            ),
        )
        for note, name, tier, sponsor in rows
    ]


def due_check_ins(session: Session, heard_since: date) -> list[tuple[str, Wanting]]:
    """Enrolled people of the tiers that are checked in on, without a word from an executive since that day and nothing in the pool;
    those who have waited longest, as many as a week can use."""
    last = (
        select(Give.advocate_id, func.max(Give.given_on).label("on"))
        .where(Give.kind.in_(WORDS))
        .group_by(Give.advocate_id)
        .subquery()
    )
    under_way = select(ExecutiveNote.id).where(
        ExecutiveNote.advocate_id == Advocate.id, ExecutiveNote.state.in_((*OPEN, "handed_over"))
    )
    rows = session.execute(
        select(Advocate.id, Advocate.name, Advocate.tier, Sponsorship.executive, last.c.on)
        .outerjoin(last, last.c.advocate_id == Advocate.id)
        .outerjoin(Sponsorship, Sponsorship.advocate_id == Advocate.id)
        .where(Advocate.tier.in_(CHECKED_IN_ON), Advocate.stage == "enrolled")
        .where(or_(last.c.on.is_(None), last.c.on <= heard_since))
        .where(~under_way.exists())
        .order_by(Advocate.tier.desc(), last.c.on.is_not(None), last.c.on, Advocate.name, Advocate.id)
        .limit(CHECK_INS)
    )
    return [(row.id, Wanting(row.id, row.name, (), 0, row.on, row.executive, row.tier)) for row in rows]


def last_words(session: Session, ids: Collection[str]) -> dict[str, date]:
    """The day of the last word from an executive to each of these: written, spoken, or handed to a CSM."""
    gives = session.execute(
        select(Give.advocate_id, func.max(Give.given_on))
        .where(Give.advocate_id.in_(ids), Give.kind.in_(WORDS))
        .group_by(Give.advocate_id)
    )
    words = {row[0]: row[1] for row in gives}
    handed = session.execute(
        select(ExecutiveNote.advocate_id, ExecutiveNote.moved_at).where(
            UNDER_WAY, ExecutiveNote.advocate_id.in_(ids), ExecutiveNote.state == "handed_over"
        )
    )
    for row in handed:
        words[row.advocate_id] = max(row.moved_at.date(), words.get(row.advocate_id, date.min))
    return words


def _efforts(session: Session, ids: Collection[str], today: date) -> dict[str, int]:
    rows = session.execute(
        select(Activity.advocate_id, func.sum(Activity.effort))
        .where(Activity.advocate_id.in_(ids), *_given(today))
        .group_by(Activity.advocate_id)
    )
    return {advocate_id: int(effort) for advocate_id, effort in rows}
