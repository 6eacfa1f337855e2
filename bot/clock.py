"""The program's clock: what decisions and texts call "now". Leases, back-off and signatures use wall time."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The program's present moment, in UTC with a time zone."""
        ...


class SystemClock:
    """The clock on the wall."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is set: for `--at`, for tests, for travelling in time."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self.at


def wall_time() -> float:
    """Seconds since 1970 on the machine's own clock, never moved by the program's."""
    return time.time()
