"""Collects what a file changes, outside any transaction, and then writes all of it in one short one."""

import json
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, NamedTuple, Self

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Dialect,
    Table,
    Text,
    cast,
    func,
    insert,
    select,
    text,
    true,
    update,
)
from sqlalchemy.orm import Session

from bot.db import insert_into
from bot.importers.columns import Change, Source
from bot.importers.staging import FileStaging, MemoryStaging, Staging

IMPORTING = 0x494D504F
"""PostgreSQL's advisory lock while importing."""
CHANGED_BY_BOT = "changed_by_bot"

Names = tuple[str, ...]


class Outdated(Exception):
    """Something that the changes rest on was changed since they were made out; nothing of them may stay."""


def line_up(session: Session) -> None:
    """Waits until no other import is writing, so that no two wait for rows of each other."""
    if not _is_sqlite(session.get_bind().dialect):  # its writers line up anyway
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORTING})


class _Group(NamedTuple):
    """Rows that one statement writes."""

    stage: Table
    names: Sequence[str]
    converters: Sequence[Callable[[Any], Any] | None]

    def converted(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """A row in the driver's own form, in the order of the stage's columns."""
        return tuple(
            [
                convert(row[name]) if convert else row[name]
                for name, convert in zip(self.names, self.converters, strict=True)
            ]
        )


class Writer:
    """One source's changes: first `add`, as often as there is something, then `write`, once. To be used in a `with`."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        self.added = self.updated = 0
        self._source = source
        self._dialect = dialect
        self._staging: Staging = FileStaging() if _is_sqlite(dialect) else MemoryStaging()
        self._new: _Group | None = None
        self._changed: dict[tuple[Names, Names], _Group] = {}
        """By the columns that change, and those that must not have been changed meanwhile."""
        self._history: _Group | None = None

    def __enter__(self) -> Self:
        self._staging.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._staging.__exit__(kind, error, trace)

    def add(self, changes: Sequence[Change]) -> None:
        """Takes in what some rows change."""
        waiting: dict[Table, list[tuple[Any, ...]]] = {}
        for change in changes:
            if change.is_new:
                self.added += 1
                self._new = self._new or self._group("new", {name: name for name in change.row})
                rows = waiting.setdefault(self._new.stage, [])
                rows.append(self._new.converted(change.row))
            else:
                self.updated += 1
                self._add_changed(change, waiting)
            for measured in change.history:
                self._history = self._history or self._group(
                    "history", {name: name for name in measured}, self._source.history
                )
                rows = waiting.setdefault(self._history.stage, [])
                rows.append(self._history.converted(measured))
        for stage, rows in waiting.items():
            self._staging.put(stage, rows)

    def _add_changed(self, change: Change, waiting: dict[Table, list[tuple[Any, ...]]]) -> None:
        names = tuple(name for name in change.row if name != "id")
        if not names:
            return  # only its history grows
        before = {f"old_{name}": value for name, value in change.before.items() if self._guards(name)}
        group = self._changed.get((names, tuple(before)))
        if group is None:
            columns = {"id": "id"} | {f"new_{name}": name for name in names}
            columns |= {old: old.removeprefix("old_") for old in before}
            group = self._group(f"changed_{len(self._changed)}", columns)
            self._changed[names, tuple(before)] = group
        row = {"id": change.row["id"]} | {f"new_{name}": change.row[name] for name in names} | before
        waiting.setdefault(group.stage, []).append(group.converted(row))

    def _guards(self, name: str) -> bool:
        """Whether a value must still be what it was. A list is nobody's but the imports': the last one stands."""
        column = self._source.table.c.get(name)
        if column is None or name == "id":
            return False
        return name == CHANGED_BY_BOT or not isinstance(column.type, JSON)

    def _group(self, name: str, columns: Mapping[str, str], like: Table | None = None) -> _Group:
        """A place for rows with these columns, each of the type that the named one of the real table has."""
        table = self._source.table if like is None else like
        stage = self._staging.table(
            name, [Column(own, table.c[real].type, key=own) for own, real in columns.items()]
        )
        return _Group(stage, list(columns), [_converter(column, self._dialect) for column in stage.c])

    def write(self, session: Session, progress: Callable[[float], None]) -> None:
        """Writes everything in the session's transaction.

        Outdated, or IntegrityError, where somebody else came in between: the transaction is to be rolled back, and
        the changes made out anew. `progress` is told the share that is written.
        """
        self._staging.show(session)
        statements = len(self._changed) + 2
        if self._new:
            self._insert(session, self._new.stage)
        progress(1 / statements)
        for done, ((names, _), group) in enumerate(self._changed.items(), start=2):
            self._update(session, names, group.stage)
            progress(done / statements)
        if self._history:
            self._keep(session, self._history.stage)
        progress(1.0)

    def _insert(self, session: Session, stage: Table) -> None:
        """New rows; where the bot has made one under the same key meanwhile and no index forbids a second, Outdated."""
        if (
            self._source.own_twins is not None
            and session.execute(self._source.own_twins(stage).limit(1)).first()
        ):
            raise Outdated
        names = stage.c.keys()
        session.execute(
            insert(self._source.table).from_select(names, select(*stage.c), include_defaults=False)
        )

    def _update(self, session: Session, names: Names, stage: Table) -> None:
        """Changes standing rows; Outdated where a value is not any more what the change rests on."""
        table = self._source.table
        unchanged = [
            _same(table.c[old.removeprefix("old_")], stage.c[old])
            for old in stage.columns.keys()  # noqa: SIM118 - its members are columns, not names
            if old.startswith("old_")
        ]
        changed = session.execute(
            update(table)
            .where(table.c.id == stage.c.id, *unchanged)
            .values({name: stage.c[f"new_{name}"] for name in names})
        )
        waiting = session.scalar(select(func.count()).select_from(stage))
        if changed.rowcount != waiting:  # type: ignore[attr-defined]
            raise Outdated

    def _keep(self, session: Session, stage: Table) -> None:
        """One value per owner, measure and day: the last one told."""
        history = self._source.history
        assert history is not None
        names = stage.c.keys()
        owner = next(name for name in names if name.endswith("_id"))
        # Without a WHERE, SQLite would take the ON for one of a join.
        new = insert_into(session, history).from_select(
            names, select(*stage.c).where(true()), include_defaults=False
        )
        session.execute(
            new.on_conflict_do_update(
                index_elements=[owner, "measure", "observed_on"], set_={"value": new.excluded.value}
            )
        )


def _converter(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes the driver's form of a value, None where it is that already."""
    if isinstance(column.type, JSON):
        return _list  # as the type would, in less time
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _list(value: list[Any]) -> str:
    return json.dumps(value) if value else "[]"


def _same(standing: ColumnElement[Any], before: ColumnElement[Any]) -> ColumnElement[bool]:
    if isinstance(standing.type, JSON):  # which PostgreSQL cannot compare
        standing, before = cast(standing, Text), cast(before, Text)
    return standing.is_not_distinct_from(before)


def _is_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"
