"""Where the rows of an import wait until they are written in one short transaction.

Rows wait in tables of their own, so that the transaction itself is a few statements from table to table. On SQLite,
where nobody else writes meanwhile, that takes a fraction of the time that as many single statements take.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
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
        self._folder = TemporaryDirectory(prefix="import-")
        self._path = str(Path(self._folder.name, "rows.db"))
        self._file = sqlite3.connect(":memory:", isolation_level=None)

    def __enter__(self) -> Self:
        self._file.execute(f"ATTACH DATABASE ? AS {SCHEMA}", (self._path,))
        self._file.execute(f"PRAGMA {SCHEMA}.journal_mode=OFF")  # a torn file is never read
        self._file.execute(f"PRAGMA {SCHEMA}.synchronous=OFF")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._folder.cleanup()

    def table(self, name: str, columns: Iterable[Column[Any]]) -> Table:
        table = Table(name, MetaData(), *columns, schema=SCHEMA)
        self._file.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        return table

    def put(self, table: Table, rows: Sequence[Values]) -> None:
        places = ", ".join("?" * len(table.columns))
        self._file.execute("BEGIN")
        self._file.executemany(f'INSERT INTO {SCHEMA}."{table.name}" VALUES ({places})', rows)  # noqa: S608
        self._file.execute("COMMIT")

    def show(self, session: Session) -> None:
        self._file.close()
        connection = session.connection()
        connection.detach()  # not for the pool any more: it is closed with its session, and the file with it
        connection.exec_driver_sql(f"ATTACH DATABASE ? AS {SCHEMA}", (self._path,))


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
