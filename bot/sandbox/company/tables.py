"""The written part of the sample company: what no generator makes believable. Days in it are relative (days.py)."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "tables"

Row = Mapping[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of one table, in the order of the file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as text:
        return tuple(csv.DictReader(text, strict=True))


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list."""
    return tuple(filter(None, cell.split("|")))


def others(row: Row) -> dict[str, str]:
    """What the column `other` sets: `name=value` pairs under the names of the CSV columns that users have."""
    parts = (pair.partition("=") for pair in row["other"].split(";") if pair)
    return {name: value for name, _, value in parts}
