"""Time travel: moves the program's clock, and stops on the way wherever something comes due. Wall time stays as it is."""

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from bot.clock import wall_time
from bot.jobs.job import Job
from bot.rules.working_time import WorkingTime
from bot.sandbox.workspace import Workspace
from bot.trace import tracing
from bot.wiring import Wired
from models import Conversation, Slot
from models.outbox import WANTED

PATIENCE_SECONDS = 10.0
"""How long a stop waits for messages that the relay's own threads have in hand."""
LOOK_AGAIN_SECONDS = 0.01


class ShiftedClock:
    """Wall time plus what has been travelled: it runs on by itself, and jumps forward when told to."""

    def __init__(self, ahead: timedelta = timedelta(0)) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move_to(self, moment: datetime) -> None:
        """Stands at `moment` and runs on from there; a moment that has passed changes nothing."""
        self.ahead = max(self.ahead, moment - datetime.now(UTC))


class Travel:
    """Moves a running program forward. `zone` is the one in which days and mornings are meant.

    At every stop the clock stands first, then the jobs due there run in the order of the timetable, then what is due
    is delivered: messages arrive in the order in which they would have. One journey at a time.
    """

    def __init__(
        self,
        wired: Wired,
        clock: ShiftedClock,
        timetable: Sequence[Job],
        workspace: Workspace,
        zone: ZoneInfo,
    ) -> None:
        self._wired = wired
        self._clock = clock
        self._timetable = timetable
        self._workspace = workspace
        self._zone = zone
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The program's present moment, in `zone`."""
        return self._clock.now().astimezone(self._zone)

    def next_working_morning(self) -> str:
        """To the start of the next working day, today's where it has not begun; see `to`."""
        now = self._clock.now()
        clock = WorkingTime.of(self._wired.program.policy, self._zone.key)
        morning = clock.opening(now)
        return self.to(morning if morning > now else clock.next_day(now))

    def forward(self, days: int) -> str:
        """That many days on, at the same time of day whatever the clock change; see `to`."""
        return self.to((self.now() + timedelta(days=days)).astimezone(UTC))

    def to(self, moment: datetime) -> str:
        """Travels to a moment, and says in one line where it is now and how many messages came on the way."""
        with self._lock:
            before = self._messages()
            due = {job.name: _next_period(job, self._clock.now()) for job in self._timetable}
            while (stop := self._next_stop(due, moment)) < moment:
                self._stop_at(stop, due, moment)
            self._stop_at(moment, due, moment)
            arrived = self._messages() - before
        count = "no message" if not arrived else "1 message" if arrived == 1 else f"{arrived} messages"
        return f"{spoken(self.now())}: {count}"

    def _next_stop(self, due: dict[str, datetime | None], end: datetime) -> datetime:
        """The earliest moment after now, and before `end`, at which a job or a message comes due; else `end`."""
        with self._wired.program.reading() as session:
            message = session.scalar(
                select(func.min(Slot.due_at)).where(WANTED, Slot.due_at > self._clock.now())
            )
        return min(moment for moment in (*due.values(), message, end) if moment is not None)

    def _stop_at(self, moment: datetime, due: dict[str, datetime | None], end: datetime) -> None:
        self._clock.move_to(moment)
        for job in self._timetable:
            period = due[job.name]
            if period is not None and period <= moment:
                due[job.name] = following = _next_period(job, period)
                self._run(job, period, is_last=following is None or following > end)
        self._deliver()

    def _run(self, job: Job, period: datetime, *, is_last: bool) -> None:
        """Only the period that the journey ends in is claimed: it is the one that the timetable will ask for.

        Claims for the hundreds before it would take longer than the jobs, which nobody else runs for the past.
        """
        if is_last:
            self._wired.scheduler.run_now(job.name, period)
        else:
            with tracing():
                job.run(self._wired.program, period)

    def _deliver(self) -> None:
        """Everything due goes out, also what the jobs have just caused, and what the relay's threads have taken into their hands."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._is_due():
            self._wired.deliver_due()
            if time.monotonic() > deadline:
                return
            if self._is_due():
                time.sleep(LOOK_AGAIN_SECONDS)

    def _is_due(self) -> bool:
        """Whether anything is left that can go out now: what Slack keeps waiting cannot."""
        now, wall = self._clock.now(), wall_time()
        with self._wired.program.reading() as session:
            left = session.scalars(
                select(Slot.id)
                .outerjoin(Conversation, Conversation.address == Slot.conversation)
                .where(WANTED, Slot.due_at <= now, Slot.retry_at <= wall)
                .where(or_(Conversation.address.is_(None), Conversation.quiet_until <= wall))
                .limit(1)
            )
            return left.first() is not None

    def _messages(self) -> int:
        """How many messages of the bot stand in the workspace."""
        bot = self._workspace.app.user_id
        channels = [channel.id for channel in self._workspace.channels()]
        return sum(one.user == bot for channel in channels for one in self._workspace.messages(channel))


def spoken(moment: datetime) -> str:
    """Monday 30 November, 09:00."""
    return f"{moment:%A} {moment.day} {moment:%B}, {moment:%H:%M}"


def _next_period(job: Job, after: datetime) -> datetime | None:
    """The start, in UTC, of the first period that begins after `after`."""
    begins: datetime | None = job.every.get_next_fire_time(None, after + timedelta(microseconds=1))
    return begins.astimezone(UTC) if begins else None
