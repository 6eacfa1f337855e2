"""synonym: the owner's own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.cli.database import answering, require_newest

if TYPE_CHECKING:
    from bot.services.program import Program
    from bot.settings import Settings


@click.group()
def synonym() -> None:
    """Teach the words that your colleagues use."""


@synonym.command()
@click.argument("word")
@click.argument("field")
@click.argument("name")
@click.pass_obj
def add(settings: Settings, word: str, field: str, name: str) -> None:
    """Let WORD mean NAME, one of the known names of FIELD, at once and everywhere.

    FIELD is industry, segment, region, country, product, use_case, competitor, language, tag, kind or platform.
    """
    from bot.services import synonyms

    with _program(settings) as program:
        added = synonyms.add(program, "command line", word, field, name)
    click.echo(f"“{added.word}” means {added.canonical} ({added.field}) now.")


@synonym.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List every word that was taught."""
    from bot.services import synonyms

    with _program(settings) as program:
        known = synonyms.list_all(program)
    for one in known:
        click.echo(
            f"{one.word:24} {one.field:12} {one.canonical:24} added by {one.added_by}, {one.at:%Y-%m-%d}"
        )
    if not known:
        click.echo("Nothing was taught yet.")


@synonym.command()
@click.argument("word")
@click.pass_obj
def remove(settings: Settings, word: str) -> None:
    """Take WORD back: it then means what it meant before."""
    from bot.services import synonyms

    with _program(settings) as program:
        removed = synonyms.remove(program, "command line", word)
    click.echo(f"“{removed.word}” no longer means {removed.canonical} ({removed.field}).")


@contextmanager
def _program(settings: Settings) -> Iterator[Program]:
    from bot.clock import SystemClock
    from bot.db import Database
    from bot.services.program import Program

    db = Database(settings.database_url)
    try:
        require_newest(db)
        with answering(db):
            yield Program(db, SystemClock(), settings.owner_ids, settings.executive_ids)
    finally:
        db.dispose()
