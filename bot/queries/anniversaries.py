"""Whose anniversary falls on some days, and which milestones nobody was told of: found by the dates' indexes."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Exists, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from bot.rules.milestones import (
    COMPANY,
    CUSTOMER,
    HERE,
    NOTICED,
    PROGRAM,
    WORK,
    dates_observed_on,
)
from models import Account, Advocate, Milestone

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


class Moment(NamedTuple):
    """A milestone that may be due: whose, which, and who is the CSM as the data names them."""

    advocate_id: str | None
    account_id: str | None
    kind: str
    on: date
    detail: str | None
    csm: str


def csms(session: Session) -> Sequence[str]:
    """Everybody who is the CSM of an account, as the data names them."""
    return session.scalars(select(Account.csm).distinct().order_by(Account.csm)).all()


def anniversaries(session: Session, days: Collection[date]) -> list[Moment]:
    """Every anniversary that falls on one of these days and that nobody was told of. A work anniversary may be dated with
    this year: somebody wrote the day down rather than the year in which it began."""
    oldest = {
        kind: first.year
        for kind, first in zip(
            [*OF_PEOPLE, *OF_ACCOUNTS],
            session.execute(
                select(
                    *(
                        select(func.min(column)).scalar_subquery()
                        for column in (*OF_PEOPLE.values(), *OF_ACCOUNTS.values())
                    )
                )
            ).one(),
            strict=True,
        )
        if first is not None
    }
    found = [
        one
        for kind, year in oldest.items()
        for one in (_of_people if kind in OF_PEOPLE else _of_accounts)(session, kind, _dates(days, year))
    ]
    told = _told(session, found, days)
    return [one for one in found if (one.advocate_id or one.account_id, one.kind, one.on) not in told]


def _dates(days: Collection[date], oldest_year: int) -> dict[date, date]:
    """By the date of the beginning the day on which it is kept."""
    return {began: day for day in sorted(days) for began in dates_observed_on(day, oldest_year)}


def _of_people(session: Session, kind: str, dates: dict[date, date]) -> Iterator[Moment]:
    column = OF_PEOPLE[kind]
    rows = session.execute(
        select(Advocate.id, column, Account.csm)
        .join(Account, Account.id == Advocate.account_id)
        .where(column.in_(dates), Advocate.stage.in_(sorted(NOTICED[kind])), Account.churned_on.is_(None))
    )
    for id_, began, csm in sorted(rows):
        assert began is not None
        on = dates[began]
        if on.year > began.year or kind == WORK:
            yield Moment(id_, None, kind, on, _years(began, on), csm)


def _of_accounts(session: Session, kind: str, dates: dict[date, date]) -> Iterator[Moment]:
    column = OF_ACCOUNTS[kind]
    rows = session.execute(
        select(Account.id, column, Account.csm).where(
            column.in_(dates), Account.churned_on.is_(None), _somebody_there()
        )
    )
    for id_, began, csm in sorted(rows):
        assert began is not None
        on = dates[began]
        if on.year > began.year:
            yield Moment(None, id_, kind, on, _years(began, on), csm)


def untold(session: Session, first: date, last: date) -> list[Moment]:
    """What people told of or files brought, with a day between these two, and nobody was told of."""
    employer = aliased(Account)
    rows = session.execute(
        select(
            Milestone.advocate_id,
            Milestone.account_id,
            Milestone.kind,
            Milestone.on,
            Milestone.detail,
            func.coalesce(Account.csm, employer.csm),
        )
        .outerjoin(Account, Account.id == Milestone.account_id)
        .outerjoin(Advocate, Advocate.id == Milestone.advocate_id)
        .outerjoin(employer, employer.id == Advocate.account_id)
        .where(
            Milestone.told_on.is_(None),
            Milestone.on.between(first, last),
            or_(Advocate.stage != "retired", Account.churned_on.is_(None) & _somebody_there()),
        )
        .order_by(Milestone.on, Milestone.id)
    )
    return [Moment(*row) for row in rows]


def _somebody_there() -> Exists:
    """Whether anybody at the account is in the program."""
    there = aliased(Advocate)
    return exists().where(there.account_id == Account.id, there.stage.in_(sorted(HERE)))


def _told(session: Session, found: list[Moment], days: Collection[date]) -> set[tuple[str | None, str, date]]:
    told: set[tuple[str | None, str, date]] = set()
    owners: tuple[tuple[InstrumentedAttribute[str | None], list[str]], ...] = (
        (Milestone.advocate_id, [one.advocate_id for one in found if one.advocate_id]),
        (Milestone.account_id, [one.account_id for one in found if one.account_id]),
    )
    for owner, ids in owners:
        for start in range(0, len(ids), AT_ONCE):
            rows = session.execute(
                select(owner, Milestone.kind, Milestone.on).where(
                    owner.in_(ids[start : start + AT_ONCE]),
                    Milestone.on.in_(days),
                    Milestone.told_on.is_not(None),
                )
            )
            told.update((row[0], row[1], row[2]) for row in rows)
    return told


def _years(began: date, on: date) -> str | None:
    return str(on.year - began.year) if on.year > began.year else None
