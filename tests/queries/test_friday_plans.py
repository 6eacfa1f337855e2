"""Who has anything in their Friday line is found with a fixed number of statements for any number of CSMs, by index."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, text, update

from bot.clock import FixedClock
from bot.db import Database
from bot.queries import friday_line as queries
from bot.services import friday_line
from bot.services.program import Program
from models import Account, Activity, Person
from tests.bench.crowd import fill
from tests.test_plans import counted

FRIDAY = datetime(2026, 3, 6, 15, tzinfo=UTC)


def company(db: Database, advocates: int, csms: int) -> Program:
    """So many people of so many CSMs, each with a thank-you open; nobody else waits."""
    fill(db, advocates=advocates, asks=advocates * 4)
    with db.changing() as session:
        session.execute(
            insert(Person),
            [
                {
                    "slack_id": f"U{number:04}", "name": f"Csm {number}", "email": f"csm{number}@ours.example",
                    "is_guest": False, "is_outsider": False, "is_gone": False, "fetched_at": 4e9,
                }
                for number in range(csms)
            ],
        )  # fmt: skip
        for number, account in enumerate(session.scalars(select(Account.id).order_by(Account.id)).all()):
            session.execute(
                update(Account).where(Account.id == account).values(csm=f"csm{number % csms}@ours.example")
            )
        session.execute(
            update(Activity)
            .where(Activity.id.in_(select(Activity.id).where(Activity.thanked_on.is_(None)).limit(csms * 3)))
            .values(due_at=FRIDAY + timedelta(days=2))
        )
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return Program(db, FixedClock(FRIDAY))


def reads(sent: list[str]) -> list[str]:
    return [one for one in sent if one.startswith("SELECT")]


def test_the_number_of_statements_does_not_grow_with_the_csms(
    sqlite_db: Database, postgresql_db: Database
) -> None:
    found = []
    for db, advocates, csms in ((sqlite_db, 80, 2), (postgresql_db, 2000, 60)):
        program = company(db, advocates, csms)
        with counted(db) as sent:
            told = friday_line.tell_due(program)
        assert told >= csms // 3
        found.append(len(reads(sent)))
        with counted(db) as sent:
            assert friday_line.tell_due(program) == 0
        assert len(reads(sent)) <= found[-1]
    assert found[0] == found[1] <= 22


def test_what_one_line_tells_takes_as_many_statements_at_any_size(
    sqlite_db: Database, postgresql_db: Database
) -> None:
    found = []
    for db, advocates, csms in ((sqlite_db, 80, 2), (postgresql_db, 2000, 60)):
        program = company(db, advocates, csms)
        with program.reading() as session, counted(db) as sent:
            line = friday_line.line(program, session, "U0000", "U0000", FRIDAY.date(), FRIDAY.date())
        assert line is not None
        found.append(len(reads(sent)))
    assert found[0] == found[1] <= 15


def test_what_waits_is_found_by_index(sqlite_db: Database, postgresql_db: Database) -> None:
    for db in (sqlite_db, postgresql_db):
        company(db, 2000, 20)
        with db.engine.connect() as connection:
            waiting = queries.waiting(FRIDAY.date())
            written = waiting.compile(connection, compile_kwargs={"literal_binds": True})
            explain = "EXPLAIN QUERY PLAN " if db.is_sqlite else "EXPLAIN "
            rows = connection.execute(text(explain + str(written).replace(":", "\\:")))
            plan = "\n".join(str(row[-1]) for row in rows)
        if db.is_sqlite:
            assert "SCAN activities" not in plan, plan
            assert "SCAN asks" not in plan, plan
        else:
            assert "Seq Scan on activities" not in plan, plan
            assert "Seq Scan on asks" not in plan, plan
