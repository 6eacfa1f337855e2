"""Imports a file: everything is checked first, then all of it is written in one short transaction, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.errors import BadInput
from bot.importers.columns import Change, Given, References, Run, Source
from bot.importers.references import AT_ONCE, batches
from bot.importers.repeats import drop_repeats
from bot.importers.sheet import Problem, Progress, Row, Sheet, read_sheet
from bot.importers.sources import source_named
from bot.importers.writing import hold, line_up, renew_vocabulary, write
from bot.services.program import Program, record

COMMAND_LINE = "command line"
READ, CHECKED = 0.4, 0.6
"""The shares of the whole that are done once the file is read, and once it is compared with the database."""


@dataclass(frozen=True)
class ImportResult:
    """How many rows of the file did what; a repeated row is identical to an earlier one of the same file."""

    kind: str
    read: int
    added: int
    updated: int
    unchanged: int
    repeated: int

    def __str__(self) -> str:
        line = f"{self.kind}: {self.read} read, {self.added} added, {self.updated} updated, {self.unchanged} unchanged"
        return f"{line}, {self.repeated} repeated" if self.repeated else line


def silent(_done: float) -> None:
    """Shows no progress."""


def import_file(
    program: Program,
    kind: str,
    path: Path,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    progress: Progress = silent,
) -> ImportResult:
    """Brings the file's rows into the database: all of them, or BadInput with one problem a line and nothing changed.

    A dry run checks and counts the same and changes nothing. `overwrite` lets the file win over what the bot itself
    has changed since the last import. `progress` is told the share that is done.
    """
    source = source_named(kind)
    run = Run(program.now(), overwrite)
    sheet = read_sheet(path, kind, source.columns, run.now.date(), lambda done: progress(done * READ))
    read = len(sheet.rows)
    repeated = drop_repeats(sheet, source.columns)
    task = _Import(program, source, sheet, run, progress)
    outcome = task.compare()
    if outcome and not dry_run:
        try:
            outcome = task.write(path, [row for row, _ in outcome])
        except IntegrityError as error:
            raise BadInput(
                f"{path}: somebody else changed the same {kind} at the same moment, so nothing was imported; "
                "run the import again"
            ) from error
    progress(1.0)
    added = sum(is_new for _, is_new in outcome)
    updated = len(outcome) - added
    return ImportResult(kind, read, added, updated, read - repeated - added - updated, repeated)


Outcome = list[tuple[Row, bool]]
"""The rows that change something, and whether each is new."""


@dataclass(frozen=True)
class _Import:
    """One file on its way in."""

    program: Program
    source: Source
    sheet: Sheet
    run: Run
    progress: Progress

    def compare(self) -> Outcome:
        """The rows that would change something; BadInput where anything is wrong with any of them."""
        rows, problems = self.sheet.rows, self.sheet.problems
        outcome: Outcome = []
        with self.program.reading() as session:
            references = self._look_up(session, rows)
            for row in rows:
                contradictions = self.source.check(self._given(row, references))
                problems += [Problem(row.line, column, reason) for column, reason in contradictions]
            self._refuse_problems()
            for done, batch in enumerate(batches(rows)):
                changes = self._changes(session, batch, references)
                outcome += [(row, change.is_new) for row, change in changes]
                self._report(done * AT_ONCE / len(rows), READ, CHECKED)
        return outcome

    def write(self, path: Path, rows: Sequence[Row]) -> Outcome:
        """Decides these rows anew inside one transaction and writes them; gives those that did change something."""
        outcome: Outcome = []
        with self.program.changing() as session:
            line_up(session)
            references = self._look_up(session, rows)
            self._refuse_problems()
            for done, batch in enumerate(batches(rows)):
                hold(session, self.source, [self._given(row, references) for row in batch])
                changes = self._changes(session, batch, references)
                write(session, self.source, [change for _, change in changes])
                outcome += [(row, change.is_new) for row, change in changes]
                self._report(done * AT_ONCE / len(rows), CHECKED, 1.0)
            if outcome:
                added = sum(is_new for _, is_new in outcome)
                record(
                    session,
                    at=self.run.now,
                    actor=COMMAND_LINE,
                    action="imported",
                    subject=("import", self.source.name),
                    file=path.name,
                    added=added,
                    updated=len(outcome) - added,
                )
                renew_vocabulary(session)
        return outcome

    def _look_up(self, session: Session, rows: Sequence[Row]) -> dict[str, References]:
        """What the reference columns of these rows stand for, by column; what is not found becomes a problem."""
        found: dict[str, References] = {}
        for at, column in enumerate(self.sheet.columns):
            if column.reference is None:
                continue
            texts = dict.fromkeys(row.cells[at] for row in rows if row.cells[at] is not None)
            found[column.name] = references = column.reference(session, texts)
            for row in rows if references.wrong else ():
                if reason := references.wrong.get(row.cells[at]):
                    self.sheet.problems.append(Problem(row.line, column.name, reason))
        return found

    def _given(self, row: Row, references: dict[str, References]) -> Given:
        """A row's filled cells by attribute."""
        return {
            column.target: references[column.name].ids.get(value) if column.reference else value
            for column, value in zip(self.sheet.columns, row.cells, strict=True)
            if value is not None
        }

    def _changes(
        self, session: Session, rows: Sequence[Row], references: dict[str, References]
    ) -> list[tuple[Row, Change]]:
        """What the rows change as things stand now, without those that change nothing."""
        given = [self._given(row, references) for row in rows]
        standing = self.source.find(session, given)
        return [
            (row, change)
            for row, values in zip(rows, given, strict=True)
            if (change := self.source.merge(values, standing.get(self.source.key_of(values)), self.run))
        ]

    def _refuse_problems(self) -> None:
        if self.sheet.problems:
            raise BadInput("\n".join(map(str, sorted(set(self.sheet.problems)))))

    def _report(self, share: float, before: float, after: float) -> None:
        self.progress(before + (after - before) * share)
