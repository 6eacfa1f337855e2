"""A /reference costs a fixed number of statements at any size, and each finds its rows by index."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.clock import FixedClock
from bot.db import Database
from bot.queries.advocates import statements
from bot.services import matching
from bot.services.program import Program
from tests.bench.crowd import fill
from tests.journeys.office import MONDAY, SAM

CRITERIA = frozenset({"industries", "segments", "enrolled"})
VALUES = {
    "industries": ["Fintech"],
    "segments": ["enterprise"],
    "first_of_quarter": "2025-12-03",
    "fresh": MONDAY.date(),
    "today": MONDAY.date(),
}


@contextmanager
def counted(db: Database) -> Iterator[list[str]]:
    """Every statement sent inside the block."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def statements_for(db: Database, line: str) -> int:
    program = Program(db, FixedClock(MONDAY))
    matching.find(program, SAM, line)
    with counted(db) as sent:
        matching.find(program, SAM, line)
    return len([one for one in sent if one.startswith("SELECT")])


@pytest.mark.parametrize("line", ["fintech enterprise", "enterprise", "healthcare emea payments"])
def test_the_number_of_statements_does_not_grow_with_the_data(
    line: str, sqlite_db: Database, postgresql_db: Database
) -> None:
    fill(sqlite_db, advocates=400, asks=100)
    fill(postgresql_db, advocates=800, asks=4000)
    assert statements_for(sqlite_db, line) == statements_for(postgresql_db, line) <= 7


def test_finding_out_what_would_help_takes_a_fixed_number_of_statements(
    sqlite_db: Database, postgresql_db: Database
) -> None:
    line = "fintech enterprise emea in german"
    fill(sqlite_db, advocates=40, asks=100)
    fill(postgresql_db, advocates=800, asks=4000)
    assert max(statements_for(sqlite_db, line), statements_for(postgresql_db, line)) <= 6 + 4 * 3


def test_sqlite_finds_every_row_by_index(sqlite_db: Database) -> None:
    fill(sqlite_db, advocates=2000, asks=10000)
    plan = explained(sqlite_db, "EXPLAIN QUERY PLAN ")
    assert "USING INDEX ix_accounts_industry_segment" in plan["people"]
    assert "USING INDEX ix_advocates_account_stage" in plan["people"]
    assert "COVERING INDEX ix_activities_advocate_completed" in plan["owed"]
    assert "SEARCH gives USING" in plan["people"]
    for name, steps in plan.items():
        assert "SCAN accounts" not in steps, name
        assert "SCAN advocates" not in steps, name
        assert "SCAN activities" not in steps, name


def test_postgresql_finds_every_row_by_index(postgresql_db: Database) -> None:
    fill(postgresql_db, advocates=20000, asks=20000, matching=40)
    plan = explained(postgresql_db, "EXPLAIN ")
    assert "ix_accounts_industry_segment" in plan["people"]
    assert "ix_advocates_account_stage" in plan["people"]
    for name, steps in plan.items():
        assert "Seq Scan" not in steps, name
        assert not any("effort" in step for step in steps.splitlines() if "Index Cond" in step), name


def explained(db: Database, explain: str) -> dict[str, str]:
    """How the database would find each statement's rows."""
    wanted = statements(CRITERIA)
    plans = {}
    with db.engine.connect() as connection:
        for name in ("people", "owed"):
            given = {
                key: value for key, value in VALUES.items() if key in getattr(wanted, name).compile().params
            }
            statement = getattr(wanted, name).params(**given)
            compiled = statement.compile(connection, compile_kwargs={"literal_binds": True})
            rows = connection.execute(text(explain + str(compiled).replace(":", "\\:")))
            plans[name] = "\n".join(str(row[-1]) for row in rows) + "\n"
    return plans
