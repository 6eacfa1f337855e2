"""Whom the weekly digest is worried about: those of whom more is asked than given, CSMs whom nobody stands in for, and a top tier
that nobody reaches. A fixed number of statements each."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from heapq import nsmallest
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.queries.asked import asks_since
from bot.queries.given import first_day, gives_of
from bot.queries.standing import as_said
from bot.queries.tiers import MOVING
from bot.rules.balance import LEAST_ASKS, balance
from bot.rules.gives import Catalogue
from bot.rules.milestones import TIER
from bot.rules.tiers import PLATINUM, YEAR
from models import Absence, Account, Activity, Advocate, Ask, Milestone, Person

Row = Mapping[str, Any]


def one_sided(session: Session, gives: Catalogue, today: date, most: int) -> tuple[int, list[Row]]:
    """Of how many people more was asked in a year than given to them, and the most one-sided of them, with the effort `asked` and
    `given`. Only those who were asked often enough to say so are looked at."""
    since = today - YEAR
    first = (since + timedelta(days=1)).isoformat()
    found = []
    for name, id_, account, who, asked_, given_ in plain(session, *_asked_often(since)).all():
        at = balance(asks_since(asked_, first), gives_of(given_, gives), first_day(given_), today)
        if at.one_sided:
            found.append((at.given - at.asked, name, id_, account, who, at.asked, at.given))
    return len(found), [
        {"id": id_, "name": name, "account": account, "who": who, "asked": asked_, "given": given_}
        for _, name, id_, account, who, asked_, given_ in nsmallest(most, found)
    ]


@built_once
def _asked_often(since: date) -> Select[str, str, str, str, str, str]:
    often = (
        select(Ask.advocate_id)
        .where(Ask.counted_on.is_not(None), Ask.counted_on > since)
        .group_by(Ask.advocate_id)
        .having(func.count() >= LEAST_ASKS)
    )
    return (
        select(Advocate.name, Advocate.id, Account.name, Account.csm, Advocate.asked, Advocate.given)
        .join(Account, Account.id == Advocate.account_id)
        .where(Advocate.id.in_(often), Advocate.stage == "enrolled", Advocate.given != "")
    )


def alone(session: Session, now: datetime) -> list[Row]:
    """CSMs who are away and have nobody to stand in, whoever looks after most advocates first: `asked` says how many."""
    rows = session.execute(
        select(Person, Absence)
        .outerjoin(Absence, Absence.slack_id == Person.slack_id)
        .where(or_(Person.away_until > now, Absence.until > now))
    )
    away = [(person, as_said(person, said, now)) for person, said in rows]
    missing = [(one, at) for one, at in away if at.works_here and at.away_until and at.stand_in is None]
    if not missing:
        return []
    spelt = {name: one.slack_id for one, _ in missing for name in (one.slack_id, one.email) if name}
    counts: dict[str, int] = {}
    looked_after = session.execute(
        select(Account.csm, func.count(Advocate.id))
        .join(Advocate, Advocate.account_id == Account.id)
        .where(Account.csm.in_(spelt), Advocate.stage == "enrolled")
        .group_by(Account.csm)
    )
    for csm, number in looked_after:
        counts[spelt[csm]] = counts.get(spelt[csm], 0) + number
    found: list[Row] = [
        {"id": one.slack_id, "who": one.slack_id, "on": at.away_until, "asked": counts[one.slack_id]}
        for one, at in missing
        if one.slack_id in counts
    ]
    return sorted(found, key=lambda one: (-one["asked"], one["id"]))


def most_in_a_year(session: Session, today: date) -> int | None:
    """The most that anybody did in a year, where for a year nobody was in the top tier although the program is older than that;
    else None."""
    since = today - YEAR
    top = select(Advocate.id).where(Advocate.tier == PLATINUM)
    reached = select(Milestone.id).where(
        Milestone.kind == TIER, Milestone.detail == PLATINUM, Milestone.on > since
    )
    older = select(Advocate.id).where(Advocate.stage == "enrolled", Advocate.enrolled_on <= since)
    if not session.scalar(select(and_(~top.exists(), ~reached.exists(), older.exists()))):
        return None
    done = (
        select(func.count().label("number"))
        .where(Activity.completed_on > since, Activity.completed_on <= today, Activity.kind.in_(MOVING))
        .group_by(Activity.advocate_id)
        .subquery()
    )
    return session.scalar(select(func.max(done.c.number))) or 0
