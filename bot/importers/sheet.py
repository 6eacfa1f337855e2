"""Reads a CSV file into rows of values, and names every cell that cannot be read."""

import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import BadInput
from bot.importers.cells import BadCell
from bot.importers.columns import Column
from bot.importers.nearest import nearest

REJECTED_BECAUSE = "rejected_because"
"""A column that a file of rejected rows has at its end; it says nothing about a row."""
LONGEST_CELL = 1_000_000
"""Characters."""
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
    problems: list[Problem] = field(default_factory=list)


class _Broken(Exception):
    """The file cannot be cut into cells from this line on."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def read_sheet(path: Path, kind: str, columns: Sequence[Column], today: date, progress: Progress) -> Sheet:
    """The rows of the file and every problem in it; BadInput where it cannot be read as text at all."""
    with _opened(path) as text:
        first = next((line for line in text if line.strip()), "")
    if not first:
        raise BadInput(
            f"{path}: is empty; it needs a header with the columns of {kind}, and a line for each row"
        )
    size = path.stat().st_size
    with _opened(path) as text:
        records = _records(text, _delimiter(first, columns))
        return _read(
            records, kind, columns, today, lambda: progress(os.lseek(text.fileno(), 0, os.SEEK_CUR) / size)
        )


@contextmanager
def _opened(path: Path) -> Iterator[io.TextIOWrapper]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            yield text
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file; check the name and the folder") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise BadInput(f"{_not_utf8(path)}; save it as “CSV UTF-8” and import it again") from None


def _not_utf8(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"{path}: is written in UTF-16, not in UTF-8"
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start : error.start + 1]
        guess = byte.decode("cp1252", "replace")
        return (
            f"line {line}: is not written in UTF-8 (byte {byte.hex()}, which Windows-1252 shows as “{guess}”)"
        )
    return f"{path}: is not written in UTF-8"


def _header_word(text: str) -> str:
    """A column's name with the capitals and spaces that people give it taken away."""
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _delimiter(header: str, columns: Sequence[Column]) -> str:
    """The one of `,` and `;` that cuts the header into more known names."""
    names = {column.name for column in columns}

    def known(delimiter: str) -> int:
        return sum(_header_word(part.strip().strip('"')) in names for part in header.split(delimiter))

    return ";" if known(";") > known(",") or (";" in header and "," not in header) else ","


def _records(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The line on which each record begins, and its cells; records without any text are passed over."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _Broken(line, _in_words(error)) from None
        if cells is None:
            return
        if any(cells) and any(map(str.strip, cells)):
            yield line, cells


def _in_words(error: csv.Error) -> str:
    message = str(error)
    if "end of data" in message:
        return (
            "a quotation mark is opened and never closed; close it, or double it where it is part of a text"
        )
    if "expected after" in message:
        return "text follows a closing quotation mark; double the quotation marks that are part of a text"
    if "field limit" in message:
        return f"a cell has more than {LONGEST_CELL:,} characters; is a quotation mark never closed?"
    return f"cannot be cut into cells ({message})"


def _read(
    records: Iterator[tuple[int, list[str]]],
    kind: str,
    columns: Sequence[Column],
    today: date,
    report: Callable[[], None],
) -> Sheet:
    sheet = Sheet(columns=())
    try:
        line, header = next(records)
        chosen = list(_chosen(line, header, kind, columns, sheet.problems))
        sheet.columns = tuple(column for _, column in chosen)
        memories: list[dict[str, Any]] = [{} if column.required else {"": None} for _, column in chosen]
        places = [(at, column, memory) for (at, column), memory in zip(chosen, memories, strict=True)]
        for line, cells in records:
            if len(cells) != len(header):
                sheet.problems.append(Problem(line, "", _wrong_length(len(cells), len(header))))
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
                report()
    except _Broken as broken:
        sheet.problems.append(Problem(broken.line, "", broken.reason))
    return sheet


def _chosen(
    line: int, header: list[str], kind: str, columns: Sequence[Column], problems: list[Problem]
) -> Iterator[tuple[int, Column]]:
    """Where in a record each column stands; names that say nothing, say it twice or are missing become problems."""
    by_name = {column.name: column for column in columns}
    seen: set[str] = set()
    for at, given in enumerate(header):
        name = _header_word(given)
        if not name:
            problems.append(Problem(line, "", f"column {at + 1} has no name; give it one or remove it"))
        elif name in seen:
            problems.append(Problem(line, name, "this column is there twice; keep one of them"))
        elif name in by_name:
            yield at, by_name[name]
        elif name != REJECTED_BECAUSE:
            problems.append(Problem(line, given.strip(), _unknown(name, kind, by_name)))
        seen.add(name)
    problems += [
        Problem(line, column.name, f"this column is missing, and {kind} need it; add it to the header")
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
