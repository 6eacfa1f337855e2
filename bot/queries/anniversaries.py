"""Whose anniversary falls on some days, and which milestones nobody was told of: found by the dates' indexes."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from bot.db import built_once, plain
from bot.rules.milestones import (
    COMPANY,
    CUSTOMER,
    HERE,
    NOTICED,
    PROGRAM,
    WORK,
    observed_on,
)
from models import Account, Advocate, Milestone
from models.base import day_of_year

AT_ONCE = 500
"""Subjects looked up in one statement."""

OF_PEOPLE: dict[str, InstrumentedAttribute[date | None]] = {
    WORK: Advocate.work_anniversary,
    PROGRAM: Advocate.enrolled_on,
}
OF_ACCOUNTS: dict[str, InstrumentedAttribute[date | None]] = {
    COMPANY: Account.founded_on,
    CUSTOMER: Account.customer_since,
}


Falling = Select[str, str, date | None, str]
"""Whose anniversaries of a kind fall on some days: the kind, whose, when it began, and the CSM."""


class Moment(NamedTuple):
    """A milestone that may be due: whose, which, and who is the CSM as the data names them."""

    advocate_id: str | None
    account_id: str | None
    kind: str
    on: date
    detail: str | None
    csm: str


# Built once: a job that runs every hour would spend more on building them than the database on answering.
_EMPLOYER, _THERE = aliased(Account), aliased(Advocate)
_SOMEBODY_THERE = exists().where(_THERE.account_id == Account.id, _THERE.stage.in_(sorted(HERE)))
_DAYS: BindParameter[int] = bindparam("days", expanding=True)
_OF_PEOPLE: list[Falling] = [
    select(literal(kind), Advocate.id, column, Account.csm)
    .join(Account, Account.id == Advocate.account_id)
    .where(
        day_of_year(column).in_(_DAYS),
        Advocate.stage.in_(sorted(NOTICED[kind])),
        Account.churned_on.is_(None),
    )
    for kind, column in OF_PEOPLE.items()
]
_OF_ACCOUNTS: list[Falling] = [
    select(literal(kind), Account.id, column, Account.csm).where(
        day_of_year(column).in_(_DAYS), Account.churned_on.is_(None), _SOMEBODY_THERE
    )
    for kind, column in OF_ACCOUNTS.items()
]
FALLING: CompoundSelect[str, str, date | None, str] = union_all(*_OF_PEOPLE, *_OF_ACCOUNTS)
_WITH = Account.csm.in_(bindparam("csms", expanding=True))
_FALLING_WITH: CompoundSelect[str, str, date | None, str] = union_all(
    *(one.where(_WITH) for one in (*_OF_PEOPLE, *_OF_ACCOUNTS))
)
_UNTOLD = (
    select(
        Milestone.advocate_id,
        Milestone.account_id,
        Milestone.kind,
        Milestone.on,
        Milestone.detail,
        func.coalesce(Account.csm, _EMPLOYER.csm),
    )
    .outerjoin(Account, Account.id == Milestone.account_id)
    .outerjoin(Advocate, Advocate.id == Milestone.advocate_id)
    .outerjoin(_EMPLOYER, _EMPLOYER.id == Advocate.account_id)
    .where(
        Milestone.told_on.is_(None),
        Milestone.on.between(bindparam("first"), bindparam("last")),
        or_(Advocate.stage != "retired", Account.churned_on.is_(None) & _SOMEBODY_THERE),
    )
    .order_by(Milestone.on, Milestone.id)
)


def csms(session: Session) -> Sequence[str]:
    """Everybody who is the CSM of an account, as the data names them."""
    return plain(session, *_csms()).scalars().all()


@built_once
def _csms() -> Select[str]:
    return select(Account.csm).distinct().order_by(Account.csm)


def anniversaries(session: Session, days: Collection[date]) -> list[Moment]:
    """Every anniversary that falls on one of these days and that nobody was told of."""
    found = falling(session, days)
    told = _told(session, found, days)
    return [one for one in found if (one.advocate_id or one.account_id, one.kind, one.on) not in told]


def falling(session: Session, days: Collection[date], csms: Collection[str] | None = None) -> list[Moment]:
    """Every anniversary that falls on one of these days, of some CSMs' people and companies or of all. A work anniversary may be
    dated with this year: somebody wrote the day down rather than the year in which it began."""
    kept_on = {began: on for on in sorted(days) for began in observed_on(on)}
    asked = {"days": [100 * month + day for month, day in kept_on], "csms": list(csms or ())}
    found = []
    for kind, id_, began, csm in sorted(plain(session, FALLING if csms is None else _FALLING_WITH, asked)):
        assert began is not None
        on = kept_on[began.month, began.day]
        years = on.year - began.year
        if years > 0 or (years == 0 and kind == WORK):
            of_person = kind in OF_PEOPLE
            detail = str(years) if years else None
            found.append(
                Moment(id_ if of_person else None, None if of_person else id_, kind, on, detail, csm)
            )
    return found


def untold(session: Session, first: date, last: date) -> list[Moment]:
    """What people told of or files brought, with a day between these two, and nobody was told of."""
    return [Moment(*row) for row in plain(session, _UNTOLD, {"first": first, "last": last})]


def _told(session: Session, found: list[Moment], days: Collection[date]) -> set[tuple[str | None, str, date]]:
    told: set[tuple[str | None, str, date]] = set()
    for told_of, ids in (
        (_told_of_people, [one.advocate_id for one in found if one.advocate_id]),
        (_told_of_accounts, [one.account_id for one in found if one.account_id]),
    ):
        for start in range(0, len(ids), AT_ONCE):
            rows = plain(session, *told_of(ids[start : start + AT_ONCE], days))
            told.update((row[0], row[1], row[2]) for row in rows)
    return told


@built_once
def _told_of_people(ids: Collection[str], days: Collection[date]) -> Select[str | None, str, date]:
    return _told_of(Milestone.advocate_id).where(Milestone.advocate_id.in_(ids), Milestone.on.in_(days))


@built_once
def _told_of_accounts(ids: Collection[str], days: Collection[date]) -> Select[str | None, str, date]:
    return _told_of(Milestone.account_id).where(Milestone.account_id.in_(ids), Milestone.on.in_(days))


def _told_of(owner: InstrumentedAttribute[str | None]) -> Select[str | None, str, date]:
    return select(owner, Milestone.kind, Milestone.on).where(Milestone.told_on.is_not(None))
