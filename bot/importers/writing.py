"""Writes changes in bulk, inside the caller's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Insert, Table, bindparam, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.importers.columns import Change, Source
from models import Base

VERSIONS = Base.metadata.tables["versions"]
VOCABULARY = "vocabulary"
IMPORTING = 0x494D504F
"""PostgreSQL's advisory lock while importing."""


def line_up(session: Session) -> None:
    """Waits until no other import is writing, so that no two wait for rows of each other."""
    if not _is_sqlite(session.get_bind().dialect):  # its writers line up anyway
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORTING})


def hold(session: Session, source: Source, ids: Collection[str]) -> None:
    """Keeps everybody else from changing these rows until the transaction ends."""
    if _is_sqlite(session.get_bind().dialect):
        return
    standing = select(source.table.c.id).where(source.table.c.id.in_(ids))
    session.execute(standing.with_for_update(key_share=True)).all()


class Converted(NamedTuple):
    """A new row and its measured values, in the driver's own form."""

    values: tuple[Any, ...]
    history: list[tuple[Any, ...]]


class Writer:
    """Writes one source's changes. What is new can be converted before the transaction begins.

    On SQLite nobody else writes during the transaction, and converting takes several times as long as inserting.
    """

    def __init__(self, source: Source, dialect: Dialect) -> None:
        self._source = source
        self._dialect = dialect
        self._rows: _Insertion | None = None
        self._history: _Insertion | None = None

    def convert(self, change: Change) -> Converted:
        """A new row, ready for `add`."""
        table = self._source.table
        if self._rows is None:
            self._rows = _Insertion(table, insert(table), change.row, self._dialect)
        return Converted(self._rows.convert(change.row), self._convert_history(change))

    def add(self, session: Session, new: Sequence[Converted]) -> None:
        """Inserts new rows and their measured values."""
        if self._rows:
            self._rows.add(session, [row.values for row in new])
        if self._history:
            self._history.add(session, [snapshot for row in new for snapshot in row.history])

    def change(self, session: Session, changes: Sequence[Change]) -> None:
        """Changes standing rows, with one statement for all that change the same columns."""
        table = self._source.table
        by_columns: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for change in changes:
            names = tuple(name for name in change.row if name != "id")
            by_columns[names].append({f"new_{name}": value for name, value in change.row.items()})
        by_columns.pop((), None)  # only their history grew
        for names, values in by_columns.items():
            session.execute(
                update(table)
                .where(table.c.id == bindparam("new_id"))
                .values({name: bindparam(f"new_{name}") for name in names}),
                values,
            )
        history = [snapshot for change in changes for snapshot in self._convert_history(change)]
        if self._history:
            self._history.write(session, history)

    def _convert_history(self, change: Change) -> list[tuple[Any, ...]]:
        if not change.history:
            return []
        if self._history is None:
            table, names = self._source.history, change.history[0]
            assert table is not None
            self._history = _Insertion(table, _keep(table, names, self._dialect), names, self._dialect)
        return [self._history.convert(snapshot) for snapshot in change.history]


class _Insertion:
    """One INSERT for many rows that all have the columns `names`."""

    def __init__(self, table: Table, statement: Insert, names: Collection[str], dialect: Dialect) -> None:
        self._table = table
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        self._sql = str(compiled)
        self._is_positional = compiled.positiontup is not None
        self._names = tuple(compiled.positiontup or names)
        types = (table.c[name].type.dialect_impl(dialect) for name in self._names)
        self._converters = [type_.bind_processor(dialect) for type_ in types]

    def convert(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            convert(row[name]) if convert else row[name]
            for name, convert in zip(self._names, self._converters, strict=True)
        )

    def add(self, session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
        """Inserts rows whose keys are new."""
        if self._is_positional:
            self.write(session, rows)
        elif rows:
            _copy(session, self._table, self._names, rows)

    def write(self, session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
        """Carries the statement out for each row."""
        values = rows if self._is_positional else [dict(zip(self._names, row, strict=True)) for row in rows]
        if values:
            session.connection().exec_driver_sql(self._sql, list(values))


def _copy(session: Session, table: Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """PostgreSQL's COPY: several times as fast as one INSERT after another."""
    import psycopg  # only where PostgreSQL is
    from psycopg import sql

    target = sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(*target)
    try:
        connection = session.connection().connection.dbapi_connection
        assert isinstance(connection, psycopg.Connection)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.IntegrityError as error:
        raise IntegrityError(f"COPY {table.name}", None, error) from error


def _keep(table: Table, names: Collection[str], dialect: Dialect) -> Insert:
    """One value per owner, measure and day: the last one told."""
    owner = next(name for name in names if name.endswith("_id"))
    new = _insert(table, dialect)
    return new.on_conflict_do_update(
        index_elements=[owner, "measure", "observed_on"], set_={"value": new.excluded.value}
    )


def renew_vocabulary(session: Session) -> None:
    """Tells every process that the words the data knows are out of date."""
    new = _insert(VERSIONS, session.get_bind().dialect).values(name=VOCABULARY, number=1)
    session.execute(
        new.on_conflict_do_update(index_elements=["name"], set_={"number": VERSIONS.c.number + 1})
    )


def _is_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"


def _insert(table: Table, dialect: Dialect) -> sqlite.Insert | postgresql.Insert:
    """INSERT … ON CONFLICT, which both databases have and word alike."""
    return sqlite.insert(table) if _is_sqlite(dialect) else postgresql.insert(table)
