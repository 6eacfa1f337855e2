"""make bench-digest: what the weekly digest takes, and the measuring in it, with five years of a large program.

Prints for each database the seconds of three looks (the first writes the deals down) and of a whole digest, the statements of each,
and the memory of the process at its most. Each database is measured in a process of its own.
"""

import argparse
import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, text

from bot.clock import FixedClock
from bot.db import Database
from bot.schema import migrate
from bot.services.digest_making import compose
from bot.services.measuring import look
from bot.services.program import Program
from messages.digest import digest
from tests.bench.crowd import fill
from tests.bench.run import databases
from tests.journeys.office import MONDAY

FIVE_YEARS = 5 * 365


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--advocates", type=int, default=100_000)
    parser.add_argument("--asks", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for name, db in databases(stack, Path(folder)):
            if given.only in (None, name.lower()):
                migrate(db)
                fill(db, given.advocates, given.asks, days=FIVE_YEARS)
                sell(db)
                print(f"{name}: {given.advocates:,} advocates, {given.asks:,} asks in five years", flush=True)
                measure(db)
    return 0


def sell(db: Database) -> None:
    """A fifth of what advocates did was for a deal; sales has twice as many of its own."""
    with db.changing() as session:
        session.execute(text("UPDATE activities SET deal = '', origin = 'bot' WHERE id NOT LIKE '%0'"))
        session.execute(
            text(
                "UPDATE activities SET prospect = 'Prospect ' || id, amount = 1000, currency = 'EUR', result = 'won'"
                " WHERE deal <> ''"
            )
        )


def measure(db: Database) -> None:
    program = Program(db, FixedClock(MONDAY))
    last = MONDAY.date() - timedelta(days=1)
    sent: list[str] = []
    event.listen(
        db.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: sent.append(statement)
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for turn in range(3):
        sent.clear()
        begun, cpu = time.perf_counter(), time.process_time()
        seen = look(program, last - timedelta(days=89), last)
        print(
            f"  look {turn + 1}: {time.perf_counter() - begun:.2f} s, {time.process_time() - cpu:.2f} s of CPU here,"
            f" {len(sent)} statements, {len(seen.now.facts.asked):,} asks of the period",
            flush=True,
        )
    sent.clear()
    begun, cpu = time.perf_counter(), time.process_time()
    with program.reading() as session:
        message = digest(compose(program, session, "U0OLU", MONDAY.date()))
    print(
        f"  digest: {time.perf_counter() - begun:.2f} s, {time.process_time() - cpu:.2f} s of CPU here,"
        f" {len(sent)} statements, {len(message.text):,} characters",
        flush=True,
    )
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"  memory at its most: {after / 1024:.0f} MB (before measuring {before / 1024:.0f} MB)")


if __name__ == "__main__":
    sys.exit(main())
