"""Writes changes in bulk, inside the caller's transaction."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.importers.columns import Change, Given, Source
from models import Base

VERSIONS = Base.metadata.tables["versions"]
VOCABULARY = "vocabulary"
IMPORTING = 0x494D504F
"""PostgreSQL's advisory lock while importing."""


def line_up(session: Session) -> None:
    """Waits until no other import is writing, so that no two wait for rows of each other."""
    if not _is_sqlite(session):  # its writers line up anyway
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORTING})


def hold(session: Session, source: Source, rows: Sequence[Given]) -> None:
    """Keeps everybody else from changing the rows that stand under these keys until the transaction ends."""
    if _is_sqlite(session):
        return
    key = source.table.c[source.keys[0]]
    standing = select(source.table.c.id).where(key.in_({row[key.name] for row in rows}))
    session.execute(standing.with_for_update(key_share=True)).all()


def write(session: Session, source: Source, changes: Sequence[Change]) -> None:
    """Adds the new rows, changes the standing ones, keeps the measured values."""
    new = [change.row for change in changes if change.is_new]
    if new:
        session.execute(insert(source.table), new)
    _update(session, source.table, [change.row for change in changes if not change.is_new])
    history = [snapshot for change in changes for snapshot in change.history]
    if source.history is not None and history:
        _keep(session, source.history, history)


def _update(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """One statement for all rows that change the same columns."""
    by_columns: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        names = tuple(name for name in row if name != "id")
        by_columns[names].append({f"new_{name}": value for name, value in row.items()})
    by_columns.pop((), None)  # only the history grew
    for names, values in by_columns.items():
        session.execute(
            update(table)
            .where(table.c.id == bindparam("new_id"))
            .values({name: bindparam(f"new_{name}") for name in names}),
            values,
        )


def _keep(session: Session, table: Table, snapshots: list[dict[str, Any]]) -> None:
    """One value per owner, measure and day: the last one told."""
    new = _insert(session, table)
    owner = next(name for name in snapshots[0] if name.endswith("_id"))
    session.execute(
        new.on_conflict_do_update(
            index_elements=[owner, "measure", "observed_on"], set_={"value": new.excluded.value}
        ),
        snapshots,
    )


def renew_vocabulary(session: Session) -> None:
    """Tells every process that the words the data knows are out of date."""
    new = _insert(session, VERSIONS).values(name=VOCABULARY, number=1)
    session.execute(
        new.on_conflict_do_update(index_elements=["name"], set_={"number": VERSIONS.c.number + 1})
    )


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _insert(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    """INSERT … ON CONFLICT, which both databases have and word alike."""
    return sqlite.insert(table) if _is_sqlite(session) else postgresql.insert(table)
