"""Writes the facts behind the measures for analysts: a folder with one tidy file a table and a dictionary, whole or not at all."""

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot.errors import BadInput
from bot.fact_dictionary import entries, exported, tells_apart
from bot.fact_views import FACTS
from bot.importers.parquet import to_parquet
from bot.importers.sheet import Progress
from bot.queries.anniversaries import csms
from bot.queries.people import profiles_of
from bot.rules.spreadsheets import harmless
from bot.services import measuring
from bot.services.program import Program
from bot.sql_views import SqlView, ViewColumn
from messages.facts_page import page

FORMATS = ("csv", "parquet")
AT_ONCE = 2_000
"""Rows in memory at one time."""
DICTIONARY, README = "dictionary.csv", "README.md"
NOTHING = r"\N"
"""An unknown value on the way to Parquet, where it is another thing than an empty text."""
KEY_DIGITS = 12
Cell = Callable[[Any], str]


def export_facts(
    program: Program,
    into: Path,
    *,
    file_format: str = "csv",
    overwrite: bool = False,
    progress: Progress = lambda done: None,
) -> dict[str, int]:
    """Writes every fact table into the folder `into`; how many rows each has. All tables are of one moment.

    Everything is written beside it first and then put in its place. BadInput where the folder is there already; `overwrite`
    puts the new one in its place, where it holds nothing but an earlier export.
    """
    _require_room(into, overwrite)
    measuring.settle(program)
    into.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{into.name}-", dir=into.parent))
    try:
        beside.chmod(0o755)
        counts = _write_tables(program, beside, file_format, progress)
        _write_dictionary(beside / DICTIONARY)
        (beside / README).write_text(page(), encoding="utf-8")
        _put_in_place(beside, into)
    except OSError as error:
        raise BadInput(f"{into}: can't be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    progress(1.0)
    return counts


def _require_room(into: Path, overwrite: bool) -> None:
    if not into.exists():
        return
    if not overwrite:
        raise BadInput(f"{into} is there already: name another folder with --into, or say --overwrite")
    ours = {DICTIONARY, README} | {f"{view.name}.{ending}" for view in FACTS for ending in FORMATS}
    others = (
        sorted(one.name for one in into.iterdir() if one.name not in ours) if into.is_dir() else [into.name]
    )
    if others:
        raise BadInput(
            f"{into} holds more than an earlier export, {others[0]} for one: name another folder with --into"
        )


def _put_in_place(beside: Path, into: Path) -> None:
    if not into.exists():
        beside.rename(into)
        return
    before = Path(tempfile.mkdtemp(prefix=f".{into.name}-", dir=into.parent))
    into.rename(before / into.name)
    try:
        beside.rename(into)
    except OSError:
        (before / into.name).rename(into)
        raise
    finally:
        shutil.rmtree(before, ignore_errors=True)


def _write_tables(program: Program, folder: Path, file_format: str, progress: Progress) -> dict[str, int]:
    with program.streaming() as session:
        counts = {
            view.name: session.scalar(select(func.count()).select_from(text(view.name))) or 0
            for view in FACTS
        }
        whole, done = max(1, sum(counts.values())), 0
        key = _csm_keys(session)
        for view in FACTS:
            columns = exported(view)
            rows = _rows(session, view, columns)
            target = folder / f"{view.name}.{file_format}"
            path = target if file_format == "csv" else target.with_suffix(".rows")
            cells = _cells(columns, key, plain=file_format != "csv")
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\r\n")
                writer.writerow(column.name for column in columns)
                for batch in rows:
                    writer.writerows(
                        [write(value) for write, value in zip(cells, row, strict=True)] for row in batch
                    )
                    done += len(batch)
                    progress(0.99 * done / whole)
            if file_format == "parquet":
                to_parquet(path, target, columns, NOTHING)
                path.unlink()
    return counts


def _rows(session: Session, view: SqlView, columns: tuple[ViewColumn, ...]) -> Iterator[list[Any]]:
    """Batches of rows in an order that is the same for the same data."""
    names = ", ".join(column.name for column in columns)
    order = ", ".join(str(place) for place in range(1, len(columns) + 1))
    asked = text(f"SELECT {names} FROM {view.name} ORDER BY {order}")  # noqa: S608  # names of our own
    found = session.execute(asked, execution_options={"yield_per": AT_ONCE})
    return (list(batch) for batch in found.partitions())


def _csm_keys(session: Session) -> Mapping[str, str]:
    """What stands for each CSM: the Slack id where it is known, else digits made of the address."""
    named = csms(session)
    known = profiles_of(session, named)
    return {one: known[one].slack_id if one in known else csm_key(one) for one in named}


def csm_key(csm: str) -> str:
    """What stands for a CSM whom Slack does not know: a Slack id as it is, else the same digits for the same address."""
    if "@" not in csm:
        return csm
    return f"csm-{sha256(csm.lower().encode()).hexdigest()[:KEY_DIGITS]}"


def _cells(columns: tuple[ViewColumn, ...], key: Mapping[str, str], *, plain: bool) -> list[Cell]:
    """How each column is written. Both databases give the same text; `plain` is for a machine, not for a spreadsheet."""
    unknown = NOTHING if plain else ""
    as_text: Cell = str if plain else lambda value: harmless(str(value))
    by_type: dict[str, Cell] = {
        "text": as_text,
        "date": lambda value: value.isoformat() if isinstance(value, date) else str(value),
        "whole": lambda value: str(int(value)),
        "number": lambda value: repr(float(value)),
        "yes_no": lambda value: "true" if value else "false",
    }

    def of(column: ViewColumn) -> Cell:
        write = by_type[column.type]
        if column.leaves == "as a key":
            return lambda value: as_text(key[value]) if value in key else unknown
        return lambda value: unknown if value is None else write(value)

    return [of(column) for column in columns]


def _write_dictionary(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(("table", "column", "type", "unit", "meaning", "measures"))
        for one in entries():
            used = [*one.measures, *(["tells measures apart"] if tells_apart(one.column) else [])]
            writer.writerow((one.table, one.column, one.type, one.unit, one.meaning, "; ".join(used)))
