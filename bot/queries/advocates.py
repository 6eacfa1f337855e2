"""What the rules need to know of advocates, in a fixed number of statements whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.rules.facts import AdvocateFacts, AskFact, LastActivity
from bot.rules.frequency import QUARTER, YEAR
from models import Account, Activity, Advocate, Ask

CONDITIONS = {
    "industries": Account.industry.in_(bindparam("industries", expanding=True)),
    "segments": Account.segment.in_(bindparam("segments", expanding=True)),
    "places": or_(
        Account.region.in_(bindparam("regions", expanding=True)),
        Account.country.in_(bindparam("countries", expanding=True)),
        and_(
            Account.country.is_(None),
            Account.region.in_(bindparam("regions_if_country_unknown", expanding=True)),
        ),
    ),
    "account": Account.id == bindparam("account"),
}
"""What narrows accounts, by name."""

PEOPLE = {
    "languages": func.coalesce(Advocate.language, Account.language).in_(
        bindparam("languages", expanding=True)
    ),
    "advocate": Advocate.id == bindparam("advocate"),
    "enrolled": Advocate.stage == "enrolled",
}
"""What narrows people beside their account, by name."""


@dataclass(frozen=True)
class Narrowing:
    """Which conditions hold and with what values: the SQL part of matching."""

    values: Mapping[str, Any]
    conditions: frozenset[str]

    def statements(self) -> "Statements":
        return _statements(self.conditions)


@dataclass(frozen=True)
class Statements:
    """The statements for one set of conditions, built once."""

    people: Select[*tuple[Any, ...]]
    asks: Select[*tuple[Any, ...]]
    open_asks: Select[*tuple[Any, ...]]
    unthanked: Select[*tuple[Any, ...]]


@cache
def _statements(conditions: frozenset[str]) -> Statements:
    accounts = [CONDITIONS[name] for name in sorted(conditions & CONDITIONS.keys())]
    people = [PEOPLE[name] for name in sorted(conditions & PEOPLE.keys())]
    last_asked = (
        select(func.max(Ask.counted_on))
        .where(Ask.advocate_id == Advocate.id, Ask.counted_on.is_not(None))
        .scalar_subquery()
    )
    later = aliased(Activity)
    return Statements(
        people=select(
            Advocate.id,
            Advocate.name,
            Advocate.title,
            Advocate.stage,
            Advocate.paused_until,
            Advocate.blackouts,
            Advocate.available_from,
            Advocate.max_asks_per_year,
            Advocate.never,
            Advocate.likes,
            Advocate.account_id,
            Account.name.label("account"),
            Account.industry,
            Account.segment,
            Account.region,
            Account.country,
            Account.employees,
            Account.products,
            Account.use_cases,
            Account.tags,
            Account.replaced_competitor,
            last_asked.label("last_asked_on"),
        )
        .join(Account, Account.id == Advocate.account_id)
        .where(*accounts, *people),
        asks=select(
            Ask.advocate_id, Advocate.account_id, Ask.counted_on, Ask.kind, Ask.effort, Ask.answer, Ask.id
        )
        .select_from(Account)
        .join(Advocate, Advocate.account_id == Account.id)
        .join(Ask, Ask.advocate_id == Advocate.id)
        .where(*accounts, Ask.counted_on.is_not(None), Ask.counted_on > bindparam("since")),
        open_asks=select(Ask.advocate_id, Ask.id)
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(*accounts, Ask.seat.is_not(None)),
        unthanked=select(Activity.advocate_id, Activity.kind, Activity.completed_on, Activity.origin)
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            *accounts,
            Activity.thanked_on.is_(None),
            Activity.effort > 0,
            or_(Activity.completed_on >= bindparam("fresh"), Activity.origin != "import"),
            ~select(later.id)
            .where(
                later.advocate_id == Activity.advocate_id,
                later.completed_on > Activity.completed_on,
                later.effort > 0,
            )
            .exists(),
        ),
    )


def with_facts(
    session: Session, narrowing: Narrowing, today: date, excluding: str | None = None
) -> list[tuple[Row[Any], AdvocateFacts]]:
    """Everyone whom the conditions leave, with the facts that rules judge. `excluding` is an ask to leave out."""
    statements = narrowing.statements()
    values = dict(narrowing.values)
    people = session.execute(statements.people, values).all()
    dated = {**values, "since": today - timedelta(days=YEAR), "fresh": today - timedelta(days=QUARTER)}
    asks = [row for row in session.execute(statements.asks, dated) if row[6] != excluding]
    open_asks = [row[0] for row in session.execute(statements.open_asks, values) if row[1] != excluding]
    unthanked = {row[0]: row for row in session.execute(statements.unthanked, dated)}
    by_advocate, by_account = _grouped(asks, today)
    return [
        (
            row,
            AdvocateFacts(
                stage=row.stage,
                paused_until=row.paused_until,
                blackouts=tuple(_range(pair) for pair in row.blackouts),
                available_from=row.available_from,
                max_asks_per_year=row.max_asks_per_year,
                never=frozenset(row.never),
                open_asks=open_asks.count(row.id) if open_asks else 0,
                asks=tuple(by_advocate.get(row.id, ())),
                account_days=tuple(by_account.get(row.account_id, ())),
                last_activity=_last_activity(unthanked.get(row.id)),
            ),
        )
        for row in people
    ]


def _grouped(
    asks: Iterable[Row[Any]], today: date
) -> tuple[Mapping[str, list[AskFact]], Mapping[str, list[date]]]:
    by_advocate: defaultdict[str, list[AskFact]] = defaultdict(list)
    by_account: defaultdict[str, list[date]] = defaultdict(list)
    quarter = today - timedelta(days=QUARTER)
    for row in asks:
        by_advocate[row.advocate_id].append(AskFact(row.counted_on, row.kind, row.effort, row.answer))
        if row.counted_on > quarter:
            by_account[row.account_id].append(row.counted_on)
    return by_advocate, by_account


def _range(pair: list[str]) -> tuple[date, date]:
    return date.fromisoformat(pair[0]), date.fromisoformat(pair[1])


def _last_activity(row: Row[Any] | None) -> LastActivity | None:
    """Only unthanked ones come from the database: a thanked last activity and none at all mean the same to the rule."""
    if row is None:
        return None
    return LastActivity(row.kind, row.completed_on, thanked=False, imported=row.origin == "import")


def facts_of(
    session: Session, advocate: Advocate, today: date, excluding: str | None = None
) -> AdvocateFacts:
    """The facts of one advocate. `excluding` is the ask at hand: it does not stand in its own way."""
    narrowing = Narrowing(
        {"account": advocate.account_id, "advocate": advocate.id}, frozenset({"account", "advocate"})
    )
    return with_facts(session, narrowing, today, excluding)[0][1]


def last_asked_on(session: Session, advocate_id: str, excluding: str | None = None) -> date | None:
    """The day of the newest counted ask, the ask `excluding` left out."""
    return session.scalar(
        select(func.max(Ask.counted_on)).where(Ask.advocate_id == advocate_id, Ask.id != (excluding or ""))
    )
