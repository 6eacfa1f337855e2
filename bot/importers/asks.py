"""asks.csv: what advocates were asked before the bot was there or around it."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Select, Table, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from bot.importers.addresses import Email
from bot.importers.cells import Choice, Day, Text
from bot.importers.columns import Change, Column, Existing, Given, Key, Run, Source, differences
from bot.importers.references import advocates_by_email
from bot.rules.kinds import KINDS, counts, effort_of
from models import Base, new_id

ASKS = Base.metadata.tables["asks"]
ADVOCATES = Base.metadata.tables["advocates"]
REQUESTS = Base.metadata.tables["reference_requests"]

STATE_AFTER = {"yes": "completed", "no": "declined", "no_answer": "no_answer"}

ANSWER = Column(
    "answer", Choice(tuple(STATE_AFTER), also={"y": "yes", "n": "no", "true": "yes", "false": "no"})
)
COLUMNS = (
    Column(
        "advocate", Email(), required=True, key=True, attribute="advocate_id", reference=advocates_by_email
    ),
    Column("kind", Choice(KINDS), required=True, key=True),
    Column("asked_on", Day(), required=True, key=True, past=True),
    Column("deal", Text(), key=True),
    Column("requester", Text(), key=True),
    ANSWER,
)

# The bot's own asks know these from their request, imported ones by themselves.
ASKED_ON = func.coalesce(ASKS.c.asked_on, ASKS.c.counted_on).label("asked_on")
DEAL = func.coalesce(REQUESTS.c.deal_name, ASKS.c.deal).label("deal")
REQUESTER = func.coalesce(REQUESTS.c.requester, ASKS.c.requester).label("requester")
WITH_REQUESTS = ASKS.outerjoin(REQUESTS, REQUESTS.c.id == ASKS.c.request_id)


# What counts is history, and so is every imported ask. Each half has an index of its own.
COUNTED = ASKS.c.counted_on.is_not(None)
IMPORTED_ONLY = (ASKS.c.origin == literal_column("'import'")) & ASKS.c.counted_on.is_(None)


def _find(session: Session, rows: list[Given]) -> dict[Key, Existing]:
    people = {row["advocate_id"] for row in rows}
    facts = (
        ASKS.c.id,
        ASKS.c.advocate_id,
        ASKS.c.kind,
        ASKED_ON,
        DEAL,
        REQUESTER,
        ASKS.c.answer,
        ASKS.c.origin,
    )
    found = session.execute(
        union_all(
            *(
                select(*facts).select_from(WITH_REQUESTS).where(ASKS.c.advocate_id.in_(people), half)
                for half in (COUNTED, IMPORTED_ONLY)
            )
        )
    )
    standing: dict[Key, Existing] = {}
    for ask in found.mappings():
        words = ask["deal"].strip(), ask["requester"].strip()
        key = (ask["advocate_id"], ask["kind"], ask["asked_on"], *words)
        existing = Existing(dict(ask), is_bots_own=ask["origin"] != "import")
        if existing.is_bots_own or key not in standing:
            standing[key] = existing
    return standing


def _merge(given: Given, existing: Existing | None, run: Run) -> Change | None:
    if existing is None:
        row = {name: given.get(name, "") for name in ("advocate_id", "kind", "asked_on", "deal", "requester")}
        row |= {
            "id": new_id(),
            "origin": "import",
            "effort": effort_of(given["kind"]),
            "counted_on": given["asked_on"] if counts(given["kind"]) else None,
            "contacted_at": _midday(given["asked_on"], run.now),
        }
        return Change(row | _answered(given.get("answer", "no_answer"), given["asked_on"], run), is_new=True)
    if existing.is_bots_own or not differences((ANSWER,), given, existing):
        return None
    return Change(
        {"id": existing.values["id"], **_answered(given["answer"], given["asked_on"], run)}, is_new=False
    )


def _answered(answer: str, on: date, run: Run) -> dict[str, object]:
    """Imported asks are closed: nobody waits for anything any more."""
    at = _midday(on, run.now)
    return {
        "answer": answer,
        "state": STATE_AFTER[answer],
        "answered_at": None if answer == "no_answer" else at,
        "closed_at": at,
    }


def _midday(on: date, now: datetime) -> datetime:
    """Midday in UTC, the moment least far from any hour of that day; of today, nothing that is still to come."""
    return min(datetime.combine(on, time(12), UTC), now)


def _own_twins(stage: Table) -> Select[Any]:
    return (
        select(ASKS.c.id)
        .select_from(WITH_REQUESTS)
        .join(
            stage,
            (stage.c.advocate_id == ASKS.c.advocate_id)
            & (stage.c.kind == ASKS.c.kind)
            & (stage.c.asked_on == ASKED_ON)
            & (stage.c.deal == func.trim(DEAL))
            & (stage.c.requester == func.trim(REQUESTER)),
        )
        .where(COUNTED, ASKS.c.origin != "import")
    )


SOURCE = Source(
    name="asks",
    table=ASKS,
    columns=COLUMNS,
    find=_find,
    merge=_merge,
    exported=select(ADVOCATES.c.email, ASKS.c.kind, ASKED_ON, DEAL, REQUESTER, ASKS.c.answer)
    .select_from(WITH_REQUESTS.join(ADVOCATES, ADVOCATES.c.id == ASKS.c.advocate_id))
    # What was only reserved may still be released: history is what reached the advocate.
    .where(COUNTED | IMPORTED_ONLY, (ASKS.c.origin != "bot") | ASKS.c.contacted_at.is_not(None))
    .order_by(ADVOCATES.c.email, ASKS.c.kind, ASKED_ON, DEAL, REQUESTER),
    own_twins=_own_twins,
)
