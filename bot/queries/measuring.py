"""What the measures of a period are made of, in a fixed number of statements whatever the period holds."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, and_, case, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from bot.db import built_once, insert_for, insert_into, plain
from bot.queries.given import UNKNOWN_EFFORT
from bot.queries.versions import grow
from bot.rules.gives import Catalogue
from bot.rules.known_deals import Booked, Helped, KnownDeal
from bot.rules.loop import DECIDED
from bot.rules.measure_facts import Accounts, Asked, Decided, Done, Given, Requested, Spent, Today
from bot.rules.policy import Policy
from models import (
    Account,
    Activity,
    Advocate,
    Ask,
    Cost,
    CountedDay,
    Deal,
    Give,
    MeasuredDeal,
    MeasuredPeriod,
    OwnerOverride,
    ReferenceRequest,
)

THANKS_EFFORT = 1
TWO_DAYS = timedelta(hours=48)
BASELINE = timedelta(days=90)
"""What was imported and is older counts as thanked and told (program.md section 4)."""
ACCOUNT = (Account.csm, Account.industry, Account.segment)
AT_ONCE = 2000
"""Rows that are fetched together."""
Rows = Select[*tuple[Any, ...]]


def asked_between(session: Session, first: date, last: date) -> tuple[Asked, ...]:
    """The asks that reached an advocate in the period, surveys left out."""
    return tuple(Asked._make(row) for row in _sharing(plain(session, *_asked(first, last))))


@built_once
def _asked(first: date, last: date) -> Rows:
    return (
        select(
            Ask.advocate_id, Ask.counted_on, Ask.effort, Ask.answer, Ask.state == "unused", *ACCOUNT, Ask.kind
        )
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Ask.counted_on.between(first, last), has_reached())
    )


def done_between(session: Session, first: date, last: date) -> tuple[Done, ...]:
    """The activities completed in the period, surveys left out."""
    return tuple(Done._make(row) for row in _sharing(plain(session, *_done(first, last))))


@built_once
def _done(first: date, last: date) -> Rows:
    return (
        select(
            Activity.advocate_id,
            Activity.completed_on,
            Activity.thanked_on,
            Activity.rating,
            *ACCOUNT,
            Activity.kind,
        )
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Activity.completed_on.between(first, last), Activity.effort > 0)
    )


def requests_between(session: Session, first: date, last: date) -> tuple[Requested, ...]:
    """The requests filed in the period, and what became of them."""
    rows = plain(session, *_requests(*moments(first, last)))
    judged = last - timedelta(days=2)
    return tuple(
        Requested(
            filled=yeses > 0,
            in_48h=(said is not None and said - filed <= TWO_DAYS) if filed.date() <= judged else None,
            rerouted=asked > 1,
            unfilled=state in ("unfilled", "closed_unfilled"),
        )
        for filed, state, asked, yeses, said in rows
    )


@built_once
def _requests(begins: datetime, ends: datetime) -> Rows:
    answered = case((Ask.answer == "yes", Ask.answered_at))
    return (
        select(
            ReferenceRequest.filed_at,
            ReferenceRequest.state,
            func.count(Ask.id),
            func.count(case((Ask.answer == "yes", 1))),
            func.min(answered),
        )
        .outerjoin(Ask, Ask.request_id == ReferenceRequest.id)
        .where(ReferenceRequest.filed_at >= begins, ReferenceRequest.filed_at < ends)
        .group_by(ReferenceRequest.id)
    )


def decided_between(session: Session, first: date, last: date) -> tuple[Decided, ...]:
    """CSMs' decisions on the asks that were reserved in the period. A CSM who asks for their own advocate decides nothing."""
    return tuple(Decided._make(row) for row in plain(session, *_decided(*moments(first, last))))


@built_once
def _decided(begins: datetime, ends: datetime) -> Rows:
    return (
        select(Ask.decision_hours, *ACCOUNT, Ask.kind)
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Ask.decision_hours.is_not(None), Ask.reserved_at >= begins, Ask.reserved_at < ends)
    )


def given_between(session: Session, catalogue: Catalogue, first: date, last: date) -> tuple[Given, ...]:
    """The effort of everything done for advocates in the period, by where; thanks for an activity are one each."""
    given = plain(session, *_given(first, last))
    thanked = plain(session, *_thanked(first, last))
    return (
        *(
            Given(number * (catalogue[kind].effort if kind in catalogue else UNKNOWN_EFFORT), *where)
            for kind, number, *where in given
        ),
        *(Given(number * THANKS_EFFORT, *where) for number, *where in thanked),
    )


@built_once
def _given(first: date, last: date) -> Rows:
    return (
        select(Give.kind, func.count(), *ACCOUNT)
        .join(Advocate, Advocate.id == Give.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Give.given_on.between(first, last))
        .group_by(Give.kind, *ACCOUNT)
    )


@built_once
def _thanked(first: date, last: date) -> Rows:
    return (
        select(func.count(), *ACCOUNT)
        .select_from(Activity)
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Activity.thanked_on.between(first, last), Activity.effort > 0)
        .group_by(*ACCOUNT)
    )


def costs_between(session: Session, policy: Policy, first: date, last: date) -> tuple[Spent, ...]:
    """What the program cost in the period. Time without a currency is a number of hours, each at what an hour costs."""
    return tuple(
        Spent(
            amount * policy.hour_cost if kind == "time" and currency is None else amount,
            currency or policy.currency,
        )
        for amount, currency, kind in plain(session, *_costs(first, last))
    )


@built_once
def _costs(first: date, last: date) -> Rows:
    return select(Cost.amount, Cost.currency, Cost.kind).where(Cost.on.between(first, last))


def overrides_between(session: Session, first: date, last: date) -> int:
    """Asks of the period that an owner put beyond the limits."""
    return plain(session, *_overrides(first, last)).scalar() or 0


@built_once
def _overrides(first: date, last: date) -> Select[int]:
    return (
        select(func.count())
        .select_from(OwnerOverride)
        .join(Ask, Ask.id == OwnerOverride.ask_id)
        .where(Ask.counted_on.between(first, last), has_reached())
    )


def accounts_between(session: Session, first: date, last: date) -> dict[bool, Accounts]:
    """What became of the customers: of those with an advocate (True) and of all others."""
    rows = plain(session, *_accounts(first, last))
    return {bool(has): Accounts(*(int(one) for one in numbers)) for has, *numbers in rows}


@built_once
def _accounts(first: date, last: date) -> Rows:
    enrolled = (
        select(Advocate.id).where(Advocate.account_id == Account.id, Advocate.stage == "enrolled").exists()
    )
    customer = and_(
        or_(Account.customer_since.is_(None), Account.customer_since < first),
        or_(Account.churned_on.is_(None), Account.churned_on >= first),
    )
    left = and_(customer, Account.churned_on <= last)
    stayed = or_(Account.churned_on.is_(None), Account.churned_on > last)
    there = Account.churned_on.is_(None)
    grouped = select(
        enrolled.label("has_advocate"),
        _is(customer, "customers"),
        _is(and_(customer, Account.last_renewed_on.between(first, last), stayed), "renewed"),
        _is(left, "churned"),
        _is(and_(customer, Account.expanded_on.between(first, last)), "expanded"),
        case((there, Account.nps)).label("nps"),
        case((there, Account.health)).label("health"),
    ).subquery()
    return select(
        grouped.c.has_advocate,
        *(func.sum(grouped.c[name]) for name in ("customers", "renewed", "churned", "expanded")),
        *(
            counted
            for name in ("nps", "health")
            for counted in (func.coalesce(func.sum(grouped.c[name]), 0), func.count(grouped.c[name]))
        ),
    ).group_by(grouped.c.has_advocate)


def helped_with(session: Session) -> tuple[Helped, ...]:
    """Everything that advocates did for a deal, the oldest first."""
    return tuple(Helped._make((*told, known and known.date())) for *told, known in plain(session, *_helped()))


@built_once
def _helped() -> Rows:
    return (
        select(
            Activity.deal,
            Activity.prospect,
            ReferenceRequest.requester,
            Activity.result,
            func.coalesce(Activity.amount, ReferenceRequest.deal_amount),
            case(
                (Activity.amount.is_(None), ReferenceRequest.currency),
                else_=func.coalesce(Activity.currency, ReferenceRequest.currency),
            ),
            Activity.completed_on,
            case((Activity.result.in_(DECIDED), ReferenceRequest.deal_answered_at)),
        )
        .outerjoin(Ask, Ask.id == Activity.ask_id)
        .outerjoin(ReferenceRequest, ReferenceRequest.id == Ask.request_id)
        .where(Activity.deal != "", Activity.effort > 0)
        .order_by(Activity.completed_on, Activity.id)
    )


def booked(session: Session) -> tuple[Booked, ...]:
    """The books of sales, the first closed first."""
    return tuple(Booked(*row) for row in plain(session, *_booked()))


@built_once
def _booked() -> Rows:
    return select(
        Deal.name,
        Deal.account,
        Deal.amount,
        Deal.currency,
        Deal.opened_on,
        Deal.closed_on,
        Deal.result,
        func.coalesce(Deal.referenced, False),
    ).order_by(Deal.closed_on.is_(None), Deal.closed_on, Deal.id)


def kept_deals(session: Session) -> tuple[KnownDeal, ...]:
    """The deals as they were last written down."""
    return tuple(KnownDeal(*row) for row in plain(session, *_kept_deals()))


@built_once
def _kept_deals() -> Rows:
    columns = [getattr(MeasuredDeal, name) for name in KnownDeal._fields]
    return select(*columns).order_by(MeasuredDeal.number)


def keep_deals(session: Session, deals: Sequence[KnownDeal]) -> None:
    """Writes the deals down in place of those before; two at once line up."""
    grow(session, "measured_deals")
    session.execute(delete(MeasuredDeal))
    if deals:
        rows = [{"number": number, **one._asdict()} for number, one in enumerate(deals, 1)]
        session.execute(insert(MeasuredDeal), rows)


def counted_today(session: Session, today: date, never_asked: int) -> Today:
    """What is counted as of now. What was imported from before counts as thanked and told."""
    helped, unthanked, loops, untold = plain(session, *_owed_today(today, today - BASELINE)).one()
    unused, unused_untold = plain(session, *_unused()).one()
    return Today(
        enrolled_today(session), never_asked, helped, unthanked, loops + unused, untold + unused_untold
    )


@built_once
def _owed_today(today: date, since: date) -> Rows:
    known = or_(Activity.result.in_(DECIDED), Activity.published_on <= today)
    return (
        select(
            func.count(),
            func.count(case((Activity.thanked_on.is_(None), 1))),
            func.count(case((known, 1))),
            func.count(case((and_(known, Activity.outcome_told_on.is_(None)), 1))),
        )
        .select_from(Activity)
        .where(Activity.effort > 0, or_(Activity.origin != "import", Activity.completed_on >= since))
    )


@built_once
def _unused() -> Rows:
    return (
        select(func.count(), func.count(case((Ask.told_at.is_(None), 1))))
        .select_from(Ask)
        .where(Ask.state == "unused")
    )


def keep_day(session: Session, day: date, counted: Today) -> None:
    """Writes down what was counted on a day, in place of what was counted earlier that day."""
    values = {name: getattr(counted, name) for name in Today.__dataclass_fields__}
    new = insert_into(session, CountedDay).values(day=day, **values)
    session.execute(new.on_conflict_do_update(index_elements=["day"], set_=values))


def counted_in(session: Session, first: date, last: date) -> Today | None:
    """What was counted on the last day of a period on which somebody measured, else on the first one after it."""
    row = plain(session, *_counted_in(first, last)).first()
    return Today(*row) if row else None


@built_once
def _counted_in(first: date, last: date) -> Rows:
    is_in = CountedDay.day <= last
    return (
        select(*(getattr(CountedDay, name) for name in Today.__dataclass_fields__))
        .where(CountedDay.day >= first)
        .order_by(case((is_in, 0), else_=1), case((is_in, CountedDay.day)).desc(), CountedDay.day)
        .limit(1)
    )


def keep_period(session: Session, first: date, last: date) -> None:
    """Notes that a period is measured, so that the views have it."""
    session.execute(_keeping(session.get_bind().dialect.name), {"first_day": first, "last_day": last})


@cache
def _keeping(dialect: str) -> Any:
    return insert_for(dialect, MeasuredPeriod).on_conflict_do_nothing()


def enrolled_today(session: Session) -> int:
    """How many advocates there are."""
    return plain(session, *_enrolled()).scalar() or 0


@built_once
def _enrolled() -> Select[int]:
    return select(func.count()).select_from(Advocate).where(Advocate.stage == "enrolled")


def _sharing(rows: CursorResult[*tuple[Any, ...]]) -> Iterator[Iterable[Any]]:
    """The same rows with one object for equal values: ten thousands of them name the same people, kinds and days."""
    kept: dict[Any, Any] = {}
    share = kept.setdefault
    for part in rows.partitions(AT_ONCE):
        for row in part:
            yield map(share, row, row)


def has_reached() -> ColumnElement[bool]:
    return (Ask.origin != "bot") | Ask.contacted_at.is_not(None)


def _is(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return case((condition, 1), else_=0).label(name)


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """When these UTC days begin and when they are over."""
    return datetime.combine(first, time(), UTC), datetime.combine(last, time(), UTC) + timedelta(days=1)
