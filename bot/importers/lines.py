"""A CSV file as records of cells, whatever program saved it."""

import csv
import io
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.errors import BadInput

LONGEST_CELL = 1_000_000
"""Characters."""


class Record(NamedTuple):
    """One row of a file as it stands there, the header included."""

    line: int
    """Where it begins; the first of the file is line 1."""
    cells: list[str]
    broken: str = ""
    """Why it cannot be cut into cells; then `cells` are a guess."""
    is_last: bool = False
    """Whether no record after a broken one can be told from it."""


@dataclass(frozen=True)
class File:
    """An open file: its records from the header on, those without any text passed over."""

    records: Iterator[Record]
    delimiter: str
    share_read: Callable[[], float]


@contextmanager
def opened(path: Path, kind: str, names: Collection[str]) -> Iterator[File]:
    """The file, where it is one with a header; `names` are the columns that it may have. BadInput where it is none."""
    with _text(path) as text:
        first = next((line for line in text if line.strip()), "")
    if not first:
        raise BadInput(
            f"{path}: is empty; it needs a header with the columns of {kind}, and a line for each row"
        )
    size = path.stat().st_size
    with _text(path) as text:
        delimiter = _delimiter(first, names)
        records = _records(text, delimiter)
        yield File(records, delimiter, lambda: os.lseek(text.fileno(), 0, os.SEEK_CUR) / size)


@contextmanager
def _text(path: Path) -> Iterator[io.TextIOWrapper]:
    try:
        text = path.open(encoding="utf-8-sig", newline="")
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file; check the name and the folder") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None
    with text:
        try:
            yield text
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


def header_word(text: str) -> str:
    """A column's name with the capitals and spaces that people give it taken away."""
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _delimiter(header: str, names: Collection[str]) -> str:
    """The one of `,` and `;` that cuts the header into more known names."""

    def known(delimiter: str) -> int:
        return sum(header_word(part.strip().strip('"')) in names for part in header.split(delimiter))

    return ";" if known(";") > known(",") or (";" in header and "," not in header) else ","


class _Lines:
    """The lines of a text, and those read since the last record."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.read: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.read.append(line)
        return line


def _records(text: io.TextIOWrapper, delimiter: str) -> Iterator[Record]:
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        lines.read.clear()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield _broken(line, lines.read, delimiter, str(error))
            continue
        if cells is None:
            return
        if any(cells) and any(map(str.strip, cells)):
            yield Record(line, cells)


def _broken(line: int, text: list[str], delimiter: str, message: str) -> Record:
    if "end of data" in message:
        reason = (
            "a quotation mark is opened and never closed; close it, or double it where it is part of a text"
        )
        return Record(line, [], reason, is_last=True)
    if "field limit" in message:
        reason = f"a cell has more than {LONGEST_CELL:,} characters; is a quotation mark never closed?"
        return Record(line, [], reason, is_last=True)
    if "expected after" in message:
        reason = "text follows a closing quotation mark; double the quotation marks that are part of a text"
    else:
        reason = f"cannot be cut into cells ({message})"
    return Record(line, next(csv.reader(["".join(text)], delimiter=delimiter)), reason)
