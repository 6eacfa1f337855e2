"""What is due is found by an index, with a fixed number of statements a batch."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, text

from bot.clock import FixedClock
from bot.db import Database
from bot.jobs.schedule import TIMETABLE
from bot.rules.deadlines import Then
from bot.services import deadlines
from bot.services.program import Program
from models import Account, Advocate, Ask, ReferenceRequest, Slot
from tests.test_plans import counted

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
STATES = ["reserved", "approved", "sent", "awaiting_approval", "accepted", "unused"]


def fill(db: Database, *, due: int, early: int, over: int) -> None:
    """Asks of one CSM: some whose reminder is due, some dated too early, and many that are over."""
    with db.changing() as session:
        common = {"industry": "Fintech", "segment": "smb", "region": "emea", "csm": "ana@ours.example"}
        stamps = {"created_at": NOW, "updated_at": NOW}
        account = Account(domain="bank.example", name="Bank", **common, **stamps)
        session.add(account)
        request = ReferenceRequest(
            requester="U0SAM",
            state="asking",
            kind="reference_call",
            criteria={},
            words="",
            deal_name="Contoso",
            needed_by=NOW.date() + timedelta(days=30),
            filed_at=NOW,
        )
        session.add(request)
        session.flush()
        total = due + early + over
        people = [
            Advocate(
                name=f"Person {number}",
                email=f"p{number}@bank.example",
                account_id=account.id,
                stage="enrolled",
                **stamps,
            )
            for number in range(total)
        ]
        session.add_all(people)
        session.flush()
        since = NOW - timedelta(days=3, hours=-3)  # Friday at one: four working hours are over at five
        rows = []
        for number, person in enumerate(people):
            waits = number < due + early
            begun = since if number < due else NOW - timedelta(minutes=5)
            rows.append(
                {
                    "id": f"ask{number:06}",
                    "advocate_id": person.id,
                    "request_id": request.id,
                    "origin": "bot",
                    "kind": "reference_call",
                    "effort": 2,
                    "state": "reserved" if waits else "declined",
                    "seat": 1 if waits else None,
                    "reserved_at": begun,
                    "waiting_since": begun,
                    "due_at": begun if waits else None,
                    "deal": "",
                    "requester": "",
                    "steps_taken": 0,
                }
            )
        # What the asks' trigger looks up it looks up for each row: PostgreSQL must know by then that the tables are not empty.
        session.execute(text("ANALYZE"))
        session.execute(insert(Ask), rows)
    with db.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def test_a_batch_takes_as_many_statements_however_much_there_is(db: Database) -> None:
    program = Program(db, FixedClock(NOW))
    fill(db, due=0, early=150, over=50)
    with counted(db) as sent:
        assert deadlines.take_due_steps(program, "ask_reminders").total() == 0
    assert len([one for one in sent if one.startswith(("SELECT", "UPDATE"))]) <= 8
    with counted(db) as sent:
        deadlines.take_due_steps(program, "ask_reminders")
    assert len([one for one in sent if one.startswith("UPDATE")]) == 0, "dated once, not looked at again"


def test_an_hour_in_which_nothing_is_due_is_cheap(db: Database) -> None:
    program = Program(db, FixedClock(NOW))
    fill(db, due=0, early=20, over=50)
    for job in TIMETABLE:
        job.run(program, NOW)
    most = {"ask_reminders": 8, "outcome_requests": 1, "thank_you_nudges": 2}
    for job in (one for one in TIMETABLE if one.name in most):
        with counted(db) as sent:
            job.run(program, NOW)
        asked = [one for one in sent if not one.startswith(("BEGIN", "SAVEPOINT"))]
        assert len(asked) <= most[job.name], (job.name, asked)


def test_every_batch_is_worked_through_and_each_is_reminded_once(db: Database) -> None:
    program = Program(db, FixedClock(NOW))
    fill(db, due=deadlines.BATCH + 30, early=20, over=10)
    taken = deadlines.take_due_steps(program, "ask_reminders")
    assert taken == {Then.REMIND: deadlines.BATCH + 30}
    assert deadlines.take_due_steps(program, "ask_reminders").total() == 0
    with db.reading() as session:
        assert session.query(Slot).filter_by(subject_kind="ask").count() == deadlines.BATCH + 30


@pytest.mark.parametrize("explain", ["EXPLAIN QUERY PLAN ", "EXPLAIN "])
def test_the_index_finds_what_is_due(explain: str, request: pytest.FixtureRequest) -> None:
    db: Database = request.getfixturevalue("sqlite_db" if "QUERY" in explain else "postgresql_db")
    fill(db, due=5, early=5, over=4000)
    with db.engine.connect() as connection:
        query, values = deadlines.due_query(STATES, NOW)
        statement = query.params(values).compile(connection, compile_kwargs={"literal_binds": True})
        rows = connection.execute(text(explain + str(statement).replace(":", "\\:")))
        plan = "\n".join(str(row[-1]) for row in rows)
    assert "ix_asks_due" in plan, plan
