"""The engine and the kinds of session. On SQLite only `changing` takes the write lock, and takes it at once."""

import inspect
import select
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar, TypeVarTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    CursorResult,
    Engine,
    Select,
    Table,
    bindparam,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from models import Base

P = ParamSpec("P")
Found = TypeVar("Found")
Statement = TypeVar("Statement")
Ts = TypeVarTuple("Ts")

BUSY_MILLISECONDS = 30_000
POOL = 40
"""Connections kept at most: as many as there are threads that may ask at once."""
IDLE_SECONDS = 20.0
"""A connection that nobody has used for this long is tried before it is used: firewalls drop them without a word."""
CACHE_KIBIBYTES = 16_000
"""Of SQLite's pages that a connection keeps at most: what a broad search reads of a large program, ten times its default."""
STATEMENTS = 1_000
"""Kept ready, as text by an engine and as a plan by a connection of SQLite: all that the program asks. Of the driver's own 128
many are forgotten before their next use."""
AUTOCOMMIT: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}
ONE_MOMENT: dict[str, Any] = {"isolation_level": "REPEATABLE READ"}


class ReadingSession(Session):
    """Refuses to write."""


@event.listens_for(ReadingSession, "before_flush")
def _refuse(session: Session, *_: object) -> None:
    raise TypeError(
        f"a session that reads was given {[*session.new, *session.dirty, *session.deleted]} to write"
    )


class Database:
    """One engine and what hangs on it. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(writes=True)
        # On PostgreSQL every statement sees what is committed by then, in a transaction or not: a reader needs none,
        # and spares the way there and back that opening and closing one takes.
        self._reader = self.engine if self.is_sqlite else self.engine.execution_options(**AUTOCOMMIT)
        self._streamer = self.engine if self.is_sqlite else self.engine.execution_options(**ONE_MOMENT)
        self._after_marks: list[Callable[[], None]] = []
        # SQLite's busy handler has no queue: writers of one process line up here instead of polling.
        self._queue: threading.RLock | None = threading.RLock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing and, on SQLite, never waits for a writer."""
        with ReadingSession(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def streaming(self) -> Iterator[Session]:
        """The same in one transaction, which sees the data of one moment: for rows that are fetched a thousand at a time."""
        with ReadingSession(self._streamer, expire_on_commit=False) as session:
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
    # The connection that was used last comes first: it knows the statements, and has the pages at hand.
    pool: dict[str, Any] = {
        "pool_size": POOL,
        "max_overflow": POOL,
        "pool_use_lifo": True,
        "hide_parameters": True,
        "query_cache_size": STATEMENTS,
    }
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, **pool, connect_args={"cached_statements": STATEMENTS})
        _set_up_sqlite(engine)
    else:
        engine = create_engine(url, **pool, skip_autocommit_rollback=True)
        _try_before_use(engine)
    return engine


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver's own BEGIN is deferred and loses updates
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            f"cache_size=-{CACHE_KIBIBYTES}",
            "synchronous=NORMAL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # waits for nobody, and is asked for more often than anything else: past all that may be told of a statement
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.execute("BEGIN DEFERRED")


def _try_before_use(engine: Engine) -> None:
    """A connection that the server has closed is replaced before anybody meets it. The pool's own pre-ping asks the server
    each time; here a look at the socket is enough while the connection is in use every few seconds."""

    @event.listens_for(engine, "checkin")
    def _note(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _try(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        used_at = entry.info.get("used_at")
        if used_at is None:
            return  # new
        try:
            if time.monotonic() - used_at > IDLE_SECONDS or _says_something(connection):
                engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise DisconnectionError from None


def _says_something(connection: DBAPIConnection) -> bool:
    """Whether the server has sent something that nobody asked for: mostly that it is going, or gone."""
    look = select.poll()
    look.register(connection.fileno(), select.POLLIN)
    return bool(look.poll(0))


def built_once(build: Callable[P, Statement]) -> Callable[P, tuple[Statement, dict[str, Any]]]:
    """A statement that is put together once, with a place for each argument: putting one together takes longer than asking
    SQLite for its rows. `session.scalars(*asks_of(request_id))`. In the decorated function the arguments are those places: they
    can be compared with columns, and nothing else."""
    # An UPDATE keeps the names of its columns for itself.
    names = [f"{name}_" for name in inspect.signature(build).parameters]

    @cache
    def statement() -> Statement:
        return build(*(bindparam(name) for name in names))  # type: ignore[arg-type, call-arg]

    @wraps(build)
    def filled(*values: P.args, **_: P.kwargs) -> tuple[Statement, dict[str, Any]]:
        return statement(), dict(zip(names, values, strict=True))

    return filled


def found_once(session: Session, key: tuple[object, ...], find: Callable[[], Found]) -> Found:
    """What `find` finds; a session that only reads looks once for each key."""
    known = _found(session)
    if key not in known:
        known[key] = find()
    return known[key]  # type: ignore[no-any-return]


def found_each(
    session: Session,
    kind: str,
    names: Collection[str],
    find: Callable[[Collection[str]], Mapping[str, Found]],
) -> dict[str, Found]:
    """What `find` finds for these names, looked for at once; a session that only reads looks once for each, be it here or with
    `found_once` by the key (kind, name)."""
    known = _found(session)
    if missing := {one for one in names if (kind, one) not in known}:
        found = find(missing)
        known.update({(kind, one): found.get(one) for one in missing})
    return {one: at for one in names if (at := known[kind, one]) is not None}


def _found(session: Session) -> dict[tuple[object, ...], Any]:
    """What this session keeps of what it found: nothing where it may change it."""
    return session.info.setdefault("found", {}) if isinstance(session, ReadingSession) else {}


def plain(
    session: Session, statement: Select[*Ts] | CompoundSelect[*Ts], values: Mapping[str, Any] | None = None
) -> CursorResult[*Ts]:
    """The rows of a statement without the cost of the object mapper: for columns, not for objects."""
    session.flush()  # what this transaction has changed so far counts
    return session.connection().execute(statement, values)


def insert_into(session: Session, table: type[Base] | Table) -> sqlite.Insert | postgresql.Insert:
    """INSERT … ON CONFLICT, which both databases have and word alike, in the words of this session's."""
    return insert_for(session.get_bind().dialect.name, table)


def insert_for(dialect: str, table: type[Base] | Table) -> sqlite.Insert | postgresql.Insert:
    """The same in the words of a dialect, for a statement that is kept."""
    plainly = table if isinstance(table, Table) else table_of(table)
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(plainly)


def table_of(model: type[Base]) -> Table:
    """The table behind a model: what is written to it directly is spared the object mapper."""
    return model.metadata.tables[model.__tablename__]
