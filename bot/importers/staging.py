"""Where the rows of an import wait until they are written in one short transaction.

Rows wait in tables of their own, so that the transaction itself is a few statements from table to table. On SQLite,
where nobody else writes meanwhile, that takes a fraction of the time that as many single statements take.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

Values = tuple[Any, ...]
"""A row in the driver's own form, in the order of its table's columns."""


class Staging(Protocol):
    """Tables without rules, filled outside any transaction of the program. Everything in them goes at the end of the `with`."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def table(self, name: str, columns: Iterable[Column[Any]]) -> Table:
        """A new table for rows that wait."""
        ...

    def put(self, table: Table, rows: Sequence[Values]) -> None:
        """Adds rows to it."""
        ...

    def show(self, session: Session) -> None:
        """Makes the tables readable for the session's transaction; called once, when no more rows come."""
        ...


SCHEMA = "importing"
"""Under which SQLite sees the waiting rows."""


class FileStaging:
    """For SQLite: another database file, which needs no lock of the program's and is attached for one transaction."""

    def __init__(self) -> None:
        self._closing = ExitStack()
        self._file: sqlite3.Connection | None = None
        self._path = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    def table(self, name: str, columns: Iterable[Column[Any]]) -> Table:
        table = Table(name, MetaData(), *columns, schema=SCHEMA)
        self._opened().execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        return table

    def put(self, table: Table, rows: Sequence[Values]) -> None:
        places = ", ".join("?" * len(table.columns))
        file = self._opened()
        file.execute("BEGIN")
        file.executemany(f'INSERT INTO {SCHEMA}."{table.name}" VALUES ({places})', rows)  # noqa: S608
        file.execute("COMMIT")

    def show(self, session: Session) -> None:
        self._opened().close()
        connection = session.connection()
        connection.detach()  # not for the pool any more: it is closed with its session, and the file with it
        connection.exec_driver_sql(f"ATTACH DATABASE ? AS {SCHEMA}", (self._path,))

    def _opened(self) -> sqlite3.Connection:
        """The file, made when something has to wait: most imports of a file that was imported before change little."""
        if self._file is None:
            folder = self._closing.enter_context(
                TemporaryDirectory(prefix="import-")
            )  # for its owner's eyes only
            self._path = str(Path(folder, "rows.db"))
            self._file = self._closing.enter_context(
                closing(sqlite3.connect(":memory:", isolation_level=None))
            )
            self._file.execute(f"ATTACH DATABASE ? AS {SCHEMA}", (self._path,))
            self._file.execute(f"PRAGMA {SCHEMA}.journal_mode=OFF")  # a torn file is never read
            self._file.execute(f"PRAGMA {SCHEMA}.synchronous=OFF")
        return self._file


class MemoryStaging:
    """For PostgreSQL: rows wait here, and travel by COPY into temporary tables of the transaction."""

    def __init__(self) -> None:
        self._waiting: defaultdict[Table, list[Values]] = defaultdict(list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.clear()

    def table(self, name: str, columns: Iterable[Column[Any]]) -> Table:
        name = f"{SCHEMA}_{name}"
        return Table(name, MetaData(), *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DROP")

    def put(self, table: Table, rows: Sequence[Values]) -> None:
        self._waiting[table] += rows

    def show(self, session: Session) -> None:
        import psycopg  # only where PostgreSQL is
        from psycopg import sql

        connection = session.connection()
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, psycopg.Connection)
        for table in list(self._waiting):
            rows = self._waiting.pop(table)
            connection.execute(CreateTable(table))
            names = sql.SQL(", ").join(map(sql.Identifier, table.columns.keys()))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
            with driver.cursor() as cursor, cursor.copy(into) as copy:
                for row in rows:
                    copy.write_row(row)
