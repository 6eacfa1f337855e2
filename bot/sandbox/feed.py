"""Every change of a workspace, numbered, for whoever follows it: a page, a test that waits."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

KEPT = 10_000
POLL = 0.05
Change = dict[str, Any]


class Feed:
    """Changes in order, each with `seq` (from 1, no gaps) and `kind`. The last 10,000 are kept."""

    def __init__(self, lock: threading.RLock) -> None:
        self._changed = threading.Condition(lock)
        self._changes: deque[Change] = deque(maxlen=KEPT)
        self.seq = 0

    def publish(self, kind: str, **what: Any) -> None:
        with self._changed:
            self.seq += 1
            self._changes.append({"seq": self.seq, "kind": kind, **what})
            self._changed.notify_all()

    def start_at(self, seq: int) -> None:
        """Continues the numbers of a restored workspace; its older changes are gone."""
        with self._changed:
            self.seq = seq
            self._changes.clear()

    def since(self, seq: int) -> list[Change]:
        """The changes after `seq`. If some of those are no longer kept, only `{"kind": "reset"}`: read everything again."""
        with self._changed:
            missing = self.seq - seq
            if missing <= 0:
                return []
            if missing > len(self._changes):
                return [{"seq": self.seq, "kind": "reset"}]
            return list(self._changes)[-missing:]

    def wait(self, seq: int, seconds: float) -> list[Change]:
        """`since(seq)`, waiting up to that many seconds for the first of them."""
        with self._changed:
            self._changed.wait_for(lambda: self.seq > seq, seconds)
            return self.since(seq)

    def wait_until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """True as soon as `holds` is true, false after that many seconds.

        Asked again after each change, and every 50 ms for what changes elsewhere; never while holding the lock.
        """
        deadline = time.monotonic() + seconds
        while True:
            seq = self.seq
            if holds():
                return True
            if time.monotonic() >= deadline:
                return False
            self.wait(seq, POLL)

    def subscribe(self, *, heartbeat: float = 1.0) -> Iterator[list[Change]]:
        """Batches of changes from now on, without end; an empty batch when `heartbeat` seconds passed quietly."""
        seq = self.seq
        return self._batches(seq, heartbeat)

    def _batches(self, seq: int, heartbeat: float) -> Iterator[list[Change]]:
        while True:
            changes = self.wait(seq, heartbeat)
            if changes:
                seq = changes[-1]["seq"]
            yield changes
