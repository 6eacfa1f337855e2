"""Commands for the database, and the questions every command asks of it first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.errors import ProgramError

if TYPE_CHECKING:
    from bot.db import Database
    from bot.settings import Settings


class NoDatabase(ProgramError):
    """The database does not answer; the text says which and why."""


@click.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema.

    Safe to repeat, and to run twice at once.
    """
    from bot.schema import newest_revision

    bring_to_newest(settings)
    click.echo(f"The database is at the newest schema, {newest_revision()}.")


def bring_to_newest(settings: Settings) -> None:
    """Migrates the settings' database, or NoDatabase."""
    from bot.db import Database
    from bot.schema import migrate as bring

    db = Database(settings.database_url)
    try:
        with answering(db):
            bring(db)
    finally:
        db.dispose()


def require_newest(db: Database) -> None:
    """Nothing when the schema is the newest, else SchemaNotNewest or NoDatabase."""
    from bot.schema import require_newest as require

    with answering(db):
        require(db)


@contextmanager
def answering(db: Database) -> Iterator[None]:
    """Inside the block a database that cannot be reached is NoDatabase."""
    from sqlalchemy.exc import OperationalError

    try:
        yield
    except OperationalError as error:
        where = db.url.render_as_string(hide_password=True)
        reason = str(error.orig).partition("\n")[0]
        raise NoDatabase(f"the database {where} does not answer: {reason}") from error
