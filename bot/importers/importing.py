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
from bot.importers.writing import Converted, Writer, hold, line_up, renew_vocabulary
from bot.services.program import Program, record

COMMAND_LINE = "command line"
READ, COMPARED = 0.3, 0.7
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
    plan = task.compare()
    added, updated = len(plan.new), len(plan.changing)
    if not dry_run and (added or updated):
        try:
            added, updated = task.write(plan, path.name)
        except IntegrityError as error:
            raise _changed_meanwhile(path.name) from error
    progress(1.0)
    return ImportResult(kind, read, added, updated, read - repeated - added - updated, repeated)


def _changed_meanwhile(file: str) -> BadInput:
    return BadInput(
        f"{file}: what it refers to was changed by somebody else at the same moment, so nothing was imported; "
        "run the import again"
    )


@dataclass(frozen=True)
class _Plan:
    """What a file would change, as things stood when it was compared with them."""

    references: dict[str, References]
    new: list[tuple[Row, Converted]]
    changing: list[tuple[Row, str]]
    """With the id of what stands."""


class _Import:
    """One file on its way in."""

    def __init__(self, program: Program, source: Source, sheet: Sheet, run: Run, progress: Progress) -> None:
        self._program = program
        self._source = source
        self._sheet = sheet
        self._run = run
        self._progress = progress
        self._writer = Writer(source, program.db.engine.dialect)

    def compare(self) -> _Plan:
        """What the rows would change; BadInput where anything is wrong with any of them."""
        rows, problems = self._sheet.rows, self._sheet.problems
        with self._program.reading() as session:
            plan = _Plan(self._look_up(session, rows), [], [])
            for row in rows:
                contradictions = self._source.check(self._given(row, plan.references))
                problems += [Problem(row.line, column, reason) for column, reason in contradictions]
            self._refuse_problems()
            for done, batch in enumerate(batches(rows)):
                for row, change in self._changes(session, batch, plan.references):
                    if change.is_new:
                        plan.new.append((row, self._writer.convert(change)))
                    else:
                        plan.changing.append((row, change.row["id"]))
                self._progress(READ + (COMPARED - READ) * done * AT_ONCE / len(rows))
        return plan

    def write(self, plan: _Plan, file: str) -> tuple[int, int]:
        """Writes the plan in one transaction, and how many rows it added and changed.

        What it rests on is looked up again first: new rows must still be new, standing ones are compared anew.
        """
        total = len(plan.new) + len(plan.changing)
        added = updated = 0
        with self._program.changing() as session:
            line_up(session)
            references = self._look_up(session, [row for row, _ in [*plan.new, *plan.changing]])
            self._refuse_problems()
            if not _still_mean_the_same(plan.references, references):
                raise _changed_meanwhile(file)
            changing = list(plan.changing)
            for batch in batches(plan.new):
                new, standing = self._still_new(session, batch, references)
                changing += standing
                self._writer.add(session, new)
                added += len(new)
                self._progress(COMPARED + (1 - COMPARED) * added / total)
            for held in batches(changing):
                hold(session, self._source, [id_ for _, id_ in held])
                rows = [row for row, _ in held]
                changes = [change for _, change in self._changes(session, rows, references)]
                again_new = [self._writer.convert(change) for change in changes if change.is_new]
                self._writer.add(session, again_new)
                self._writer.change(session, [change for change in changes if not change.is_new])
                added += len(again_new)
                updated += len(changes) - len(again_new)
                self._progress(COMPARED + (1 - COMPARED) * (added + updated) / total)
            if added or updated:
                self._note(session, file, added, updated)
        return added, updated

    def _still_new(
        self, session: Session, batch: Sequence[tuple[Row, Converted]], references: dict[str, References]
    ) -> tuple[list[Converted], list[tuple[Row, str]]]:
        """The rows under whose keys nothing stands even now; the others with the id of what came in between."""
        given = [self._given(row, references) for row, _ in batch]
        found = self._source.find(session, given)
        new, standing = [], []
        for values, (row, converted) in zip(given, batch, strict=True):
            if existing := found.get(self._source.key_of(values)):
                standing.append((row, existing.values["id"]))
            else:
                new.append(converted)
        return new, standing

    def _note(self, session: Session, file: str, added: int, updated: int) -> None:
        record(
            session,
            at=self._run.now,
            actor=COMMAND_LINE,
            action="imported",
            subject=("import", self._source.name),
            file=file,
            added=added,
            updated=updated,
        )
        renew_vocabulary(session)

    def _look_up(self, session: Session, rows: Sequence[Row]) -> dict[str, References]:
        """What the reference columns of these rows stand for, by column; what is not found becomes a problem."""
        found: dict[str, References] = {}
        for at, column in enumerate(self._sheet.columns):
            if column.reference is None:
                continue
            texts = dict.fromkeys(row.cells[at] for row in rows if row.cells[at] is not None)
            found[column.name] = references = column.reference(session, texts)
            for row in rows if references.wrong else ():
                if reason := references.wrong.get(row.cells[at]):
                    self._sheet.problems.append(Problem(row.line, column.name, reason))
        return found

    def _given(self, row: Row, references: dict[str, References]) -> Given:
        """A row's filled cells by attribute."""
        return {
            column.target: references[column.name].ids.get(value) if column.reference else value
            for column, value in zip(self._sheet.columns, row.cells, strict=True)
            if value is not None
        }

    def _changes(
        self, session: Session, rows: Sequence[Row], references: dict[str, References]
    ) -> list[tuple[Row, Change]]:
        """What the rows change as things stand now, without those that change nothing."""
        given = [self._given(row, references) for row in rows]
        standing = self._source.find(session, given)
        return [
            (row, change)
            for row, values in zip(rows, given, strict=True)
            if (change := self._source.merge(values, standing.get(self._source.key_of(values)), self._run))
        ]

    def _refuse_problems(self) -> None:
        if self._sheet.problems:
            raise BadInput("\n".join(map(str, sorted(set(self._sheet.problems)))))


def _still_mean_the_same(before: dict[str, References], now: dict[str, References]) -> bool:
    return all(
        before[column].ids[text] == id_ for column, found in now.items() for text, id_ in found.ids.items()
    )
