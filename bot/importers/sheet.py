"""Reads a CSV file into rows of values, and names every cell that cannot be read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bot.importers.cells import BadCell
from bot.importers.columns import Column
from bot.importers.lines import File, Record, header_word, opened
from bot.importers.nearest import nearest

REJECTED_BECAUSE = "rejected_because"
"""A column that a file of rejected rows has at its end; it says nothing about a row."""
REMEMBERED = 5_000
"""Texts whose values are remembered per column: most columns hold few different ones."""
REPORT_EVERY = 1_000
"""Rows between two reports of progress."""

Progress = Callable[[float], None]
"""Is told the share that is done, 0 to 1."""


class Problem(NamedTuple):
    """What is wrong with one cell, or with a whole line where `column` is empty."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.reason}"


class Row(NamedTuple):
    line: int
    """Of the file, where the row begins; the header is line 1."""
    cells: tuple[Any, ...]
    """One value for each column of the sheet, None where the cell is empty or bad."""


@dataclass
class Sheet:
    """A file's rows, and everything that is wrong with it."""

    columns: tuple[Column, ...]
    """Those that the file has, in its order."""
    rows: list[Row] = field(default_factory=list)
    read: int = 0
    """Rows of the file, those included that cannot be cut into cells."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with single rows."""
    faults: list[Problem] = field(default_factory=list)
    """What is wrong with the header, or with everything from some line on: no row can be trusted."""

    @property
    def bad_lines(self) -> frozenset[int]:
        """Where rows begin that something is wrong with."""
        return frozenset(problem.line for problem in self.problems)


def read_sheet(path: Path, kind: str, columns: Sequence[Column], today: date, progress: Progress) -> Sheet:
    """The rows of the file and every problem in it; BadInput where it cannot be read as text at all."""
    names = frozenset(column.name for column in columns)
    with opened(path, kind, names) as file:
        return _read(file, kind, columns, today, progress)


def _read(file: File, kind: str, columns: Sequence[Column], today: date, progress: Progress) -> Sheet:
    sheet = Sheet(columns=())
    header = next(file.records)
    if header.broken:
        sheet.faults.append(Problem(header.line, "", header.broken))
        return sheet
    chosen = list(_chosen(header, kind, columns, sheet.faults))
    sheet.columns = tuple(column for _, column in chosen)
    memories: list[dict[str, Any]] = [{} if column.required else {"": None} for _, column in chosen]
    places = [(at, column, memory) for (at, column), memory in zip(chosen, memories, strict=True)]
    width = len(header.cells)
    for line, cells, broken, is_last in file.records:
        sheet.read += 1
        if broken:
            (sheet.faults if is_last else sheet.problems).append(Problem(line, "", broken))
            continue
        if len(cells) != width:
            sheet.problems.append(Problem(line, "", _wrong_length(len(cells), width)))
            continue
        values = []
        for at, column, memory in places:
            text = cells[at]
            try:
                values.append(memory[text])
            except KeyError:
                values.append(_value(line, column, text, today, memory, sheet.problems))
        sheet.rows.append(Row(line, tuple(values)))
        if len(sheet.rows) % REPORT_EVERY == 0:
            progress(file.share_read())
    return sheet


def _chosen(
    header: Record, kind: str, columns: Sequence[Column], faults: list[Problem]
) -> Iterator[tuple[int, Column]]:
    """Where in a record each column stands; names that say nothing, say it twice or are missing become faults."""
    by_name = {column.name: column for column in columns}
    seen: set[str] = set()
    for at, given in enumerate(header.cells):
        name = header_word(given)
        if not name:
            faults.append(Problem(header.line, "", f"column {at + 1} has no name; give it one or remove it"))
        elif name in seen:
            faults.append(Problem(header.line, name, "this column is there twice; keep one of them"))
        elif name in by_name:
            yield at, by_name[name]
        elif name != REJECTED_BECAUSE:
            faults.append(Problem(header.line, given.strip(), _unknown(name, kind, by_name)))
        seen.add(name)
    faults += [
        Problem(header.line, column.name, f"this column is missing, and {kind} need it; add it to the header")
        for column in columns
        if column.required and column.name not in seen
    ]


def _unknown(name: str, kind: str, known: dict[str, Column]) -> str:
    meant = nearest(name, known)
    advice = f"did you mean {meant}?" if meant else f"remove it, or use one of {', '.join(known)}"
    return f"{kind} have no such column; {advice}"


def _wrong_length(found: int, wanted: int) -> str:
    if found > wanted:
        return f"has {found} cells where the header has {wanted}; put a text that holds the separator into quotation marks"
    return f"has {found} cells where the header has {wanted}; add the missing ones, empty where unknown"


def _value(
    line: int, column: Column, text: str, today: date, memory: dict[str, Any], problems: list[Problem]
) -> Any:
    """The value of a cell whose text is new; a bad one becomes a problem and None."""
    try:
        value = column.read(text)
        if column.past and value is not None and value > today:
            raise BadCell(f"“{value}” is still to come, today is {today}; write the day on which it happened")
    except BadCell as bad:
        problems.append(Problem(line, column.name, str(bad)))
        return None
    if len(memory) < REMEMBERED:
        memory[text] = value
    return value
