"""Four workers run every job and deliver at once, for a week: each step is taken once, and nobody is told twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.jobs.schedule import TIMETABLE
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from models import AuditEntry, Slot
from tests.journeys.office import ANA, BEA, OLU, SAM, Office, open_office, people
from tests.journeys.test_one_message import file

FIRST = date(2026, 3, 2)
STEPS = {
    "csm_reminded",
    "ask_let_go",
    "thanks_nudged",
    "owners_told_of_thanks",
    "executive_prompted",
    "survey_suggested",
}


@pytest.fixture
def office(postgresql_db: Database) -> Iterator[Office]:
    workspace = Workspace()
    people(workspace)
    with SlackServer(workspace) as server:
        office = open_office(postgresql_db, server, executives=BEA)
        yield office
        office.wired.close()
        assert workspace.refusals == []


def test_each_step_is_taken_once_and_nobody_is_told_twice(office: Office) -> None:
    for name in ("Northwind Bank", "Harbour Trust", "Lakeside Loans", "Meadow Mutual"):
        advocate = office.add_advocate(f"Person of {name}", office.add_account(name))
        office.add_activity(advocate, FIRST - timedelta(days=3), kind="testimonial", effort=1)
    for name in ("Contoso", "Fabrikam", "Tailspin"):
        office.add_advocate(f"Friend of {name}", office.add_account(f"Bank of {name}"))
        file(office, name)

    with ThreadPoolExecutor(4) as workers:

        def four_times(work: Callable[[], object]) -> None:
            for done in [workers.submit(work) for _ in range(4)]:
                done.result()

        for number in range(8):
            for hour in (0, 10):
                now = datetime.combine(FIRST + timedelta(days=number), time(hour), UTC)
                if now < office.clock.now():
                    continue
                office.clock.at = now
                for job in TIMETABLE:
                    four_times(lambda job=job, now=now: job.run(office.wired.program, now))  # type: ignore[misc]
                four_times(office.wired.deliver_due)

    with office.db.reading() as session:
        taken = Counter(
            session.execute(
                select(AuditEntry.subject_id, AuditEntry.action, AuditEntry.at).where(
                    AuditEntry.action.in_(STEPS)
                )
            ).all()
        )
        assert sum(taken.values()) > 5
        assert [step for step, times in taken.items() if times > 1] == []
        assert session.scalars(select(Slot.id).where(Slot.parked_reason.is_not(None))).all() == []
    for who in (ANA, BEA, OLU, SAM):
        told = Counter(
            (one.metadata["event_payload"]["slot"], one.metadata["event_payload"]["version"])
            for one in office.person(who).messages()
            if one.metadata
        )
        assert [key for key, times in told.items() if times > 1] == []
