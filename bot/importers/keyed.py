"""Kinds of files whose rows are the table's rows, found again by their key: nothing is derived and nobody else owns them."""

from collections.abc import Callable, Sequence

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from bot.importers.columns import (
    Change,
    Column,
    Existing,
    Given,
    Key,
    Run,
    differences,
    filled,
    needed,
)
from models import new_id


def finding(table: Table, columns: Sequence[Column]) -> Callable[[Session, list[Given]], dict[Key, Existing]]:
    """A `find` for keys that are columns of the table; the first key narrows the search."""
    keys = [column for column in columns if column.key]
    first = table.c[keys[0].target]

    def find(session: Session, rows: list[Given]) -> dict[Key, Existing]:
        wanted = needed(table, rows, "id", *(key.target for key in keys))
        found = session.execute(select(*wanted).where(first.in_({row[first.name] for row in rows})))
        standing: dict[Key, Existing] = {}
        for row in found.mappings():
            key = tuple(row[key.target] if key.reference else key.reread(row[key.target]) for key in keys)
            standing.setdefault(key, Existing(dict(row)))
        return standing

    return find


def merging(columns: Sequence[Column]) -> Callable[[Given, Existing | None, Run], Change | None]:
    """A `merge` for columns that go into the table as they are."""
    plain = tuple(column for column in columns if not column.key)

    def merge(given: Given, existing: Existing | None, _run: Run) -> Change | None:
        if existing is None:
            return Change({"id": new_id(), **filled(columns, given)}, is_new=True)
        changed = differences(plain, given, existing)
        return Change({"id": existing.values["id"], **changed}, is_new=False) if changed else None

    return merge
