"""Who is asked how they find the program is found with a fixed number of statements, by index, at ten thousand advocates."""

import time
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text

from bot.clock import FixedClock
from bot.db import Database
from bot.queries import surveying as queries
from bot.rules.policy import DEFAULT
from bot.services import surveying
from bot.services.program import Program
from models import Account, Activity, Advocate, Survey
from tests.journeys.office import MONDAY
from tests.test_plans import counted

TODAY = MONDAY.date()


def fill(db: Database, people: int, csms: int) -> None:
    """Enrolled people, a third of them asked in the last months, with activities that are mostly thanked long ago."""
    stamps = {"created_at": MONDAY, "updated_at": MONDAY}
    common = {"industry": "Fintech", "segment": "smb", "region": "emea"}
    with db.changing() as session:
        session.execute(
            insert(Account),
            [
                {
                    "id": f"acc{number:05}",
                    "domain": f"c{number}.example",
                    "name": f"Company {number}",
                    "csm": f"csm{number % csms}@ours.example",
                    **common,
                    **stamps,
                }
                for number in range(people // 4)
            ],
        )
        session.execute(
            insert(Advocate),
            [
                {
                    "id": f"adv{number:05}",
                    "name": f"Person {number}",
                    "email": f"p{number}@c{number // 4}.example",
                    "account_id": f"acc{number // 4:05}",
                    "stage": "enrolled",
                    **stamps,
                }
                for number in range(people)
            ],
        )
        session.execute(
            insert(Activity),
            [
                {
                    "advocate_id": f"adv{number:05}",
                    "origin": "import",
                    "kind": "reference_call",
                    "effort": 2,
                    "completed_on": TODAY - timedelta(days=number % 400),
                    "completed_at": MONDAY - timedelta(days=number % 400),
                    "thanked_on": TODAY - timedelta(days=number % 400),
                    "deal": "",
                }
                for number in range(people)
            ],
        )
        session.execute(
            insert(Survey),
            [
                {
                    "advocate_id": f"adv{number:05}",
                    "cause": "half_year",
                    "state": "answered",
                    "asked_on": TODAY - timedelta(days=20 + number % 300),
                    "answered_on": TODAY - timedelta(days=18 + number % 300),
                }
                for number in range(0, people, 3)
            ],
        )
    with db.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def choosing(db: Database) -> int:
    """The statements with which it is decided who is asked, none of whom is asked then."""
    program = Program(db, FixedClock(MONDAY))
    with program.reading() as session:
        program.policy_in(session)
        with counted(db) as sent:
            assert list(surveying.chosen(session, DEFAULT, MONDAY))
        return len([one for one in sent if one.startswith(("SELECT", "WITH"))])


def test_the_number_of_statements_does_not_grow(sqlite_db: Database, postgresql_db: Database) -> None:
    fill(sqlite_db, people=40, csms=2)
    fill(postgresql_db, people=2000, csms=20)
    assert choosing(sqlite_db) == choosing(postgresql_db) <= 6


def test_ten_thousand_advocates_take_less_than_two_seconds(sqlite_db: Database) -> None:
    fill(sqlite_db, people=10000, csms=50)
    program = Program(sqlite_db, FixedClock(MONDAY))
    begun = time.process_time()
    assert surveying.ask_due(program) == 50
    assert time.process_time() - begun < 2
    assert surveying.ask_due(program) == 0


@pytest.mark.parametrize("explain", ["EXPLAIN QUERY PLAN ", "EXPLAIN "])
def test_who_was_thanked_lately_is_found_by_index(explain: str, request: pytest.FixtureRequest) -> None:
    db: Database = request.getfixturevalue("sqlite_db" if "QUERY" in explain else "postgresql_db")
    fill(db, people=4000, csms=4)
    with db.engine.connect() as connection:
        statement = queries.thanked_query(DEFAULT, date(2026, 3, 2)).compile(
            connection, compile_kwargs={"literal_binds": True}
        )
        rows = connection.execute(text(explain + str(statement).replace(":", "\\:")))
        plan = "\n".join(str(row[-1]) for row in rows)
    assert "ix_activities_thanked_on" in plan, plan
    assert "ix_surveys_" in plan, plan
