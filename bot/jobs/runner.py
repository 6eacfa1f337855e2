"""Runs the timetable: each period of a job once, whatever number of workers looks after it, and late rather than never."""

import logging
import os
import secrets
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from bot.clock import wall_time
from bot.db import insert_into
from bot.jobs.job import Job, period_of
from bot.queries.job_runs import FIRST_START, first_start
from bot.services.program import Program
from bot.trace import tracing
from models import JobRun

TICK_SECONDS = 30
LEASE_SECONDS = 60.0
"""A claim is held this long and renewed while its job runs: a killed worker's period is free again after it."""
LONGEST_BACK_OFF_SECONDS = 1800.0

Key = tuple[str, str]
"""A job's name and the start of its period, as job_runs names it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class JobResult:
    """What came of running a job by hand. `ran` is False where its period was done, or is being done, already."""

    job: str
    period: str
    ran: bool
    summary: str


class Scheduler:
    """One worker's share of the timetable. Claims live in the database, so any number of workers may run."""

    def __init__(
        self, program: Program, jobs: Sequence[Job], know: Callable[[str], None] = lambda _: None
    ) -> None:
        """`know` asks Slack who somebody is, so that a job can go by their clock."""
        self._program = program
        self._know = know
        self._jobs = {job.name: job for job in jobs}
        self._worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._failures: Counter[Key] = Counter()
        self._running: set[Key] = set()
        self._ticks = BackgroundScheduler(timezone=UTC)

    @property
    def job_names(self) -> list[str]:
        return list(self._jobs)

    def start(self) -> None:
        """Looks at once, and then every half minute, which periods are due. A new database owes no earlier period."""
        for job in self._jobs.values():
            self._note_first_start(job)
            self._ticks.add_job(
                self.tick,
                "interval",
                args=[job],
                name=job.name,
                seconds=TICK_SECONDS,
                next_run_time=datetime.now(UTC),
                coalesce=True,
                misfire_grace_time=None,
            )
        self._ticks.add_job(self._renew, "interval", name="renew leases", seconds=LEASE_SECONDS / 3)
        self._ticks.start()

    def stop(self) -> None:
        """Begins no further job and returns when those in hand are done. Killed meanwhile, another worker takes over."""
        if self._ticks.running:
            self._ticks.shutdown(wait=True)

    def tick(self, job: Job) -> None:
        """Runs `job` when its present period is owed and nobody has it.

        Of several missed periods the newest is enough: jobs look at what is due, not at the period. What the job
        raises is raised on (APScheduler logs it and goes on), and the period is tried again with growing pauses.
        """
        now = self._program.now()
        period = period_of(job.every, now)
        key = job.name, _written(period)
        if self._is_owed(key, period) and self._claim(*key):
            try:
                self._run(job, key, now, gathers=True)
            except BaseException:
                self._leave_for_later(key)
                raise

    def run_now(self, name: str, at: datetime, force: bool = False) -> JobResult:
        """Runs the job for the period that `at` is in, unless that is done or in hand; `force` runs it all the same."""
        job = self._jobs[name]
        key = name, _written(period_of(job.every, at))
        if force:
            self._take(*key)
        elif not self._claim(*key):
            return JobResult(*key, ran=False, summary=self._why_not(key))
        try:
            return JobResult(*key, ran=True, summary=self._run(job, key, at))
        except BaseException:
            self._set(key, lease_until=0.0)
            raise

    def _run(self, job: Job, key: Key, now: datetime, *, gathers: bool = False) -> str:
        with tracing():
            self._running.add(key)
            try:
                for reader in job.readers(self._program):
                    self._know(reader)
                summary = job.run(self._program, now, gathers=gathers)
            finally:
                self._running.discard(key)
            self._set(key, done_at=now, summary=summary)
            self._failures.pop(key, None)
            log.info("%s, period %s: %s", *key, summary)
        return summary

    def _note_first_start(self, job: Job) -> None:
        with self._program.db.changing() as session:
            _insert(session, job.name, FIRST_START, self._worker, done_at=self._program.now())

    def _is_owed(self, key: Key, period: datetime) -> bool:
        """Only reads, so that the ticks of many workers never queue for SQLite's write lock."""
        with self._program.db.reading() as session:
            begun = first_start(session, key[0])
            if begun is not None and period < begun:
                return False
            run = session.get(JobRun, key)
            return run is None or (run.done_at is None and run.lease_until < wall_time())

    def _claim(self, name: str, period: str) -> bool:
        """Whether the period is this worker's now: it was free, or its holder's lease has run out."""
        with self._program.db.changing() as session:
            if _insert(session, name, period, self._worker):
                return True
            taken_over = session.execute(
                update(JobRun)
                .where(JobRun.job == name, JobRun.period == period)
                .where(JobRun.done_at.is_(None), JobRun.lease_until < wall_time())
                .values(claimed_by=self._worker, lease_until=wall_time() + LEASE_SECONDS)
            )
            return _changed(taken_over)

    def _take(self, name: str, period: str) -> None:
        with self._program.db.changing() as session:
            if not _insert(session, name, period, self._worker):
                session.execute(
                    update(JobRun)
                    .where(JobRun.job == name, JobRun.period == period)
                    .values(claimed_by=self._worker, lease_until=wall_time() + LEASE_SECONDS, done_at=None)
                )

    def _renew(self) -> None:
        for key in list(self._running):
            self._set(key, lease_until=wall_time() + LEASE_SECONDS)

    def _leave_for_later(self, key: Key) -> None:
        self._failures[key] += 1
        pause = min(LEASE_SECONDS * 2 ** (self._failures[key] - 1), LONGEST_BACK_OFF_SECONDS)
        self._set(key, lease_until=wall_time() + pause)
        log.warning("%s, period %s: failed; tried again in %d seconds", *key, pause)

    def _set(self, key: Key, **values: object) -> None:
        """Changes the claim while it is still this worker's and unfinished."""
        with self._program.db.changing() as session:
            session.execute(
                update(JobRun)
                .where(JobRun.job == key[0], JobRun.period == key[1])
                .where(JobRun.claimed_by == self._worker, JobRun.done_at.is_(None))
                .values(**values)
            )

    def _why_not(self, key: Key) -> str:
        with self._program.db.reading() as session:
            run = session.get_one(JobRun, key)
            if run.done_at is None:
                return f"is being run by {run.claimed_by}, or failed there and waits to be tried again"
            return f"already ran: {run.summary}"


def _insert(session: Session, name: str, period: str, worker: str, done_at: datetime | None = None) -> bool:
    """Whether the row was free."""
    new = insert_into(session, JobRun).values(
        job=name, period=period, claimed_by=worker, lease_until=wall_time() + LEASE_SECONDS, done_at=done_at
    )
    # RETURNING, because PostgreSQL's driver gives no row count for an ORM insert.
    return session.scalar(new.on_conflict_do_nothing().returning(JobRun.job)) is not None


def _changed(result: object) -> bool:
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _written(period: datetime) -> str:
    return period.isoformat(timespec="seconds")
