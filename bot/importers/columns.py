"""What a column of a file is, and what a kind of file consists of."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, Table
from sqlalchemy.orm import Session

from bot.importers.cells import BadCell, Cell, Several
from bot.rules.spreadsheets import FORMULA, harmless

Key = tuple[Any, ...]
"""The values of a row's key columns, in their order; '' where an optional one is empty."""

Given = dict[str, Any]
"""A row's filled cells by attribute; people and accounts by id."""


@dataclass(frozen=True)
class References:
    """What the texts of a reference column stand for: the id of each, or why there is none."""

    ids: Mapping[str, Any]
    """An id alone where the column can mean one kind of thing, else a Subject."""
    wrong: dict[str, str]


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, what its cells hold, and where the value goes."""

    name: str
    cell: Cell
    required: bool = False
    key: bool = False
    past: bool = False
    """Whether a day after today is a mistake."""
    attribute: str = ""
    """The table's column, where it is named differently."""
    reference: Callable[[Session, Collection[str]], References] | None = None
    """Looks up what the texts of this column stand for."""

    @cached_property
    def target(self) -> str:
        return self.attribute or self.name

    def read(self, text: str) -> Any:
        """The value of a cell's text, None where it is empty; BadCell where it cannot be read."""
        text = text.strip()
        if text.startswith("'") and FORMULA.match(text):
            text = text[1:].strip()
        if text:
            return self.cell.read(text)
        if self.required:
            raise BadCell("is empty; fill it in, every row needs one")
        return None

    def write(self, value: Any) -> str:
        """The text of a cell that `read` gives back as the same value, and that no spreadsheet takes for a formula."""
        if value is None:
            return ""
        return harmless(self.cell.write(value))

    def reread(self, value: Any) -> Any:
        """What an import of an export makes of a value in the table."""
        try:
            return self.read(self.write(value))
        except BadCell:
            return value


@dataclass(frozen=True)
class Existing:
    """A row that is there already, under the same key."""

    values: Mapping[str, Any]
    """By attribute, and "id"."""
    kept: frozenset[str] = frozenset()
    """Attributes that the bot itself has changed since the last import."""
    is_bots_own: bool = False
    """The bot made it: an import never changes it."""
    history: dict[tuple[str, date], int] = field(default_factory=dict)
    """By measure and day, the values known from before."""


@dataclass(frozen=True)
class Run:
    """One run of an import: its moment, and whether it wins over what the bot has changed."""

    now: datetime
    overwrite: bool


@dataclass(frozen=True)
class Change:
    """What one row changes: a whole new row, or the id and the changed values of a standing one; and measured values."""

    row: dict[str, Any]
    is_new: bool
    history: list[dict[str, Any]] = field(default_factory=list)
    before: Mapping[str, Any] = field(default_factory=dict)
    """Of a standing row, the values that were compared."""

    def resting_on(self, existing: "Existing") -> "Change":
        """The same, right only as long as the standing row is what it was."""
        return replace(self, before=existing.values)


def nothing_to_check(_given: Given) -> Iterator[tuple[str, str]]:
    """For kinds whose cells cannot contradict each other."""
    return iter(())


@dataclass(frozen=True)
class Source:
    """One kind of file: its columns in the documented order, and how its rows meet the table."""

    name: str
    table: Table
    columns: tuple[Column, ...]
    find: Callable[[Session, list[Given]], dict[Key, Existing]]
    """The rows standing under the keys of the given ones."""
    merge: Callable[[Given, Existing | None, Run], Change | None]
    """What a row changes, None where everything stands already."""
    exported: Select[Any]
    """Every row's values in the order of `columns`, sorted by key."""
    check: Callable[[Given], Iterator[tuple[str, str]]] = nothing_to_check
    """(column, reason) of cells that contradict each other."""
    history: Table | None = None
    """Where measured values are kept."""
    own_twins: Callable[[Table], Select[Any]] | None = None
    """Finds rows that the bot made itself under the key of one in that table; only where no index keeps them apart."""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.target for column in self.columns if column.key)

    def key_of(self, given: Given) -> Key:
        return tuple(given.get(name, "") for name in self.keys)


def needed(table: Table, rows: Sequence[Given], *always: str) -> list[ColumnElement[Any]]:
    """The columns of the table to which the rows say something, and those that are always needed."""
    said = set(always).union(*rows)
    return [column for column in table.c if column.name in said]


def filled(columns: Sequence[Column], given: Given) -> dict[str, Any]:
    """A value for every column: what is given, else nothing or an empty list."""
    return {
        column.target: given.get(column.target, [] if isinstance(column.cell, Several) else None)
        for column in columns
    }


def differences(columns: Sequence[Column], given: Given, existing: Existing) -> dict[str, Any]:
    """The given values that are not what stands already. What an import of an export would give is no difference."""
    changed = {}
    for column in columns:
        new = given.get(column.target)
        if new is None:
            continue
        old = existing.values[column.target]
        if new != old and (old is None or column.reference or column.reread(old) != new):
            changed[column.target] = new
    return changed
