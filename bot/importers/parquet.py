"""Turns rows on the disk into typed Parquet, without ever holding them all, and without the network."""

from collections.abc import Sequence
from pathlib import Path

from bot.sql_views import ViewColumn

TYPES = {"text": "VARCHAR", "date": "DATE", "whole": "BIGINT", "number": "DOUBLE", "yes_no": "BOOLEAN"}
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,  # Parquet comes with duckdb: nothing is ever downloaded
    "autoload_known_extensions": False,
    "memory_limit": "96MB",
    "threads": 1,
    "preserve_insertion_order": True,
}

LONGEST_LINE = 1_000_000
"""Bytes; four times as many are read at a time."""


def to_parquet(rows: Path, target: Path, columns: Sequence[ViewColumn], nothing: str) -> None:
    """Writes the rows of a CSV file with a header as Parquet; a cell that is `nothing` becomes NULL. OSError where there is no room
    for it."""
    import duckdb  # 60 ms that only this costs

    types = ", ".join(f"{_quoted(column.name)}: {_quoted(TYPES[column.type])}" for column in columns)
    with duckdb.connect(config={**SETTINGS, "temp_directory": str(target.parent)}) as connection:
        read = (
            f"read_csv({_quoted(str(rows))}, header = true, auto_detect = false, delim = ',', quote = '\"',"
            f" escape = '\"', new_line = '\\r\\n', nullstr = {_quoted(nothing)},"
            f" max_line_size = {LONGEST_LINE}, buffer_size = {4 * LONGEST_LINE}, columns = {{{types}}})"
        )
        write = f"COPY (FROM {read}) TO {_quoted(str(target))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 50000)"
        try:
            connection.execute(write)
        except duckdb.IOException as error:
            raise OSError(str(error)) from error


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
