"""What signals and milestones are about: an advocate, named by e-mail address, or an account, named by domain."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, func, select
from sqlalchemy.orm import Session

from bot.importers.addresses import Email, KnownDomain
from bot.importers.columns import (
    Change,
    Column,
    Existing,
    Given,
    Key,
    References,
    Run,
    differences,
    filled,
    needed,
)
from bot.importers.references import accounts_by_domain, advocates_by_email
from models import Base, new_id

ACCOUNTS = Base.metadata.tables["accounts"]
ADVOCATES = Base.metadata.tables["advocates"]


class Subject(NamedTuple):
    """One advocate or account; `column` is the table's column that names it."""

    column: str
    id: str


class Address:
    """An e-mail address or a domain, in lower case."""

    def read(self, text: str) -> str:
        return Email().read(text) if "@" in text else KnownDomain().read(text)

    def write(self, value: str) -> str:
        return value


def subjects_by_address(session: Session, texts: Collection[str]) -> References:
    """The advocates and accounts with these addresses."""
    people = advocates_by_email(session, [text for text in texts if "@" in text])
    companies = accounts_by_domain(session, [text for text in texts if "@" not in text])
    ids = {text: Subject("advocate_id", id_) for text, id_ in people.ids.items()}
    ids |= {text: Subject("account_id", id_) for text, id_ in companies.ids.items()}
    return References(ids, people.wrong | companies.wrong)


SUBJECT = Column("subject", Address(), required=True, key=True, reference=subjects_by_address)


def finding_by_subject(
    table: Table, columns: Sequence[Column]
) -> Callable[[Session, list[Given]], dict[Key, Existing]]:
    """A `find` for a table in which either account_id or advocate_id is filled."""
    others = [column.name for column in columns if column.key and column is not SUBJECT]

    def find(session: Session, rows: list[Given]) -> dict[Key, Existing]:
        standing: dict[Key, Existing] = {}
        wanted = needed(table, rows, "id", *others)
        for name, ids in _by_column(rows):
            owner = table.c[name]
            found = session.execute(select(owner.label("of"), *wanted).where(owner.in_(ids)))
            for row in found.mappings():
                key = (Subject(name, row["of"]), *(row[other] for other in others))
                standing[key] = Existing(dict(row))
        return standing

    return find


def _by_column(rows: list[Given]) -> Iterator[tuple[str, set[str]]]:
    for name in ("account_id", "advocate_id"):
        ids = {row["subject"].id for row in rows if row["subject"].column == name}
        if ids:
            yield name, ids


def merging_by_subject(
    columns: Sequence[Column],
) -> Callable[[Given, Existing | None, Run], Change | None]:
    """A `merge` for such a table."""
    own = tuple(column for column in columns if column is not SUBJECT)
    plain = tuple(column for column in own if not column.key)

    def merge(given: Given, existing: Existing | None, _run: Run) -> Change | None:
        if existing is None:
            subject = {"account_id": None, "advocate_id": None, given["subject"].column: given["subject"].id}
            return Change({"id": new_id(), **subject, **filled(own, given)}, is_new=True)
        changed = differences(plain, given, existing)
        return Change({"id": existing.values["id"], **changed}, is_new=False) if changed else None

    return merge


def exported_by_subject(table: Table, columns: Sequence[Column]) -> Select[Any]:
    """Every row of such a table, sorted by key."""
    address = func.coalesce(ADVOCATES.c.email, ACCOUNTS.c.domain).label("subject")
    return (
        select(*(address if column is SUBJECT else table.c[column.name] for column in columns))
        .select_from(
            table.outerjoin(ADVOCATES, ADVOCATES.c.id == table.c.advocate_id).outerjoin(
                ACCOUNTS, ACCOUNTS.c.id == table.c.account_id
            )
        )
        .order_by(
            address, *(table.c[column.name] for column in columns if column.key and column is not SUBJECT)
        )
    )
