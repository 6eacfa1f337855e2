"""How a process is told to end."""

import signal
from threading import Event
from types import FrameType


def stop_signals() -> Event:
    """Set by the first SIGTERM or SIGINT, which ends the process in good order; a second one ends it at once."""
    told = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_DFL)
        told.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    return told
