"""Rows of one file that are about the same thing."""

from collections.abc import Iterator, Sequence

from bot.importers.columns import Column, Key
from bot.importers.sheet import Problem, Row, Sheet


def drop_repeats(sheet: Sheet, columns: Sequence[Column]) -> int:
    """Keeps one of identical rows and returns how many went; rows that share a key but differ become problems, both named.

    Rows that something is wrong with all stay, so that each is named.
    """
    if any(column.key and column.required and column not in sheet.columns for column in columns):
        return 0  # named already, and without its key no row can be told from another
    places = [at for at, column in enumerate(sheet.columns) if column.key]
    required = [at for at in places if sheet.columns[at].required]
    bad = sheet.bad_lines
    first: dict[Key, Row] = {}
    kept: list[Row] = []
    for row in sheet.rows:
        if any(row.cells[at] is None for at in required):
            kept.append(row)  # named already
            continue
        key = tuple(row.cells[at] for at in places)
        other = first.setdefault(key, row)
        if other is row:
            kept.append(row)
        elif other.cells != row.cells:
            kept.append(row)
            sheet.problems += _conflict(sheet, places, other, row)
        elif row.line in bad:
            kept.append(row)
    gone = len(sheet.rows) - len(kept)
    sheet.rows = kept
    return gone


def _conflict(sheet: Sheet, places: list[int], one: Row, other: Row) -> Iterator[Problem]:
    names = [column.name for column in sheet.columns]
    key = ", ".join(names[at] for at in places)
    differing = ", ".join(name for name, a, b in zip(names, one.cells, other.cells, strict=True) if a != b)
    for row, twin in ((one, other), (other, one)):
        yield Problem(
            row.line,
            key,
            f"the same as in line {twin.line}, but {differing} differs; keep one of the two lines",
        )
