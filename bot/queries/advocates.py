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
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.rules.facts import AdvocateFacts, AskFact, LastActivity, UntoldOutcome
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
    "csms": ACCOUNTS.c.csm.in_(bindparam("csms", expanding=True)),
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


_IS_LAST = ~(
    select(LATER.c.id)
    .where(
        LATER.c.advocate_id == ACTIVITIES.c.advocate_id,
        LATER.c.completed_on > ACTIVITIES.c.completed_on,
        LATER.c.effort > 0,
    )
    .exists()
)
_UNTHANKED = and_(ACTIVITIES.c.thanked_on.is_(None), _IS_LAST)
_UNTOLD = and_(
    ACTIVITIES.c.outcome_told_on.is_(None),
    or_(
        func.coalesce(ACTIVITIES.c.result, "").in_(DECIDED),
        func.coalesce(ACTIVITIES.c.published_on, date.max) <= bindparam("today", type_=Date()),
    ),
)
"""Both sides are never NULL, so that the answer is true or false."""
# Word for word the condition of the partial index, so that it is used.
_UNTOLD_YES = and_(ASKS.c.state == literal_column("'unused'"), ASKS.c.told_at.is_(None))

_THEIR_ACTIVITIES = (ACTIVITIES.c.advocate_id == ADVOCATES.c.id, ACTIVITIES.c.effort > 0)
_HAS_HELPED = select(ACTIVITIES.c.advocate_id).where(*_THEIR_ACTIVITIES).exists()
_WENT_WELL = (
    select(func.count())
    .select_from(ACTIVITIES)
    .where(*_THEIR_ACTIVITIES, or_(ACTIVITIES.c.rating.is_(None), ACTIVITIES.c.rating >= WELL_FROM))
    .scalar_subquery()
)
_GIVES_SINCE_ENROLLING = case(
    (
        ADVOCATES.c.enrolled_on.is_not(None),
        select(func.count())
        .select_from(GIVES)
        .where(GIVES.c.advocate_id == ADVOCATES.c.id, GIVES.c.given_on >= ADVOCATES.c.enrolled_on)
        .scalar_subquery(),
    ),
    else_=0,
)


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
    with_asks = theirs.join(ASKS, ASKS.c.advocate_id == ADVOCATES.c.id)
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
            ADVOCATES.c.enrolled_on,
            _HAS_HELPED,
            _WENT_WELL,
            _GIVES_SINCE_ENROLLING,
            ACCOUNTS.c.health,
            ACCOUNTS.c.open_escalation,
            ACCOUNTS.c.renewal_date,
            ACCOUNTS.c.last_renewed_on,
            _text(Account.policy_forbids),
            _text(Account.never_with),
            ADVOCATES.c.relation,
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
        .select_from(with_asks)
        .where(*accounts, *asked, ASKS.c.counted_on.is_not(None), ASKS.c.counted_on > bindparam("since")),
        standing=union_all(
            select(ASKS.c.advocate_id, true().label("is_open"))
            .select_from(with_asks)
            .where(*accounts, *asked, ASKS.c.seat.is_not(None)),
            select(ASKS.c.advocate_id, false().label("is_open"))
            .select_from(with_asks)
            .where(*accounts, *asked, _UNTOLD_YES),
        ),
        owed=select(
            ACTIVITIES.c.advocate_id,
            ACTIVITIES.c.completed_on,
            ACTIVITIES.c.origin,
            _UNTHANKED.label("unthanked"),
            _UNTOLD.label("untold"),
        )
        .select_from(theirs.join(ACTIVITIES, ACTIVITIES.c.advocate_id == ADVOCATES.c.id))
        .where(
            *accounts,
            ACTIVITIES.c.effort > 0,
            or_(ACTIVITIES.c.thanked_on.is_(None), _UNTOLD),
            or_(ACTIVITIES.c.completed_on >= bindparam("fresh"), ACTIVITIES.c.origin != "import"),
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
        "today": today,
    }
    connection = session.connection()
    people = connection.execute(ask_for.people, narrowing.values).all()
    if not people:
        return []
    by_advocate, by_account = _grouped(connection.execute(ask_for.asks, dated).all(), today)
    standing = Counter(tuple(row) for row in connection.execute(ask_for.standing, narrowing.values))
    unthanked, untold = _owed(connection.execute(ask_for.owed, dated))
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
                open_asks=standing[row[0], True],
                asks=tuple(by_advocate.get(row[0], ())),
                account_days=tuple(by_account.get(row[4], ())),
                last_activity=unthanked.get(row[0]),
                untold=untold.get(row[0], ()),
                unused_yeses=standing[row[0], False],
                enrolled_on=row[22],
                has_helped=row[23],
                went_well=row[24],
                gives_since_enrolling=row[25],
                health=row[26],
                open_escalation=row[27],
                renewal_date=row[28],
                last_renewed_on=row[29],
                company_forbids=_set(row[30]),
                never_with=_set(row[31]),
                relation=row[32],
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


def _owed(
    rows: Iterable[Row[*tuple[Any, ...]]],
) -> tuple[Mapping[str, LastActivity], Mapping[str, tuple[UntoldOutcome, ...]]]:
    """By advocate the last activity, where nobody has thanked for it, and all outcomes that nobody has told.

    What is in order does not come from the database: a thanked last activity and none at all mean the same to the rule.
    """
    unthanked: dict[str, LastActivity] = {}
    untold: dict[str, tuple[UntoldOutcome, ...]] = {}
    for advocate, completed_on, origin, is_unthanked, is_untold in rows:
        imported = origin == "import"
        if is_unthanked:
            unthanked[advocate] = LastActivity(completed_on, thanked=False, imported=imported)
        if is_untold:
            untold[advocate] = (*untold.get(advocate, ()), UntoldOutcome(completed_on, imported))
    return unthanked, untold


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
