"""Health and NPS: the newest dated value stands on the row, and every dated value is kept."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from bot.importers.columns import Change, Column, Existing, Given, Run, differences, filled
from bot.rules.names import keys_of
from models import new_id


def dates_without_values(given: Given, *measures: str) -> Iterator[tuple[str, str]]:
    """The day of a value that is not there says nothing."""
    for measure in measures:
        if f"{measure}_on" in given and measure not in given:
            yield f"{measure}_on", f"has a day, but {measure} is empty; fill in {measure}, or empty both"


def without_measures(columns: Sequence[Column], measures: Sequence[str]) -> tuple[Column, ...]:
    """The columns that hold one value for good, not one for each day."""
    dated = {name for measure in measures for name in (measure, f"{measure}_on")}
    return tuple(column for column in columns if column.name not in dated)


def merge_measured(
    columns: Sequence[Column],
    plain: Sequence[Column],
    measures: Sequence[str],
    owner: str,
    given: Given,
    existing: Existing | None,
    run: Run,
) -> Change | None:
    """What a row of accounts or advocates changes; `owner` is the column that names the row in the history.

    `columns` are all of the source's, `plain` those that are neither measures nor their days.
    """
    values = differences(plain, given, existing) if existing else filled(columns, given)
    if "name" in values:
        values["name_key"], values["name_key_turned"] = keys_of(values["name"])
    history = []
    for measure in measures:
        changed, snapshot = _measured(measure, given, existing, run)
        values |= changed
        history += [snapshot] if snapshot else []
    if existing is None:
        row = {"id": new_id(), **values, "created_at": run.now, "updated_at": run.now}
    elif values or history:
        row = {"id": existing.values["id"], **values}
        row |= {"updated_at": run.now} if values else {}
    else:
        return None
    return Change(row, existing is None, [{owner: row["id"], **snapshot} for snapshot in history])


def _measured(
    measure: str, given: Given, existing: Existing | None, run: Run
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What a measured value changes on the row, and its place in the history where that is new.

    A value without a day was measured on the day of the import, unless it is the one that stands already.
    """
    value, on = given.get(measure), given.get(f"{measure}_on")
    if value is None:
        return {}, None
    current = existing.values[measure] if existing else None
    current_on = existing.values[f"{measure}_on"] if existing else None
    if value == current and on in (None, current_on):
        return {}, None
    on = on or run.now.date()
    changed = {}
    if current_on is None or on >= current_on:
        changed = {measure: value, f"{measure}_on": on}
    if existing and existing.history.get((measure, on)) == value:
        return changed, None
    return changed, {"id": new_id(), "measure": measure, "observed_on": on, "value": value}


def known_history(
    session: Session, snapshots: Table, owner: ColumnElement[str], rows: list[Given], ids: list[str]
) -> dict[str, dict[tuple[str, date], int]]:
    """By owner, what is known already of the days that the rows name."""
    days = {given[name] for given in rows for name in ("health_on", "nps_on") if name in given}
    known: dict[str, dict[tuple[str, date], int]] = {id_: {} for id_ in ids}
    if not days or not ids:
        return known
    found = session.execute(
        select(owner, snapshots.c.measure, snapshots.c.observed_on, snapshots.c.value).where(
            owner.in_(ids), snapshots.c.observed_on.in_(days)
        )
    )
    for id_, measure, day, value in found:
        known[id_][measure, day] = value
    return known
