"""report: the director's report of a period."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.guard import program_of
from bot.cli.moment import Day
from bot.errors import BadInput

if TYPE_CHECKING:
    from bot.settings import Settings

FORMATS = ("html", "pdf", "csv")


@click.command()
@click.option("--from", "first", type=Day(), required=True, help="The first day, UTC.")
@click.option("--to", "last", type=Day(), required=True, help="The last day, UTC, included.")
@click.option("--format", "file_format", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, in place of what it holds.  [default: stdout; on a terminal a PDF gets a file of its own]",
)
@click.pass_obj
def report(settings: Settings, first: date, last: date, file_format: str, out: Path | None) -> None:
    """Write the report of a period for a director: what was done, what it brought, and how it was counted."""
    from bot.rules.periods import is_period
    from bot.services.reporting import report as made_of

    if not is_period(first, last):
        raise BadInput(
            f"--from {first} and --to {last} are no period: the first day comes first, from 2000 on, at most ten years apart"
        )
    with program_of(settings) as program:
        it = made_of(program, first, last)
    from messages.reports.files import content, file_name

    made = content(it, file_format)
    if out is None and file_format == "pdf" and sys.stdout.isatty():
        out = Path(file_name(it, file_format))
    if out is None:
        click.echo(made, nl=False)
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        raise BadInput(f"{out} can’t be written: {error.strerror or error}") from error
    click.echo(str(out))
