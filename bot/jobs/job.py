"""What a line of the timetable is, and which of its periods a moment lies in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from bot.outbox.mark import nobody_clicked
from bot.services.program import Program


@dataclass(frozen=True)
class Job:
    """A job and when it is due. A period begins at each moment of `every` and ends where the next begins."""

    name: str
    every: CronTrigger
    work: Callable[[Program, datetime], str]
    """Does the job as of a moment and says in one line what it did. Harmless to repeat, whole or cut short."""
    readers: Callable[[Program], Collection[str]] = lambda _: ()
    """Slack ids of those by whose clock it goes and whom nobody has looked up yet."""

    def run(self, program: Program, now: datetime, *, gathers: bool = False) -> str:
        """Does the job; what it has to say waits for its readers' working hours, `gathers`: and nudges a little for other jobs'."""
        with nobody_clicked(program.db, gathers=gathers):
            return self.work(program, now)


def period_of(every: CronTrigger, moment: datetime) -> datetime:
    """The start, in UTC, of the period `moment` lies in: the last time of `every` that is not after it."""
    # A trigger only looks ahead, so the search begins ever further back until it finds a start.
    for days in (0.1, 2, 9, 63, 800):
        start = every.get_next_fire_time(None, moment - timedelta(days=days))
        if start is not None and start <= moment:
            break
    else:
        raise ValueError(f"{every} has no time in the two years before {moment}")
    while (following := every.get_next_fire_time(start, moment)) and following <= moment:
        start = following
    begun: datetime = start.astimezone(UTC)
    return begun
