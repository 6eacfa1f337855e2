"""What a CSM's Friday line tells: whom they thanked, what waits with them, and what their advocates' next week brings."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.friday_facts import Coming, Waiting
from bot.queries.anniversaries import anniversaries, falling, untold
from bot.rules.loop import DECIDED
from bot.rules.milestones import ENTERED
from models import Account, Activity, Advocate, Ask, AuditEntry, Milestone, Slot
from models.asks import UNTOLD

SUBJECT, AUDIENCE = "friday_line", "csm"
ORDER = ("decide", "send", "schedule", "thank", "tell")
"""What waits, in the order in which it is told: whoever else is kept waiting comes first."""
WAITS_IN = {"reserved": "decide", "approved": "send", "accepted": "schedule"}
"""The states of an ask that wait for the CSM."""

_THANKED = (
    (AuditEntry.subject_kind == "activity")
    & (AuditEntry.subject_id == Activity.id)
    & (AuditEntry.action == "advocate_thanked")
)


def thankers(session: Session, first: date, last: date) -> Mapping[str, date]:
    """By Slack id the last day on which somebody recorded thanks that were said on one of these days."""
    rows = session.execute(
        select(AuditEntry.actor, func.max(Activity.thanked_on))
        .join(AuditEntry, _THANKED)
        .where(Activity.thanked_on.between(first, last))
        .group_by(AuditEntry.actor)
    )
    return {actor: on for actor, on in rows if on is not None}


def thanked_by(session: Session, actor: str, first: date, last: date) -> tuple[str, ...]:
    """Whom somebody thanked on one of these days, the latest first, each once."""
    return tuple(plain(session, *_thanked_by(actor, first, last)).scalars())


@built_once
def _thanked_by(actor: str, first: date, last: date) -> Select[str]:
    return (
        select(Advocate.name)
        .select_from(Activity)
        .join(AuditEntry, _THANKED)
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .where(Activity.thanked_on.between(first, last), AuditEntry.actor == actor)
        .group_by(Advocate.name, Advocate.id)
        .order_by(func.max(AuditEntry.at).desc(), Advocate.name, Advocate.id)
    )


def csms_waited_for(session: Session, today: date) -> set[str]:
    """Every CSM with whom something waits, as accounts name them."""
    return set(plain(session, *_csms_waited_for(today)).scalars())


@built_once
def _csms_waited_for(today: date) -> Select[str]:
    found = waiting(today).subquery()
    return select(found.c.csm).distinct()


def waiting_with(session: Session, csms: Collection[str], today: date) -> tuple[Waiting, ...]:
    """What waits with these, one for each sort."""
    rows = plain(session, *_waiting_with(csms, today)).all()
    oldest = {row.what: row for row in reversed(rows)}
    counts = {what: sum(row.what == what for row in rows) for what in oldest}
    return tuple(
        Waiting(what, counts[what], oldest[what].id, oldest[what].name, _day(oldest[what].since))
        for what in ORDER
        if what in oldest
    )


@built_once
def _waiting_with(csms: Collection[str], today: date) -> Select[*tuple[Any, ...]]:
    found = waiting(today, Account.csm.in_(csms)).subquery()
    return select(found.c.what, found.c.id, found.c.name, found.c.since).order_by(found.c.since, found.c.id)


def _day(since: datetime) -> date:
    return since.date()


def waiting(today: date, *whose: Any) -> CompoundSelect[*tuple[Any, ...]]:
    """Every ask and activity that waits for its CSM. What is from before the bot was there is on a list of its own: it is
    dated for nobody."""
    owed = (Activity.thanked_on.is_(None) & (Activity.effort > 0), "thank"), (_news(today), "tell")
    return union_all(
        *(
            _rows(Ask, what, func.coalesce(Ask.waiting_since, Ask.reserved_at), Ask.state == state, *whose)
            for state, what in WAITS_IN.items()
        ),
        _rows(Ask, "tell", func.coalesce(Ask.waiting_since, Ask.closed_at), UNTOLD, *whose),
        *(
            _rows(Activity, what, Activity.completed_at, is_owed, dated, *whose)
            for is_owed, what in owed
            for dated in (
                Activity.due_at.is_not(None),
                and_(Activity.with_owners_since.is_not(None), Activity.due_at.is_(None)),
            )
        ),
    )


def _rows(table: type[Ask] | type[Activity], what: str, since: Any, *where: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(what).label("what"),
            table.id.label("id"),
            Advocate.name.label("name"),
            since.label("since"),
            Account.csm.label("csm"),
        )
        .select_from(table)
        .join(Advocate, Advocate.id == table.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Advocate.stage != "retired", *where)
    )


def _news(today: date) -> Any:
    """Thanked, and something came of it that they have not heard."""
    return and_(
        Activity.thanked_on.is_not(None),
        Activity.outcome_told_on.is_(None),
        or_(Activity.result.in_(DECIDED), Activity.published_on <= today),
    )


def csms_with_moments(session: Session, days: Sequence[date]) -> Mapping[str, date]:
    """By CSM, as accounts name them, the first of these days on which their advocates or accounts have a moment that nobody was
    told of yet."""
    found = [*anniversaries(session, days), *untold(session, days[0], days[-1])]
    return {one.csm: one.on for one in sorted(found, key=lambda one: one.on, reverse=True)}


def moments_of(session: Session, csms: Collection[str], days: Sequence[date]) -> tuple[Coming, ...]:
    """Every moment of these CSMs' advocates and accounts on one of these days, told or not, by day and name."""
    noted = (
        select(Milestone.advocate_id, Milestone.account_id, Milestone.kind, Milestone.on, Milestone.detail)
        .outerjoin(Advocate, Advocate.id == Milestone.advocate_id)
        .join(Account, Account.id == func.coalesce(Milestone.account_id, Advocate.account_id))
        .where(
            Account.csm.in_(csms),
            Account.churned_on.is_(None),
            Milestone.on.between(days[0], days[-1]),
            Milestone.kind.in_(ENTERED),
            or_(Advocate.id.is_(None), Advocate.stage != "retired"),
        )
    )
    found = {
        (advocate_id, account_id, kind, on): detail
        for advocate_id, account_id, kind, on, detail in session.execute(noted)
    }
    found |= {
        (one.advocate_id, one.account_id, one.kind, one.on): one.detail
        for one in falling(session, days, csms)
    }
    people = {
        id_: (name, account)
        for id_, name, account in session.execute(
            select(Advocate.id, Advocate.name, Account.name)
            .join(Account, Account.id == Advocate.account_id)
            .where(Advocate.id.in_({key[0] for key in found if key[0]}))
        )
    }
    named = session.execute(
        select(Account.id, Account.name).where(Account.id.in_({key[1] for key in found if key[1]}))
    )
    companies = {row.id: row.name for row in named}
    coming = [
        Coming(
            on, kind, detail, *(people[advocate_id] if advocate_id else (None, companies[account_id or ""]))
        )
        for (advocate_id, account_id, kind, on), detail in found.items()
    ]
    return tuple(sorted(coming, key=lambda one: (one.on, one.name or "", one.account, one.kind)))


def told_of(session: Session, references: Collection[str], friday: date) -> set[str]:
    """Under which of these references a line of that week was made."""
    return set(
        session.scalars(
            select(Slot.subject_id).where(
                Slot.subject_kind == SUBJECT,
                Slot.subject_id.in_(references),
                Slot.audience == AUDIENCE,
                Slot.period == friday.isoformat(),
            )
        )
    )


def still_open(session: Session, references: Collection[str], friday: date, since: datetime) -> Sequence[str]:
    """Under which of these references a line of that week stands in Slack as it was before `since`."""
    return session.scalars(
        select(Slot.subject_id).where(
            Slot.subject_kind == SUBJECT,
            Slot.subject_id.in_(references),
            Slot.audience == AUDIENCE,
            Slot.period == friday.isoformat(),
            Slot.ts.is_not(None),
            Slot.due_at < since,
        )
    ).all()
