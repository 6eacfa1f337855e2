"""The timetable's runner: each period once, whoever looks after it, and late rather than never."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import select, update

from bot.clock import FixedClock
from bot.db import Database
from bot.jobs import runner
from bot.jobs.job import Job
from bot.jobs.runner import LEASE_SECONDS, Scheduler
from bot.queries.job_runs import FIRST_START
from bot.services.program import Program
from bot.trace import current_trace
from models import JobRun

HALF_PAST_TEN = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)
TEN = "2026-11-02T10:00:00+00:00"
HOUR = timedelta(hours=1)


class Diary:
    """A job that notes the moments it ran for, and first does what it is told to."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []
        self.traces: list[str] = []
        self.first: Callable[[], object] = lambda: None
        self.job = Job("diary", CronTrigger(minute=0, timezone=UTC), self.run)

    def run(self, _program: Program, now: datetime) -> str:
        self.moments.append(now)
        self.traces.append(current_trace())
        self.first()
        return f"entry {len(self.moments)}"


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(HALF_PAST_TEN)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The machine's clock, moved by changing its one element."""
    seconds = [1_000_000.0]
    monkeypatch.setattr(runner, "wall_time", lambda: seconds[0])
    return seconds


def worker(db: Database, clock: FixedClock, diary: Diary) -> Scheduler:
    return Scheduler(Program(db, clock), [diary.job])


def run_of(db: Database, period: str = TEN) -> JobRun:
    with db.reading() as session:
        run = session.get_one(JobRun, ("diary", period))
        session.expunge(run)
    return run


def test_a_period_runs_once_and_its_summary_is_kept(db: Database, clock: FixedClock, diary: Diary) -> None:
    scheduler = worker(db, clock, diary)

    scheduler.tick(diary.job)
    scheduler.tick(diary.job)

    assert diary.moments == [HALF_PAST_TEN]
    assert (run_of(db).done_at, run_of(db).summary) == (HALF_PAST_TEN, "entry 1")
    assert diary.traces[0], "what a job causes carries a trace"


def test_the_next_period_runs_when_it_has_begun(db: Database, clock: FixedClock, diary: Diary) -> None:
    scheduler = worker(db, clock, diary)
    scheduler.tick(diary.job)

    clock.at += HOUR
    scheduler.tick(diary.job)

    assert diary.moments == [HALF_PAST_TEN, HALF_PAST_TEN + HOUR]


def test_eight_workers_at_once_run_a_period_once(db: Database, clock: FixedClock, diary: Diary) -> None:
    workers = [worker(db, clock, diary) for _ in range(8)]
    at_the_line = threading.Barrier(len(workers), timeout=10)

    def race(scheduler: Scheduler) -> None:
        for _ in range(5):
            at_the_line.wait()
            scheduler.tick(diary.job)
            if at_the_line.wait() == 0:
                clock.at += HOUR

    threads = [threading.Thread(target=race, args=[scheduler]) for scheduler in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert diary.moments == [HALF_PAST_TEN + n * HOUR for n in range(5)]


def test_a_killed_workers_period_is_taken_over_once_its_lease_is_over(
    db: Database, clock: FixedClock, diary: Diary, wall: list[float]
) -> None:
    killed = worker(db, clock, diary)
    assert killed._claim("diary", TEN)  # and then nothing more is heard of it
    others = [worker(db, clock, diary) for _ in range(2)]

    wall[0] += LEASE_SECONDS - 1
    others[0].tick(diary.job)
    assert diary.moments == []

    wall[0] += 2
    others[0].tick(diary.job)
    others[1].tick(diary.job)
    assert diary.moments == [HALF_PAST_TEN]


def test_two_workers_never_both_take_over(
    db: Database, clock: FixedClock, diary: Diary, wall: list[float]
) -> None:
    worker(db, clock, diary)._claim("diary", TEN)
    wall[0] += LEASE_SECONDS + 1
    workers = [worker(db, clock, diary) for _ in range(8)]
    at_the_line = threading.Barrier(len(workers), timeout=10)

    def race(scheduler: Scheduler) -> None:
        at_the_line.wait()
        scheduler.tick(diary.job)

    threads = [threading.Thread(target=race, args=[scheduler]) for scheduler in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(diary.moments) == 1


def test_a_long_job_keeps_its_claim(db: Database, clock: FixedClock, diary: Diary, wall: list[float]) -> None:
    busy, other = worker(db, clock, diary), worker(db, clock, diary)

    def work_longer_than_a_lease() -> None:
        for _ in range(3):
            wall[0] += LEASE_SECONDS - 1
            busy._renew()
        other.tick(diary.job)

    diary.first = work_longer_than_a_lease
    busy.tick(diary.job)

    assert len(diary.moments) == 1
    assert run_of(db).summary == "entry 1"


def test_a_worker_that_lost_its_claim_does_not_finish_it(
    db: Database, clock: FixedClock, diary: Diary, wall: list[float]
) -> None:
    frozen, other = worker(db, clock, diary), worker(db, clock, diary)

    def freeze() -> None:
        diary.first = lambda: None
        wall[0] += LEASE_SECONDS + 1
        other.tick(diary.job)

    diary.first = freeze
    frozen.tick(diary.job)

    assert run_of(db).claimed_by == other._worker
    assert run_of(db).summary == "entry 2"


def test_a_job_that_fails_is_tried_again_with_growing_pauses(
    db: Database, clock: FixedClock, diary: Diary, wall: list[float]
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    diary.first = fail
    scheduler = worker(db, clock, diary)
    began, tries = wall[0], []
    while wall[0] < began + 3600:
        before = len(diary.moments)
        try:
            scheduler.tick(diary.job)
        except ZeroDivisionError:
            assert len(diary.moments) == before + 1
            tries.append(int(wall[0] - began))
        wall[0] += 30
    assert tries == [0, 90, 240, 510, 1020, 2010]
    assert run_of(db).done_at is None

    diary.first = lambda: None
    clock.at += HOUR
    scheduler.tick(diary.job)
    assert run_of(db, "2026-11-02T11:00:00+00:00").summary == "entry 7"


def test_a_failing_job_stops_neither_the_scheduler_nor_the_other_jobs(
    db: Database, clock: FixedClock, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = Job("wrong", CronTrigger(minute=0, timezone=UTC), lambda _program, _now: f"{1 / 0}")
    first_start_yesterday(db, clock, "wrong", "diary")
    scheduler = Scheduler(Program(db, clock), [wrong, diary.job])

    scheduler.start()
    wait_for(lambda: diary.moments and "ZeroDivisionError" in caplog.text)
    scheduler.stop()

    assert "wrong, period 2026-11-02T10:00:00+00:00: failed; tried again in 60 seconds" in caplog.text


def test_a_fresh_database_owes_nothing(db: Database, clock: FixedClock, diary: Diary) -> None:
    first, second = worker(db, clock, diary), worker(db, clock, diary)
    first.start()
    first.stop()
    clock.at += timedelta(minutes=10)
    second.start()
    second.stop()

    second.tick(diary.job)
    assert diary.moments == [], "the period of 10:00 began before the first start at 10:30"

    clock.at += HOUR
    second.tick(diary.job)
    assert diary.moments == [HALF_PAST_TEN + HOUR + timedelta(minutes=10)]


def test_a_late_start_finds_what_it_missed(db: Database, clock: FixedClock, diary: Diary) -> None:
    before = worker(db, clock, diary)
    before.start()
    before.stop()
    clock.at += 5 * HOUR

    after = worker(db, clock, diary)
    after.start()
    wait_for(lambda: diary.moments)
    after.stop()

    assert diary.moments == [HALF_PAST_TEN + 5 * HOUR], "once, for the newest of the missed hours"


def test_stopping_waits_for_the_job_in_hand(db: Database, clock: FixedClock, diary: Diary) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait(5)

    diary.first = work
    first_start_yesterday(db, clock, "diary")
    scheduler = worker(db, clock, diary)
    scheduler.start()
    assert begun.wait(5)
    threading.Timer(0.1, go_on.set).start()
    scheduler.stop()

    assert run_of(db).summary == "entry 1"


def test_stopping_what_never_started_is_harmless(db: Database, clock: FixedClock, diary: Diary) -> None:
    worker(db, clock, diary).stop()


def test_by_hand_a_job_runs_for_the_period_of_its_moment_and_on_a_fresh_database_too(
    db: Database, clock: FixedClock, diary: Diary
) -> None:
    result = worker(db, clock, diary).run_now("diary", HALF_PAST_TEN)

    assert (result.ran, result.period, result.summary) == (True, TEN, "entry 1")
    assert diary.moments == [HALF_PAST_TEN]


def test_by_hand_a_second_run_for_the_same_period_does_nothing_and_says_so(
    db: Database, clock: FixedClock, diary: Diary
) -> None:
    worker(db, clock, diary).run_now("diary", HALF_PAST_TEN)
    again = worker(db, clock, diary).run_now("diary", HALF_PAST_TEN + timedelta(minutes=20))

    assert (again.ran, again.summary) == (False, "already ran: entry 1")
    assert len(diary.moments) == 1


def test_by_hand_a_run_may_be_forced(db: Database, clock: FixedClock, diary: Diary) -> None:
    scheduler = worker(db, clock, diary)
    scheduler.run_now("diary", HALF_PAST_TEN)

    forced = scheduler.run_now("diary", HALF_PAST_TEN, force=True)

    assert (forced.ran, forced.summary) == (True, "entry 2")
    assert run_of(db).summary == "entry 2"


def test_by_hand_a_period_in_another_workers_hands_is_left_to_it(
    db: Database, clock: FixedClock, diary: Diary
) -> None:
    other = worker(db, clock, diary)
    other._claim("diary", TEN)

    result = worker(db, clock, diary).run_now("diary", HALF_PAST_TEN)

    assert not result.ran
    assert other._worker in result.summary


def test_by_hand_a_failed_run_can_be_repeated_at_once(db: Database, clock: FixedClock, diary: Diary) -> None:
    def fail() -> None:
        diary.first = lambda: None
        raise ZeroDivisionError

    diary.first = fail
    scheduler = worker(db, clock, diary)
    with pytest.raises(ZeroDivisionError):
        scheduler.run_now("diary", HALF_PAST_TEN)

    assert scheduler.run_now("diary", HALF_PAST_TEN).ran


def first_start_yesterday(db: Database, clock: FixedClock, *jobs: str) -> None:
    """As if the program had run here for a day."""
    for name in jobs:
        Scheduler(Program(db, clock), [])._note_first_start(
            Job(name, CronTrigger(minute=0, timezone=UTC), lambda _program, _now: "")
        )
    with db.changing() as session:
        session.execute(
            update(JobRun).where(JobRun.period == FIRST_START).values(done_at=clock.at - timedelta(days=1))
        )
        assert len(session.scalars(select(JobRun)).all()) == len(jobs)


def wait_for(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
