"""What falls on a day is found by the dates' indexes, in a fixed number of statements at any size."""

from datetime import UTC, date, datetime
from random import Random

from sqlalchemy import select, text, update

from bot.clock import FixedClock
from bot.db import Database
from bot.queries.anniversaries import FALLING
from bot.services import noticing
from bot.services.program import Program
from models import Account, Advocate
from tests.bench.crowd import fill
from tests.test_plans import counted

FRIDAY = datetime(2026, 3, 6, 10, tzinfo=UTC)


def dated(db: Database, advocates: int) -> Program:
    """So many people with days of their own, all of one CSM; what falls on the days around is told."""
    fill(db, advocates=advocates, asks=0)
    chance = Random(3)
    with db.changing() as session:
        for table, columns in (
            (Advocate, ("work_anniversary", "enrolled_on")),
            (Account, ("founded_on", "customer_since")),
        ):
            rows = [
                {
                    "id": id_,
                    **{
                        name: date(
                            2010 + chance.randrange(12), chance.randrange(4, 13), chance.randrange(1, 29)
                        )
                        for name in columns
                    },
                }
                for id_ in session.scalars(select(table.id))
            ]
            rows[0] |= dict.fromkeys(columns, date(2015, 3, 7))
            session.execute(update(table), rows)
    with db.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    program = Program(db, FixedClock(FRIDAY))
    noticing.tell_due(program)
    return program


def test_an_hour_with_nothing_new_takes_as_many_statements_at_any_size(
    sqlite_db: Database, postgresql_db: Database
) -> None:
    found = set()
    for db, advocates in ((sqlite_db, 40), (postgresql_db, 2000)):
        program = dated(db, advocates)
        with counted(db) as statements:
            assert noticing.tell_due(program) == (0, 0)
        found.add(len([one for one in statements if one.startswith("SELECT")]))
    assert found == {9}


def test_an_anniversary_is_found_by_its_index(db: Database) -> None:
    dated(db, 2000)
    with db.engine.connect() as connection:
        asked = FALLING.params(days=[228, 229, 301])
        statement = str(asked.compile(connection, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN" if db.is_sqlite else "EXPLAIN"
        plan = "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}"))
    for column in (
        "advocates_work_anniversary",
        "advocates_enrolled_on",
        "accounts_founded_on",
        "accounts_customer_since",
    ):
        assert f"ix_{column}_day" in plan, plan
