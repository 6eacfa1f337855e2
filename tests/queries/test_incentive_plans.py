"""What the guard asks about one recipient finds its rows by index, however many there are."""

from datetime import date

import pytest
from sqlalchemy import Select, event, text

from bot.db import Database
from bot.queries import incentives as queries
from tests.bench.crowd import fill

TODAY = date(2026, 3, 2)


@pytest.fixture
def asked(sqlite_db: Database) -> list[str]:
    """Every SELECT that judging one recipient sends, with its values filled in."""
    fill(sqlite_db, advocates=400, asks=1000)
    sent: list[str] = []

    def note(state: object) -> None:
        statement = getattr(state, "statement", None)
        if isinstance(statement, Select):
            sent.append(str(statement.compile(sqlite_db.engine, compile_kwargs={"literal_binds": True})))

    with sqlite_db.reading() as session:
        event.listen(session, "do_orm_execute", note)
        queries.given_in_year(session, "0adv", TODAY)
        queries.latest_for(session, "0adv", "reference_call", TODAY)
        queries.unthanked_activity(session, "0adv", "reference_call", TODAY)
        queries.review_near(session, "0adv", TODAY)
        queries.is_connected(session, "0adv")
        queries.decision_of(session, "0inc")
    return sent


def test_no_table_is_walked_through(asked: list[str], sqlite_db: Database) -> None:
    assert len(asked) >= 6
    with sqlite_db.engine.connect() as connection:
        for statement in asked:
            plan = connection.execute(text("EXPLAIN QUERY PLAN " + statement.replace(":", "\\:")))
            # What an owner added to the catalogue is a handful of rows, read whole.
            steps = " / ".join(str(row[-1]) for row in plan if str(row[-1]) != "SCAN own_gives")
            assert "SCAN" not in steps, (statement, steps)
