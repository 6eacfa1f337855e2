"""How Alembic runs: on the connection that bot/schema.py hands over, or on DATABASE_URL for the alembic command."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from bot.db import Database
from bot.settings import load_settings
from models import Base, UtcDateTime


def render_item(type_: str, item: object, autogen_context: AutogenContext) -> str | Literal[False]:
    """Migrations name plain column types, so that they never import today's models."""
    if type_ == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database(load_settings().database_url)
    with database.engine.execution_options(writes=True).begin() as own:
        run(own)
