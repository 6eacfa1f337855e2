"""Brings the database to the newest schema and tells whether it is there."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.db import Database
from bot.errors import ProgramError
from bot.measure_views import VIEWS
from bot.sql_views import Dialect

MIGRATIONS = Path(__file__).parent.parent / "migrations"
MIGRATING = 0x41445643
"""PostgreSQL's advisory lock while migrating: two at once line up."""


class SchemaNotNewest(ProgramError):
    """The database is not at the newest schema; the text says what to run."""


def newest_revision() -> str:
    """The head that migrations/ ends in, as its head file names it."""
    return (MIGRATIONS / "head").read_text().strip()


def current_revision(db: Database) -> str | None:
    """The revision the database stands at, or None where it has never been migrated."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def require_newest(db: Database) -> None:
    """Nothing when the schema is the newest, else SchemaNotNewest."""
    current = current_revision(db)
    if current != newest_revision():
        state = f"at {current}" if current else "empty"
        raise SchemaNotNewest(
            f"the database is {state}, the newest schema is {newest_revision()}: run migrate"
        )


def migrate(db: Database) -> None:
    """Brings the database to the newest schema, in one transaction. Safe to repeat and to run twice at once."""
    from alembic import command  # 0.4 s to import, and only migrating needs it
    from alembic.config import Config

    with db.engine.execution_options(writes=True).begin() as connection:
        _one_at_a_time(connection)
        granted = _grants(connection)
        _without_views(connection)
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _with_views(connection)
        _grant_again(connection, granted)


def _grants(connection: Connection) -> list[tuple[str, str]]:
    """View and role of everybody who may read the views on PostgreSQL: what goes with a view when it is made anew."""
    if connection.dialect.name != "postgresql":
        return []
    rows = connection.execute(
        text(
            "SELECT table_name, grantee FROM information_schema.role_table_grants"
            " WHERE privilege_type = 'SELECT' AND table_schema = current_schema() AND grantee <> current_user"
        )
    )
    return [(row.table_name, row.grantee) for row in rows]


def _grant_again(connection: Connection, granted: list[tuple[str, str]]) -> None:
    ours, quote = {view.name for view in VIEWS}, connection.dialect.identifier_preparer.quote_identifier
    for view, role in granted:
        if view in ours:
            to = role if role == "PUBLIC" else quote(role)
            connection.exec_driver_sql(f"GRANT SELECT ON {quote(view)} TO {to}")


def _without_views(connection: Connection) -> None:
    """A table that a view reads cannot be changed: views are made anew each time."""
    for name in inspect(connection).get_view_names():
        if name.startswith(("fact_", "measure_")):
            cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f'DROP VIEW IF EXISTS "{name}"{cascade}'))


def _with_views(connection: Connection) -> None:
    dialect = Dialect(connection.dialect.name)
    for view in VIEWS:
        connection.exec_driver_sql(f"CREATE VIEW {view.name} AS {view.select(dialect)}")


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
