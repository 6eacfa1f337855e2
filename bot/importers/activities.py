"""activities.csv: what advocates did before the bot was there or around it."""

from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Select, Table, func, select
from sqlalchemy.orm import Session

from bot.importers.addresses import Currency, Email
from bot.importers.cells import Choice, Day, Text, YesNo
from bot.importers.columns import (
    Change,
    Column,
    Existing,
    Given,
    Key,
    Run,
    Source,
    differences,
    filled,
    needed,
)
from bot.importers.numbers import Amount, Integer
from bot.importers.references import advocates_by_email
from bot.rules.kinds import KINDS, effort_of
from models import Base, new_id

ACTIVITIES = Base.metadata.tables["activities"]
ADVOCATES = Base.metadata.tables["advocates"]

COLUMNS = (
    Column(
        "advocate", Email(), required=True, key=True, attribute="advocate_id", reference=advocates_by_email
    ),
    Column("kind", Choice(KINDS), required=True, key=True),
    Column("completed_on", Day(), required=True, key=True, past=True),
    Column("deal", Text(), key=True),
    Column("platform", Text()),
    Column("asked", YesNo()),
    Column("minutes", Integer(0, 100_000)),
    Column("helped", Text()),
    Column("rating", Integer(1, 5)),
    Column("thanked_on", Day()),
    Column("outcome_told_on", Day()),
    Column("published_on", Day()),
    Column("prospect", Text()),
    Column("amount", Amount()),
    Column("currency", Currency()),
    Column("result", Choice(("won", "lost", "open"))),
)
PLAIN = tuple(column for column in COLUMNS if not column.key)


def _find(session: Session, rows: list[Given]) -> dict[Key, Existing]:
    columns = needed(ACTIVITIES, rows, "id", "deal", "origin")
    found = session.execute(
        select(*columns).where(ACTIVITIES.c.advocate_id.in_({row["advocate_id"] for row in rows}))
    )
    standing: dict[Key, Existing] = {}
    for activity in found.mappings():
        key = (activity["advocate_id"], activity["kind"], activity["completed_on"], activity["deal"].strip())
        existing = Existing(dict(activity), is_bots_own=activity["origin"] != "import")
        if existing.is_bots_own or key not in standing:
            standing[key] = existing
    return standing


def _merge(given: Given, existing: Existing | None, _run: Run) -> Change | None:
    if existing is None:
        row = filled(COLUMNS, given)
        row |= {
            "id": new_id(),
            "origin": "import",
            "deal": given.get("deal", ""),
            "effort": effort_of(given["kind"], given.get("minutes")),
            "completed_at": datetime.combine(given["completed_on"], time(), UTC),
        }
        return Change(row, is_new=True)
    changed = {} if existing.is_bots_own else differences(PLAIN, given, existing)
    if not changed:
        return None
    if "minutes" in changed:
        changed["effort"] = effort_of(given["kind"], changed["minutes"])
    return Change({"id": existing.values["id"], **changed}, is_new=False)


def _own_twins(stage: Table) -> Select[Any]:
    return (
        select(ACTIVITIES.c.id)
        .join(
            stage,
            (stage.c.advocate_id == ACTIVITIES.c.advocate_id)
            & (stage.c.kind == ACTIVITIES.c.kind)
            & (stage.c.completed_on == ACTIVITIES.c.completed_on)
            & (stage.c.deal == func.trim(ACTIVITIES.c.deal)),
        )
        .where(ACTIVITIES.c.origin != "import")
    )


SOURCE = Source(
    name="activities",
    table=ACTIVITIES,
    columns=COLUMNS,
    find=_find,
    merge=_merge,
    exported=select(
        *(ADVOCATES.c.email if column.name == "advocate" else ACTIVITIES.c[column.name] for column in COLUMNS)
    )
    .join(ADVOCATES, ADVOCATES.c.id == ACTIVITIES.c.advocate_id)
    .order_by(ADVOCATES.c.email, ACTIVITIES.c.kind, ACTIVITIES.c.completed_on, ACTIVITIES.c.deal),
    own_twins=_own_twins,
)
