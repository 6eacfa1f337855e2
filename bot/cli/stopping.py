"""How a process is told to end."""

import signal
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import FrameType

LOOK_SECONDS = 0.25


class StopSignals:
    """The first SIGTERM or SIGINT ends the process in good order; a second one ends it at once."""

    def __init__(self) -> None:
        # Its put() may interrupt its own get(): an Event's set() would wait for ever where it interrupts its wait().
        self._told: SimpleQueue[int] = SimpleQueue()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)

    def wait(self) -> None:
        """Returns once the process is told to end, at most `LOOK_SECONDS` later."""
        # A signal that arrives in the instant before the wait begins does not end it: its handler runs only between two waits.
        while True:
            with suppress(Empty):
                self._told.get(timeout=LOOK_SECONDS)
                return

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_DFL)
        self._told.put(number)
