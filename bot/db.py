"""The engine and the two kinds of session. On SQLite only `changing` takes the write lock, and takes it at once."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, exc, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from models import Base

BUSY_MILLISECONDS = 30_000
POOL = 40
"""Connections kept at most: as many as there are threads that may ask at once."""
IDLE_SECONDS = 1.0
"""A connection to a server that was left alone for longer is asked whether it still lives before it is used. Asked before every
use, as the pool's own pre-ping does, each transaction would wait for one answer more."""


class Database:
    """One engine and what hangs on it. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(writes=True)
        self._after_marks: list[Callable[[], None]] = []
        # SQLite's busy handler has no queue: writers of one process line up here instead of polling.
        self._queue: threading.RLock | None = threading.RLock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing and, on SQLite, never waits for a writer."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        if self._queue:
            self._queue.acquire()
        try:
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            if self._queue:
                self._queue.release()
        if session.info.get("marked"):
            for wake in self._after_marks:
                wake()

    def after_marks(self, wake: Callable[[], None]) -> None:
        """Calls `wake` after every commit that marked something for delivery."""
        self._after_marks.append(wake)

    def dispose(self) -> None:
        """Closes every connection."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, pool_size=POOL, max_overflow=POOL, hide_parameters=True)
        _ask_idle_connections(engine)
        return engine
    engine = create_engine(url, pool_size=POOL, max_overflow=POOL, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver's own BEGIN is deferred and loses updates
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")

    return engine


def _ask_idle_connections(engine: Engine) -> None:
    """One that has died is replaced unnoticed, and with it all that were opened before."""

    @event.listens_for(engine, "checkin")
    def _left(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info["left_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _taken(connection: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
        left_at = entry.info.get("left_at")
        if left_at is None or time.monotonic() - left_at < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise exc.InvalidatePoolError from error


def insert_into(session: Session, table: type[Base] | Table) -> sqlite.Insert | postgresql.Insert:
    """INSERT … ON CONFLICT, which both databases have and word alike, in the words of this session's."""
    return (sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert)(table)
