"""Commands that bring data in, and out again."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.database import require_newest

if TYPE_CHECKING:
    from bot.importers.sheet import Progress
    from bot.services.program import Program
    from bot.settings import Settings

FACTS = "facts"
PATIENCE = 1.0
"""Seconds after which a command shows how far it is."""
STEPS = 1_000
"""Of a progress bar."""


class Kind(click.ParamType[str]):
    """A kind of data; the nearest one is offered for any other."""

    name = "kind"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from bot.errors import BadInput
        from bot.importers.sources import source_named

        try:
            return source_named(value).name
        except BadInput as error:
            self.fail(str(error), param, ctx)


@click.command("import")
@click.argument("kind", type=Kind())
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything and say what would change; change nothing.")
@click.option(
    "--keep-going", is_flag=True, help="Leave bad rows out, and write them to FILE.csv.rejected.csv."
)
@click.option("--overwrite", is_flag=True, help="Let the file win over what the bot has changed since.")
@click.pass_obj
def import_(
    settings: Settings, kind: str, file: Path, dry_run: bool, keep_going: bool, overwrite: bool
) -> None:
    """Bring in the rows of a CSV file: all, or none where one is wrong.

    KIND is accounts, advocates, activities, asks, gives, signals, milestones, stories, deals or costs. Every wrong
    cell is named with its line, its column and what to do. Importing a file again changes nothing.
    """
    from bot.errors import BadInput
    from bot.importers.importing import import_file

    with _program(settings) as program, progress_bar(f"Importing {kind}") as progress:
        result = import_file(
            program,
            kind,
            file,
            dry_run=dry_run,
            keep_going=keep_going,
            overwrite=overwrite,
            progress=progress,
        )
    click.echo(result)
    if dry_run:
        click.echo("This was a dry run: nothing was changed.", err=True)
    if result.rejected_in:
        rows = "1 row was" if result.rejected == 1 else f"{result.rejected} rows were"
        click.echo(f"{rows} left out. See {result.rejected_in} for the reasons.", err=True)
    if result.rejected and result.rejected + result.repeated == result.read:
        raise BadInput(f"{file}: no row could be imported")


class ExportKind(Kind):
    """A kind of data, or the facts behind the measures."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return value if value == FACTS else super().convert(value, param, ctx)


@click.command("export")
@click.argument("kind", type=ExportKind())
@click.option(
    "--format", "file_format", type=click.Choice(["csv", "parquet"]), help="Of facts.  [default: csv]"
)
@click.option(
    "--into", type=click.Path(path_type=Path), help="Of facts: the folder.  [default: facts-YYYY-MM-DD, here]"
)
@click.option("--overwrite", is_flag=True, help="Of facts: put them in the place of an earlier export.")
@click.pass_obj
def export(
    settings: Settings, kind: str, file_format: str | None, into: Path | None, overwrite: bool
) -> None:
    """Write everything of one kind as CSV, as an import takes it; or the facts for analysts into a folder.

    KIND is accounts, advocates, activities, asks, gives, signals, milestones, stories, deals or costs: its CSV goes to
    the standard output. Or it is facts: one file for each table of facts goes into a folder, with a dictionary, also
    where the standard output is no terminal; what is printed there is the folder.
    """
    if kind == FACTS:
        _export_facts(settings, into, file_format or "csv", overwrite)
        return
    if file_format or into or overwrite:
        raise click.UsageError("--format, --into and --overwrite are for facts")
    from bot.importers.exporting import export_csv

    with _program(settings) as program:
        assert isinstance(sys.stdout, io.TextIOWrapper)
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # whatever the terminal's language is
        export_csv(program, kind, sys.stdout)


def _export_facts(settings: Settings, into: Path | None, file_format: str, overwrite: bool) -> None:
    from bot.importers.fact_files import export_facts

    with _program(settings) as program, progress_bar("Exporting facts") as progress:
        folder = into or Path(f"facts-{program.now().date()}")
        counts = export_facts(
            program, folder, file_format=file_format, overwrite=overwrite, progress=progress
        )
    click.echo(f"{folder}: {sum(counts.values())} rows in {len(counts)} tables")


@contextmanager
def _program(settings: Settings) -> Iterator[Program]:
    from bot.clock import SystemClock
    from bot.db import Database
    from bot.services.program import Program

    db = Database(settings.database_url)
    try:
        require_newest(db)
        yield Program(db, SystemClock())
    finally:
        db.dispose()


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar that appears on a terminal once the wait grows; nothing where the output is no terminal."""
    started = time.monotonic()
    bar = click.progressbar(length=STEPS, label=label)
    is_terminal = sys.stdout.isatty()
    with ExitStack() as shown:

        def show(done: float) -> None:
            if not is_terminal or time.monotonic() - started < PATIENCE:
                return
            if bar.pos == 0:
                shown.enter_context(bar)
            bar.update(max(0, int(done * STEPS) - bar.pos))  # a repeated comparison goes back

        yield show
