"""Exports a kind of data as CSV that an import takes back without changing anything."""

import csv
from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from bot.importers.sources import source_named
from bot.services.program import Program

AT_ONCE = 1_000
"""Rows in memory at one time."""


def exported_rows(program: Program, kind: str) -> Iterator[list[str]]:
    """The header, then one list of cells for each row, sorted by key.

    Where several rows have the same key only the first comes out: a file has one row for a key.
    """
    source = source_named(kind)
    keys = [at for at, column in enumerate(source.columns) if column.key]
    yield [column.name for column in source.columns]
    with program.streaming() as session:
        found = session.execute(source.exported.execution_options(yield_per=AT_ONCE))
        rows = (
            [column.write(value) for column, value in zip(source.columns, row, strict=True)] for row in found
        )
        for _, neighbours in groupby(rows, key=lambda cells: cells[keys[0]]):
            seen: set[tuple[str, ...]] = set()
            for cells in neighbours:
                key = tuple(cells[at] for at in keys)
                if key not in seen:
                    yield cells
                seen.add(key)


def export_csv(program: Program, kind: str, to: TextIO) -> None:
    """Writes the CSV, comma separated, with line ends as RFC 4180 has them."""
    csv.writer(to, lineterminator="\r\n").writerows(exported_rows(program, kind))
