"""What the rules need to know of advocates, in a fixed number of statements whatever their number."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Row,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.rules.facts import AdvocateFacts, AskFact, LastActivity, Untold
from bot.rules.frequency import QUARTER, YEAR
from bot.rules.ladder import WELL_FROM
from bot.rules.loop import DECIDED
from bot.rules.matching import Candidate
from models import Account, Activity, Advocate, Ask, Give

# Plain tables: rows then come as tuples, without the cost of the object mapper.
ACCOUNTS, ADVOCATES, ASKS, ACTIVITIES, GIVES = (
    model.__table__ for model in (Account, Advocate, Ask, Activity, Give)
)
LATER = ACTIVITIES.alias("later")
NOTHING = "[]"
EMPTY: frozenset[str] = frozenset()

CONDITIONS: dict[str, ColumnElement[bool]] = {
    "industries": ACCOUNTS.c.industry.in_(bindparam("industries", expanding=True)),
    "segments": ACCOUNTS.c.segment.in_(bindparam("segments", expanding=True)),
    "places": or_(
        ACCOUNTS.c.region.in_(bindparam("regions", expanding=True)),
        ACCOUNTS.c.country.in_(bindparam("countries", expanding=True)),
        and_(
            ACCOUNTS.c.country.is_(None),
            ACCOUNTS.c.region.in_(bindparam("regions_if_country_unknown", expanding=True)),
        ),
    ),
    "account": ACCOUNTS.c.id == bindparam("account"),
}
"""What narrows accounts, by name."""

PEOPLE: dict[str, ColumnElement[bool]] = {
    "languages": func.coalesce(ADVOCATES.c.language, ACCOUNTS.c.language).in_(
        bindparam("languages", expanding=True)
    ),
    "advocate": ADVOCATES.c.id == bindparam("advocate"),
    "enrolled": ADVOCATES.c.stage == "enrolled",
}
"""What narrows people beside their account, by name."""

ASKED: dict[str, ColumnElement[bool]] = {"excluding": ASKS.c.id != bindparam("excluding")}
"""What narrows asks, by name."""


@dataclass(frozen=True)
class Narrowing:
    """Which conditions hold and with what values: the SQL part of matching."""

    values: Mapping[str, Any]
    conditions: frozenset[str]


@dataclass(frozen=True)
class Statements:
    """The statements for one set of conditions, built once."""

    people: Select[*tuple[Any, ...]]
    asks: Select[*tuple[Any, ...]]
    standing: CompoundSelect[*tuple[Any, ...]]
    """Asks that are open, and those that are over but not closed: a yes that came to nothing, untold."""
    owed: Select[*tuple[Any, ...]]
    """Activities for which something is still owed: thanks, or a word on what came of them."""


@cache
def statements(conditions: frozenset[str]) -> Statements:
    """What is asked of the database for these conditions."""
    accounts = [CONDITIONS[name] for name in sorted(conditions & CONDITIONS.keys())]
    people = [PEOPLE[name] for name in sorted(conditions & PEOPLE.keys())]
    asked = [ASKED[name] for name in sorted(conditions & ASKED.keys())]
    theirs = ADVOCATES.join(ACCOUNTS, ACCOUNTS.c.id == ADVOCATES.c.account_id)
    last_asked = (
        select(func.max(ASKS.c.counted_on))
        .where(ASKS.c.advocate_id == ADVOCATES.c.id, ASKS.c.counted_on.is_not(None))
        .scalar_subquery()
    )
    later_one = (
        select(LATER.c.id)
        .where(
            LATER.c.advocate_id == ACTIVITIES.c.advocate_id,
            LATER.c.completed_on > ACTIVITIES.c.completed_on,
            LATER.c.effort > 0,
        )
        .exists()
    )
    return Statements(
        people=select(
            ADVOCATES.c.id,
            ADVOCATES.c.name,
            ADVOCATES.c.title,
            _text(Advocate.likes),
            ADVOCATES.c.account_id,
            ACCOUNTS.c.name,
            ACCOUNTS.c.industry,
            ACCOUNTS.c.segment,
            ACCOUNTS.c.region,
            ACCOUNTS.c.country,
            ACCOUNTS.c.employees,
            _text(Account.products),
            _text(Account.use_cases),
            _text(Account.tags),
            ACCOUNTS.c.replaced_competitor,
            last_asked,
            ADVOCATES.c.stage,
            ADVOCATES.c.paused_until,
            _text(Advocate.blackouts),
            ADVOCATES.c.available_from,
            ADVOCATES.c.max_asks_per_year,
            _text(Advocate.never),
        )
        .select_from(theirs)
        .where(*accounts, *people),
        asks=select(
            ASKS.c.advocate_id,
            ADVOCATES.c.account_id,
            ASKS.c.counted_on,
            ASKS.c.kind,
            ASKS.c.effort,
            ASKS.c.answer,
        )
        .select_from(theirs.join(ASKS, ASKS.c.advocate_id == ADVOCATES.c.id))
        .where(*accounts, *asked, ASKS.c.counted_on.is_not(None), ASKS.c.counted_on > bindparam("since")),
        open_asks=select(ASKS.c.advocate_id)
        .select_from(theirs.join(ASKS, ASKS.c.advocate_id == ADVOCATES.c.id))
        .where(*accounts, *asked, ASKS.c.seat.is_not(None)),
        unthanked=select(
            ACTIVITIES.c.advocate_id, ACTIVITIES.c.kind, ACTIVITIES.c.completed_on, ACTIVITIES.c.origin
        )
        .select_from(theirs.join(ACTIVITIES, ACTIVITIES.c.advocate_id == ADVOCATES.c.id))
        .where(
            *accounts,
            ACTIVITIES.c.thanked_on.is_(None),
            ACTIVITIES.c.effort > 0,
            or_(ACTIVITIES.c.completed_on >= bindparam("fresh"), ACTIVITIES.c.origin != "import"),
            ~later_one,
        ),
    )


def _text(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """A list as JSON text: most are empty, and an empty one need not be parsed."""
    return cast(column, String)


def candidates(
    session: Session,
    narrowing: Narrowing,
    today: date,
    *,
    ranking: bool,
) -> list[Candidate]:
    """Everyone whom the conditions leave, with their facts. `ranking` says whether what ranks them is wanted as well."""
    ask_for = statements(narrowing.conditions)
    dated = {
        **narrowing.values,
        "since": today - timedelta(days=YEAR),
        "fresh": today - timedelta(days=QUARTER),
    }
    connection = session.connection()
    people = connection.execute(ask_for.people, narrowing.values).all()
    by_advocate, by_account = _grouped(connection.execute(ask_for.asks, dated).all(), today)
    open_asks = Counter(connection.execute(ask_for.open_asks, narrowing.values).scalars())
    unthanked = {row[0]: row for row in connection.execute(ask_for.unthanked, dated)}
    return [
        Candidate(
            id=row[0],
            name=row[1],
            title=row[2],
            account=row[5],
            must_hold=(row[6], row[7], row[9] or row[8]),
            has=_lists(*row[11:15]) if ranking else {},
            employees=row[10],
            likes=_set(row[3]),
            last_asked_on=row[15],
            facts=AdvocateFacts(
                stage=row[16],
                paused_until=row[17],
                blackouts=() if row[18] == NOTHING else _ranges(row[18]),
                available_from=row[19],
                max_asks_per_year=row[20],
                never=_set(row[21]),
                open_asks=open_asks[row[0]],
                asks=tuple(by_advocate.get(row[0], ())),
                account_days=tuple(by_account.get(row[4], ())),
                last_activity=_last_activity(unthanked[row[0]]) if row[0] in unthanked else None,
            ),
        )
        for row in people
    ]


def _lists(products: str, use_cases: str, tags: str, competitor: str | None) -> Mapping[str, frozenset[str]]:
    return {
        "product": _set(products),
        "use_case": _set(use_cases),
        "tag": _set(tags),
        "competitor": frozenset([competitor]) if competitor else EMPTY,
    }


def _set(text: str) -> frozenset[str]:
    return EMPTY if text == NOTHING else frozenset(json.loads(text))


def _grouped(
    asks: Iterable[Row[*tuple[Any, ...]]], today: date
) -> tuple[Mapping[str, list[AskFact]], Mapping[str, list[date]]]:
    by_advocate: defaultdict[str, list[AskFact]] = defaultdict(list)
    by_account: defaultdict[str, list[date]] = defaultdict(list)
    quarter = today - timedelta(days=QUARTER)
    for advocate, account, day, kind, effort, answer in asks:
        by_advocate[advocate].append(AskFact(day, kind, effort, answer))
        if day > quarter:
            by_account[account].append(day)
    for one in by_advocate.values():
        one.sort(key=_day)
    return by_advocate, by_account


def _day(ask: AskFact) -> date:
    return ask[0]


def _ranges(text: str) -> tuple[tuple[date, date], ...]:
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in json.loads(text))


def _last_activity(row: Row[*tuple[Any, ...]]) -> LastActivity:
    """Only unthanked ones come from the database: a thanked last activity and none at all mean the same to the rule."""
    _, kind, completed_on, origin = row
    return LastActivity(kind, completed_on, thanked=False, imported=origin == "import")


def facts_of(
    session: Session, advocate: Advocate, today: date, excluding: str | None = None
) -> AdvocateFacts:
    """The facts of one advocate. `excluding` is the ask at hand: it does not stand in its own way."""
    session.flush()  # what this transaction has changed so far counts
    values = {"account": advocate.account_id, "advocate": advocate.id}
    if excluding is not None:
        values["excluding"] = excluding
    return candidates(session, Narrowing(values, frozenset(values)), today, ranking=False)[0].facts


def last_asked_on(session: Session, advocate_id: str, excluding: str | None = None) -> date | None:
    """The day of the newest counted ask, the ask `excluding` left out."""
    return session.scalar(
        select(func.max(Ask.counted_on)).where(Ask.advocate_id == advocate_id, Ask.id != (excluding or ""))
    )
