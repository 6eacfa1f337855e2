"""Imports a file: everything is checked first, then all of it is written in one short transaction, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.errors import BadInput
from bot.importers.columns import Change, Given, References, Run, Source, nothing_to_check
from bot.importers.references import AT_ONCE, batches
from bot.importers.rejecting import rejected_file
from bot.importers.repeats import drop_repeats
from bot.importers.sheet import Problem, Progress, Row, Sheet, read_sheet
from bot.importers.sources import source_named
from bot.importers.writing import Outdated, Writer, line_up
from bot.queries.versions import grow
from bot.queries.vocabulary import VOCABULARY
from bot.services.handing_over import settle
from bot.services.open_thanks import list_open_thanks
from bot.services.program import Program, record

COMMAND_LINE = "command line"
READ, COMPARED = 0.3, 0.9
"""The shares of the whole that are done once the file is read, and once it is compared with the database."""
TRIES = 5
"""How often a file is compared again because somebody else came in between."""


@dataclass(frozen=True)
class ImportResult:
    """How many rows of the file did what; a repeated row is identical to an earlier one of the same file."""

    kind: str
    read: int
    added: int
    updated: int
    unchanged: int
    repeated: int
    rejected: int = 0
    rejected_in: Path | None = None
    """The file with the rejected rows, where one was written."""

    def __str__(self) -> str:
        line = f"{self.kind}: {self.read} read, {self.added} added, {self.updated} updated, {self.unchanged} unchanged"
        line += f", {self.repeated} repeated" if self.repeated else ""
        return line + (f", {self.rejected} rejected" if self.rejected else "")


def silent(_done: float) -> None:
    """Shows no progress."""


def import_file(
    program: Program,
    kind: str,
    path: Path,
    *,
    dry_run: bool = False,
    keep_going: bool = False,
    overwrite: bool = False,
    progress: Progress = silent,
) -> ImportResult:
    """Brings the file's rows into the database: all of them, or BadInput with one problem a line and nothing changed.

    A dry run checks and counts the same and changes nothing. `keep_going` leaves bad rows out and writes them, with
    their problems, into another file beside this one; a header that cannot be understood is refused all the same.
    `overwrite` lets the file win over what the bot itself has changed since the last import. What is open at an account
    that has a new CSM is handed over. `progress` is told the
    share that is done.
    """
    source = source_named(kind)
    run = Run(program.now(), overwrite)
    sheet = read_sheet(path, kind, source.columns, run.now.date(), lambda done: progress(done * READ))
    repeated = drop_repeats(sheet, source.columns)
    for _ in range(TRIES):
        with Writer(source, program.db.engine.dialect) as writer:
            rejected = _Comparison(program, source, sheet, run, progress, keep_going).fill(writer)
            beside: Path | None = None
            try:
                if not dry_run:
                    with rejected_file(path, kind, source.columns, rejected) as beside:
                        _write(program, source, path.name, run, writer, progress)
                    settle(program)
                    if kind == "activities":
                        list_open_thanks(program)
            except (Outdated, IntegrityError):
                continue
        progress(1.0)
        left_out = len({problem.line for problem in rejected})
        unchanged = sheet.read - repeated - left_out - writer.added - writer.updated
        return ImportResult(
            kind, sheet.read, writer.added, writer.updated, unchanged, repeated, left_out, beside
        )
    raise BadInput(
        f"{path.name}: what it is about is being changed by somebody else all the time, so nothing was imported; "
        "run the import again a little later"
    )


def _write(program: Program, source: Source, file: str, run: Run, writer: Writer, progress: Progress) -> None:
    if not (writer.added or writer.updated):
        return
    with program.changing() as session:
        line_up(session)
        writer.write(session, lambda done: progress(COMPARED + (1 - COMPARED) * done))
        record(
            session,
            at=run.now,
            actor=COMMAND_LINE,
            action="imported",
            subject=("import", source.name),
            file=file,
            added=writer.added,
            updated=writer.updated,
        )
        grow(session, VOCABULARY)  # the words the data knows


class _Comparison:
    """A file beside what stands in the database."""

    def __init__(
        self,
        program: Program,
        source: Source,
        sheet: Sheet,
        run: Run,
        progress: Progress,
        keep_going: bool,
    ) -> None:
        self._program = program
        self._source = source
        self._sheet = sheet
        self._run = run
        self._progress = progress
        self._keep_going = keep_going
        self._problems = list(sheet.problems)

    def fill(self, writer: Writer) -> Sequence[Problem]:
        """Hands the writer what the good rows change, and gives what is wrong with the others.

        BadInput where anything is wrong that cannot be left out.
        """
        with self._program.reading() as session:
            references = self._look_up(session)
            self._refuse()
            bad = {problem.line for problem in self._problems}
            rows = [row for row in self._sheet.rows if row.line not in bad] if bad else self._sheet.rows
            for done, batch in enumerate(batches(rows)):
                writer.add(list(self._changes(session, batch, references)))
                self._progress(READ + (COMPARED - READ) * done * AT_ONCE / len(rows))
        return self._problems

    def _refuse(self) -> None:
        faults = self._sheet.faults
        if faults or (self._problems and not self._keep_going):
            raise BadInput("\n".join(map(str, sorted({*faults, *self._problems}))))

    def _look_up(self, session: Session) -> dict[str, References]:
        """What the reference columns stand for, by column; what is not found or contradictory becomes a problem."""
        rows = self._sheet.rows
        found: dict[str, References] = {}
        for at, column in enumerate(self._sheet.columns):
            if column.reference is None:
                continue
            texts = dict.fromkeys(row.cells[at] for row in rows if row.cells[at] is not None)
            found[column.name] = references = column.reference(session, texts)
            for row in rows if references.wrong else ():
                if reason := references.wrong.get(row.cells[at]):
                    self._problems.append(Problem(row.line, column.name, reason))
        for row in rows if self._source.check is not nothing_to_check else ():
            contradictions = self._source.check(self._given(row, found))
            self._problems += [Problem(row.line, column, reason) for column, reason in contradictions]
        return found

    def _given(self, row: Row, references: Mapping[str, References]) -> Given:
        """A row's filled cells by attribute."""
        return {
            column.target: references[column.name].ids.get(value) if column.reference else value
            for column, value in zip(self._sheet.columns, row.cells, strict=True)
            if value is not None
        }

    def _changes(
        self, session: Session, rows: Sequence[Row], references: Mapping[str, References]
    ) -> Iterator[Change]:
        """What the rows change, without those that change nothing."""
        given = [self._given(row, references) for row in rows]
        standing = self._source.find(session, given)
        for values in given:
            existing = standing.get(self._source.key_of(values))
            if change := self._source.merge(values, existing, self._run):
                yield change if existing is None else change.resting_on(existing)
