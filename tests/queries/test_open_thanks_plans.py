"""What a thank-you and the list of open ones read is found by index, however much was imported."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.db import Database
from bot.queries.contributions import contributions, impact_year
from bot.queries.open_thanks import csms_with_open_thanks, open_ids, open_thanks
from bot.queries.people import colleague
from bot.queries.reference_requests import activity_story
from models import Account, Activity, Advocate
from tests.bench.crowd import fill
from tests.journeys.office import ANA, MONDAY

TODAY = MONDAY.date()


def scans(db: Database, read: Callable[[Session], object]) -> list[str]:
    """The statements that read a whole table of activities."""
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
        return [
            statement
            for statement, parameters in sent
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            if step[3].startswith("SCAN activities") and "INDEX" not in step[3]
        ]


def test_everything_is_found_by_index(sqlite_db: Database) -> None:
    fill(sqlite_db, advocates=200, asks=50)
    with sqlite_db.changing() as session:
        advocate = session.query(Advocate).first()
        assert advocate is not None
        activity = Activity(
            advocate_id=advocate.id,
            origin="import",
            kind="podcast",
            effort=2,
            completed_on=TODAY,
            completed_at=MONDAY,
        )
        session.add(activity)
        session.flush()
        ids = activity.id, advocate.id, advocate.account_id
    activity_id, advocate_id, account_id = ids

    def read(session: Session) -> None:
        activity_story(session, activity_id, MONDAY)
        csms_with_open_thanks(session, TODAY)
        open_ids(session, ANA, TODAY)
        open_thanks(session, ANA, MONDAY)
        impact_year(session, session.get_one(Advocate, advocate_id), colleague(session, ANA), MONDAY)
        contributions(session, session.get_one(Account, account_id), TODAY, TODAY)

    assert scans(sqlite_db, read) == []
