"""What the job for executive notes asks of the database: the same few statements at any size, and hardly any at night."""

from datetime import UTC, datetime, timedelta

from bot.clock import FixedClock
from bot.db import Database
from bot.jobs import executive_notes
from bot.services.program import Program
from tests.bench.crowd import fill
from tests.journeys.office import MONDAY
from tests.test_plans import counted

EXECUTIVES = frozenset({"U0EVA", "U0KAI"})
NIGHT = datetime(2026, 3, 2, 23, tzinfo=UTC)


def statements(db: Database, at: datetime) -> int:
    """Of a run that finds nothing new."""
    program = Program(db, FixedClock(at), executives=EXECUTIVES)
    executive_notes.run(program, at)
    with counted(db) as sent:
        executive_notes.run(program, at)
    return len([one for one in sent if one.startswith("SELECT")])


def test_a_run_takes_a_fixed_number_of_statements(sqlite_db: Database, postgresql_db: Database) -> None:
    fill(sqlite_db, advocates=2000, asks=8000)
    fill(postgresql_db, advocates=200, asks=800)
    some = statements(sqlite_db, MONDAY - timedelta(hours=1))
    assert some == statements(postgresql_db, MONDAY - timedelta(hours=1)) <= 20
    assert statements(sqlite_db, NIGHT) <= 6


def test_without_executives_it_asks_next_to_nothing(sqlite_db: Database) -> None:
    program = Program(sqlite_db, FixedClock(MONDAY))
    with counted(sqlite_db) as sent:
        assert "no executive is at work" in executive_notes.run(program, MONDAY)
    assert len([one for one in sent if one.startswith("SELECT")]) <= 3
