"""What the digest asks of the database: the same number of statements at any size, each finding its rows by index."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.clock import FixedClock
from bot.db import Database
from bot.queries import digest as queries
from bot.queries.bench_gaps import LOOKED_INTO
from bot.queries.digest_people import alone, most_in_a_year, one_sided
from bot.rules.gives import GIVES
from bot.rules.policy import DEFAULT
from bot.services import digests
from bot.services.digest_making import compose
from bot.services.program import Program
from models import ReferenceRequest
from tests.bench.crowd import fill
from tests.journeys.office import MONDAY, OLU
from tests.test_plans import counted

TODAY = MONDAY.date()
FIRST, LAST = TODAY - timedelta(days=7), TODAY - timedelta(days=1)


def unfilled(db: Database, number: int) -> None:
    """So many requests that find nobody, in as many cells as a digest looks into."""
    with db.changing() as session:
        for each in range(number):
            session.add(
                ReferenceRequest(
                    requester="U0SAM",
                    state="unfilled",
                    kind="reference_call",
                    criteria={"industries": [("Fintech", "Healthcare", "Retail")[each % LOOKED_INTO]]},
                    words="",
                    deal_name=f"Deal {each}",
                    needed_by=date(2026, 4, 1),
                    filed_at=MONDAY - timedelta(days=3),
                )
            )


def statements(db: Database) -> int:
    program = Program(db, FixedClock(MONDAY), owners=frozenset({OLU}))

    def made() -> None:
        with program.reading() as session:
            compose(program, session, OLU, TODAY)

    made()
    with counted(db) as sent:
        made()
    return len([one for one in sent if one.startswith("SELECT")])


def test_a_digest_takes_a_fixed_number_of_statements(sqlite_db: Database, postgresql_db: Database) -> None:
    fill(sqlite_db, advocates=200, asks=800)
    fill(postgresql_db, advocates=2000, asks=8000)
    unfilled(sqlite_db, 3)
    unfilled(postgresql_db, 60)
    few, many = statements(sqlite_db), statements(postgresql_db)
    assert few == many <= 90


def test_one_that_stands_is_renewed_without_counting_anew(sqlite_db: Database) -> None:
    fill(sqlite_db, advocates=200, asks=800)
    program = Program(sqlite_db, FixedClock(MONDAY), owners=frozenset({OLU}))

    def renew() -> list[str]:
        with counted(sqlite_db) as sent, program.reading() as session:
            compose(program, session, OLU, TODAY, renewed=True)
        return sent

    renew()
    assert len(renew()) <= 30
    program.clock.at += timedelta(days=1)  # type: ignore[attr-defined]
    assert len(renew()) > 30, "the figures are counted once a day"


def test_the_job_asks_next_to_nothing_where_no_digest_is_due(sqlite_db: Database) -> None:
    program = Program(sqlite_db, FixedClock(MONDAY), owners=frozenset({OLU, "U0BEA", "U0EVA"}))
    digests.send_due(program)
    with counted(sqlite_db) as sent:
        assert digests.send_due(program) == 0
    assert len([one for one in sent if one.startswith("SELECT")]) <= 8


def scans(db: Database, read: Callable[[Session], object]) -> list[str]:
    """The steps that read a whole table that grows, without an index."""
    sent: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        sent.append((statement, parameters))

    with db.reading() as session:
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            read(session)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        connection = session.connection()
        steps = [
            (step[3], statement)
            for statement, parameters in sent
            if statement.lstrip().startswith(("SELECT", "WITH"))
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    growing = (
        "asks",
        "activities",
        "reference_requests",
        "slots",
        "executive_notes",
        "incentives",
        "advocates",
        "accounts",
        "owner_overrides",
    )
    return [f"{step}: {of}" for step, of in steps for table in growing if step == f"SCAN {table}"]


def test_what_waits_is_found_by_index(sqlite_db: Database) -> None:
    fill(sqlite_db, advocates=2000, asks=8000)
    unfilled(sqlite_db, 6)

    def read(session: Session) -> None:
        queries.week(session, FIRST, LAST)
        queries.waiting(session, DEFAULT, FIRST, LAST, MONDAY)
        queries.newest_digests(session)
        one_sided(session, GIVES, TODAY, 3)
        alone(session, MONDAY)
        most_in_a_year(session, TODAY)

    assert scans(sqlite_db, read) == []
