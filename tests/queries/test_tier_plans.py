"""What tiers, benefits and suggestions look at daily is found by an index, or in one walk for everybody."""

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from bot.db import Database
from bot.queries.benefits import to_tell
from bot.queries.suggestions import forgotten_query
from bot.rules.policy import DEFAULT
from models import Advocate, Benefit, new_id
from tests.bench.crowd import fill
from tests.journeys.office import MONDAY

TODAY = MONDAY.date()


def plan_of(db: Database, statement: object) -> str:
    is_sqlite = db.engine.dialect.name == "sqlite"
    dialect = sqlite.dialect() if is_sqlite else postgresql.dialect()  # type: ignore[no-untyped-call]
    told = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]
    with db.engine.connect() as connection:
        if not is_sqlite:
            connection.exec_driver_sql("ANALYZE benefits")
        rows = connection.exec_driver_sql(("EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN ") + told)
        return " ".join(str(row) for row in rows)


def test_what_is_overdue_is_found_among_what_is_open(db: Database) -> None:
    fill(db, advocates=400, asks=10)
    with db.changing() as session:
        session.execute(
            insert(Benefit),
            [
                {
                    "id": new_id(),
                    "advocate_id": id_,
                    "kind": kind,
                    "tier": "gold",
                    "task_of": "csm",
                    "granted_on": TODAY,
                    "due_on": TODAY,
                    "state": "done",
                }
                for (id_,) in session.query(Advocate.id)
                for kind in ("some_betas", "webinar_series", "csm_priority")
            ],
        )
    assert "ix_benefits_open" in plan_of(db, to_tell(TODAY, 200))


def test_who_was_forgotten_is_found_in_one_statement_by_index(db: Database) -> None:
    fill(db, advocates=400, asks=1000)
    plan = plan_of(db, forgotten_query(DEFAULT, TODAY))
    assert "ix_activities_advocate_completed" in plan
