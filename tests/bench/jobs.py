"""make bench-jobs: what the daily and weekly jobs take with many advocates, each on a day of its own.

Prints for each job the seconds and statements of two runs: the first, which has something to do, and the one after it, which has
nothing left; and the memory of the process at its most.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import event, update

from bot.clock import FixedClock
from bot.db import Database
from bot.jobs.schedule import HOURLY, TIMETABLE
from bot.schema import migrate
from bot.wiring import build
from models import Account, Activity, Advocate, Person
from tests.bench.crowd import fill
from tests.bench.run import databases
from tests.journeys.office import MONDAY, settings

CSMS = 40
EXECUTIVES = ("U0EVE", "U0EGO", "U0ELA")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--advocates", type=int, default=10_000)
    parser.add_argument("--asks", type=int, default=100_000)
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for name, db in databases(stack, Path(folder)):
            migrate(db)
            fill(db, given.advocates, given.asks)
            live(db)
            print(f"{name}: {given.advocates:,} advocates, {given.asks:,} asks")
            measure(db)
    print(f"memory at its most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


def live(db: Database) -> None:
    """Gives the crowd dates, wishes and colleagues: something for every job."""
    chance = random.Random(11)
    today = MONDAY.date()

    def ago(most: int) -> date:
        return today - timedelta(days=chance.randrange(1, most))

    with db.changing() as session:
        for number in range(CSMS):
            email = f"csm{number}@ours.example"
            session.add(_colleague(f"U0CSM{number}", email))
        for one in EXECUTIVES:
            session.add(_colleague(one, f"{one.lower()}@ours.example"))
        for number, account in enumerate(session.query(Account.id).all()):
            session.execute(
                update(Account)
                .where(Account.id == account.id)
                .values(
                    csm=f"csm{number % CSMS}@ours.example", founded_on=ago(9000), customer_since=ago(2000)
                )
            )
        for advocate in session.query(Advocate.id).all():
            session.execute(
                update(Advocate)
                .where(Advocate.id == advocate.id)
                .values(
                    work_anniversary=ago(6000),
                    enrolled_on=ago(1500),
                    interests=[chance.choice(["running", "jazz", "gardening"])],
                    values=[chance.choice(["learning", "visibility", "network"])],
                )
            )
        session.execute(
            update(Activity).where(Activity.thanked_on.is_(None)).values(due_at=MONDAY - timedelta(hours=1))
        )


def _colleague(slack_id: str, email: str) -> Person:
    return Person(
        slack_id=slack_id,
        name=slack_id,
        email=email,
        time_zone="Europe/London",
        is_guest=False,
        is_outsider=False,
        is_gone=False,
        fetched_at=4e9,
    )


def measure(db: Database) -> None:
    clock = FixedClock(MONDAY)
    url = db.url.render_as_string(hide_password=False)
    wired = build(settings(url, "http://127.0.0.1:9/", executives=",".join(EXECUTIVES)), clock)
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    event.listen(wired.program.db.engine, "before_cursor_execute", count)
    totals = [0.0, 0.0]
    for job in TIMETABLE:
        told = []
        for run in range(2):
            statements, begun = 0, time.perf_counter()
            summary = wired.scheduler.run_now(job.name, _at(clock), force=True).summary
            taken = time.perf_counter() - begun
            if job.every is not HOURLY:
                totals[run] += taken
            told.append(f"{taken:6.2f} s {statements:6,} statements")
            if run == 0:
                first = summary
        print(f"  {job.name:22} {'   then '.join(told)}   {first}")
    print(f"  daily and weekly jobs together: {totals[0]:.1f} s, then {totals[1]:.1f} s")
    wired.close()


def _at(clock: FixedClock) -> datetime:
    return clock.now()


if __name__ == "__main__":
    sys.exit(main())
