"""The rows that an import left out, as a file that can be mended and imported again."""

import codecs
import csv
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from bot.errors import BadInput
from bot.importers.columns import Column
from bot.importers.lines import header_word, opened
from bot.importers.sheet import REJECTED_BECAUSE, Problem
from bot.rules.spreadsheets import harmless


def rejected_path(path: Path) -> Path:
    """FILE.csv.rejected.csv, beside FILE.csv."""
    return path.with_name(f"{path.name}.rejected.csv")


@contextmanager
def rejected_file(
    path: Path, kind: str, columns: Iterable[Column], problems: Collection[Problem]
) -> Iterator[Path | None]:
    """Writes the rows of `path` with a problem, each with its reasons, into a file that appears when the block ends well.

    Gives the file's path, None where nothing is wrong. BadInput where it cannot be written.
    """
    if not problems:
        yield None
        return
    wanted = rejected_path(path)
    unfinished = wanted.with_name(f"{wanted.name}.part")
    with ExitStack() as failed:
        try:
            with unfinished.open("w", encoding=_encoding(path), newline="") as to:
                failed.callback(unfinished.unlink)
                _write(path, to, kind, columns, problems)
        except OSError as error:
            raise BadInput(f"{wanted}: cannot be written ({error.strerror}); nothing was imported") from error
        yield wanted
        failed.pop_all()
    unfinished.replace(wanted)


def _write(
    path: Path, to: TextIO, kind: str, columns: Iterable[Column], problems: Collection[Problem]
) -> None:
    reasons: dict[int, list[str]] = {}
    for problem in sorted(set(problems)):
        said = f"{problem.column}: {problem.reason}" if problem.column else problem.reason
        reasons.setdefault(problem.line, []).append(said)
    names = frozenset(column.name for column in columns)
    with opened(path, kind, names) as file:
        writer = csv.writer(to, delimiter=file.delimiter, lineterminator="\r\n")
        header = next(file.records)
        kept = [at for at, name in enumerate(header.cells) if header_word(name) != REJECTED_BECAUSE]
        writer.writerow([*(header.cells[at] for at in kept), REJECTED_BECAUSE])
        for record in file.records:
            if why := reasons.get(record.line):
                cells = _fitted(record.cells, len(header.cells), file.delimiter)
                writer.writerow([*(_kept_as_text(cells[at]) for at in kept), "; ".join(why)])


def _fitted(cells: list[str], width: int, delimiter: str) -> list[str]:
    """As many cells as the header has. What is too much stays in the last one, where it is seen."""
    if len(cells) <= width:
        return [*cells, *[""] * (width - len(cells))]
    return [*cells[: width - 1], delimiter.join(cells[width - 1 :])]


def _kept_as_text(cell: str) -> str:
    return cell if cell.startswith("'") else harmless(cell)  # what has its apostrophe keeps the one


def _encoding(path: Path) -> str:
    """UTF-8, with a BOM where the file has one."""
    with path.open("rb") as file:
        has_bom = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    return "utf-8-sig" if has_bom else "utf-8"
