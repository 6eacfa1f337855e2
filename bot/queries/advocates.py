"""What the rules need to know of advocates, in a fixed number of statements whatever their number."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
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
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.db import built_once, plain
from bot.queries.asked import asks_since, days_since, last_day
from bot.rules.facts import AdvocateFacts, AskFact, LastActivity, UntoldOutcome
from bot.rules.frequency import QUARTER, YEAR
from bot.rules.loop import DECIDED
from bot.rules.matching import Candidate
from models import Account, Activity, Advocate, Ask, Give

# Plain tables: rows then come as tuples, without the cost of the object mapper.
ACCOUNTS, ADVOCATES, ACTIVITIES, GIVES = (model.__table__ for model in (Account, Advocate, Activity, Give))
LATER = ACTIVITIES.alias("later")
NOTHING = "[]"
EMPTY: frozenset[str] = frozenset()
NO_LISTS: Mapping[str, frozenset[str]] = MappingProxyType({})

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
    "never_asked": ADVOCATES.c.asked == "",
}
"""What narrows people beside their account, by name."""

RANKING = "ranking"
"""The name among the conditions that says: what ranks people is wanted as well."""

_ASKED_LATELY = ADVOCATES.c.asked >= bindparam("first_of_quarter", type_=String())
"""Whoever at an account was asked in the last 90 days counts for its limit, wanted or not. The text begins with the day."""


# Surveys have no effort. "!=" and not ">": PostgreSQL 18 would look for that in the index as well, skipping through the days
# between, and think it so dear that it reads the whole table instead.
_IS_LAST = ~(
    select(LATER.c.id)
    .where(
        LATER.c.advocate_id == ACTIVITIES.c.advocate_id,
        LATER.c.completed_on > ACTIVITIES.c.completed_on,
        LATER.c.effort != 0,
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
_GIVES_SINCE_ENROLLING = case(
    (
        and_(ADVOCATES.c.enrolled_on.is_not(None), ADVOCATES.c.helped == 0),
        select(func.count())
        .select_from(GIVES)
        .where(GIVES.c.advocate_id == ADVOCATES.c.id, GIVES.c.given_on >= ADVOCATES.c.enrolled_on)
        .scalar_subquery(),
    ),
    else_=0,
)


ACCOUNT, ASKED, IS_WANTED, ADVOCATE = range(4)
"""Where these stand in a row of `Statements.people`: every row is looked at for them, wanted or not."""
REMEMBERED = 16_384
"""Rows of which it is kept in mind what they say: the same people are read for every answer."""


@dataclass(frozen=True)
class Narrowing:
    """Which conditions hold and with what values: the SQL part of matching."""

    values: Mapping[str, Any]
    conditions: frozenset[str]


@dataclass(frozen=True)
class Statements:
    """The statements for one set of conditions, built once."""

    people: Select[*tuple[Any, ...]]
    """Everyone whom the conditions leave, and whoever else counts for the limits of their accounts."""
    asked_lately: Select[*tuple[Any, ...]] | None
    """Account and asks of whoever counts for the limits of accounts, where `people` leaves them out: among those who were never
    asked there is none of them."""
    owed: Select[*tuple[Any, ...]]
    """Activities for which something is still owed: thanks, or a word on what came of them."""


@cache
def statements(conditions: frozenset[str]) -> Statements:
    """What is asked of the database for these conditions."""
    accounts = [CONDITIONS[name] for name in sorted(conditions & CONDITIONS.keys())]
    wanted = and_(true(), *[PEOPLE[name] for name in sorted(conditions & PEOPLE.keys())])
    what_ranks = (
        _text(Account.products),
        _text(Account.use_cases),
        _text(Account.tags),
        ACCOUNTS.c.replaced_competitor,
    )
    theirs = ADVOCATES.join(ACCOUNTS, ACCOUNTS.c.id == ADVOCATES.c.account_id)
    asks_apart = "never_asked" in conditions
    return Statements(
        people=select(
            ADVOCATES.c.account_id,
            ADVOCATES.c.asked,
            wanted.label("is_wanted"),
            ADVOCATES.c.id,
            ADVOCATES.c.name,
            ADVOCATES.c.title,
            _text(Advocate.likes),
            ACCOUNTS.c.name,
            ACCOUNTS.c.industry,
            ACCOUNTS.c.segment,
            func.coalesce(ACCOUNTS.c.country, ACCOUNTS.c.region),
            ACCOUNTS.c.employees,
            *(what_ranks if RANKING in conditions else [null()] * len(what_ranks)),
            ADVOCATES.c.stage,
            ADVOCATES.c.paused_until,
            _text(Advocate.blackouts),
            ADVOCATES.c.available_from,
            ADVOCATES.c.max_asks_per_year,
            _text(Advocate.never),
            ADVOCATES.c.open_asks,
            ADVOCATES.c.unused_yeses,
            ADVOCATES.c.enrolled_on,
            ADVOCATES.c.helped,
            ADVOCATES.c.went_well,
            _GIVES_SINCE_ENROLLING,
            ACCOUNTS.c.health,
            ACCOUNTS.c.open_escalation,
            ACCOUNTS.c.renewal_date,
            ACCOUNTS.c.last_renewed_on,
            _text(Account.policy_forbids),
            _text(Account.never_with),
            ADVOCATES.c.relation,
            ADVOCATES.c.given,
        )
        .select_from(theirs)
        .where(*accounts, wanted if asks_apart else or_(wanted, _ASKED_LATELY)),
        asked_lately=select(ADVOCATES.c.account_id, ADVOCATES.c.asked).where(
            _ASKED_LATELY,
            ADVOCATES.c.account_id.in_(
                select(ADVOCATES.c.account_id).select_from(theirs).where(wanted).correlate(None)
            ),
        )
        if asks_apart
        else None,
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
            ADVOCATES.c.owing > literal_column("0"),  # word for word the condition of the partial index
            ACTIVITIES.c.effort != 0,
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
) -> list[Candidate]:
    """Everyone whom the conditions leave, with their facts. What ranks them is there where `RANKING` is among those."""
    ask_for = statements(narrowing.conditions)
    ranking = RANKING in narrowing.conditions
    first_of_year = (today - timedelta(days=YEAR - 1)).isoformat()
    quarter = today - timedelta(days=QUARTER)
    first_of_quarter = (quarter + timedelta(days=1)).isoformat()
    people = plain(session, ask_for.people, {**narrowing.values, "first_of_quarter": first_of_quarter}).all()
    if not people:
        return []
    unthanked, untold = _owed(
        plain(session, ask_for.owed, {**narrowing.values, "fresh": quarter, "today": today})
    )
    asked: Iterable[Row[*tuple[Any, ...]]] = people
    if ask_for.asked_lately is not None:
        asked = plain(session, ask_for.asked_lately, {"first_of_quarter": first_of_quarter})
    by_account: defaultdict[str, list[date]] = defaultdict(list)
    for row in asked:
        if row[ASKED] >= first_of_quarter:
            by_account[row[ACCOUNT]] += days_since(row[ASKED], first_of_quarter)
    account_days = {account: tuple(days) for account, days in by_account.items()}
    found = []
    for row in people:
        if not row[IS_WANTED]:
            continue
        advocate = row[ADVOCATE]
        read = (
            tuple(row),
            account_days.get(row[ACCOUNT], ()),
            unthanked.get(advocate),
            untold.get(advocate, ()),
            ranking,
            first_of_year,
        )
        kept = _kept(advocate, ranking)
        last = kept.last
        if last is None or last[0] != read:
            last = kept.last = (read, _candidate(*read))
        found.append(last[1])
    return found


@dataclass(slots=True)
class _Kept:
    """What was read last of somebody, and what it says: whoever reads the same again is given the same candidate. Comparing
    two rows takes half the time of finding one among thousands."""

    last: tuple[tuple[Any, ...], Candidate] | None = None


@lru_cache(REMEMBERED)
def _kept(_advocate: str, _ranking: bool) -> _Kept:
    return _Kept()


def _candidate(
    row: tuple[Any, ...],
    account_days: tuple[date, ...],
    last_activity: LastActivity | None,
    untold: tuple[UntoldOutcome, ...],
    ranking: bool,
    first_of_year: str,
) -> Candidate:
    """One row of `Statements.people` in the words of the rules."""
    (
        _, asked, _, advocate, name, title, likes, company, industry, segment, place,
        employees, products, use_cases, tags, competitor, stage, paused_until, blackouts, available_from,
        max_asks_per_year, never, open_asks, unused_yeses, enrolled_on, helped, went_well,
        gives_since_enrolling, health, open_escalation, renewal_date, last_renewed_on, company_forbids,
        never_with, relation, given,
    ) = row  # fmt: skip
    facts = AdvocateFacts(
        stage=stage,
        paused_until=paused_until,
        blackouts=_ranges(blackouts),
        available_from=available_from,
        max_asks_per_year=max_asks_per_year,
        never=_set(never),
        open_asks=open_asks,
        asks=asks_since(asked, first_of_year),
        account_days=account_days,
        last_activity=last_activity,
        untold=untold,
        unused_yeses=unused_yeses,
        enrolled_on=enrolled_on,
        has_helped=helped > 0,
        went_well=went_well,
        gives_since_enrolling=gives_since_enrolling,
        health=health,
        open_escalation=open_escalation,
        renewal_date=renewal_date,
        last_renewed_on=last_renewed_on,
        company_forbids=_set(company_forbids),
        never_with=_set(never_with),
        relation=relation,
    )
    return Candidate(
        id=advocate,
        name=name,
        title=title,
        account=company,
        must_hold=(industry, segment, place),
        has=_lists(products, use_cases, tags, competitor) if ranking else NO_LISTS,
        employees=employees,
        likes=_set(likes),
        last_asked_on=last_day(asked),
        facts=facts,
        given=given,
    )


def _lists(products: str, use_cases: str, tags: str, competitor: str | None) -> Mapping[str, frozenset[str]]:
    return {
        "product": _set(products),
        "use_case": _set(use_cases),
        "tag": _set(tags),
        "competitor": frozenset([competitor]) if competitor else EMPTY,
    }


def _set(text: str) -> frozenset[str]:
    return EMPTY if text == NOTHING else frozenset(json.loads(text))


def _ranges(text: str) -> tuple[tuple[date, date], ...]:
    if text == NOTHING:
        return ()
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
    values = {"account": advocate.account_id, "advocate": advocate.id}
    facts = candidates(session, Narrowing(values, frozenset(values)), today)[0].facts
    ask = session.get(Ask, excluding) if excluding is not None else None
    if ask is None:
        return facts
    facts = facts._replace(
        open_asks=facts.open_asks - (ask.seat is not None),
        unused_yeses=facts.unused_yeses - (ask.state == "unused" and ask.told_at is None),
    )
    if ask.counted_on is None:
        return facts
    return facts.without(AskFact(ask.counted_on, ask.kind, ask.effort, ask.answer))


def last_asked_on(session: Session, advocate_id: str, excluding: str | None = None) -> date | None:
    """The day of the newest counted ask, the ask `excluding` left out."""
    return plain(session, *_last_asked_on(advocate_id, excluding or "")).scalar()


@built_once
def _last_asked_on(advocate_id: str, excluding: str) -> Select[date | None]:
    return select(func.max(Ask.counted_on)).where(Ask.advocate_id == advocate_id, Ask.id != excluding)
