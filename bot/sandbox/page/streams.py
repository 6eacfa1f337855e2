"""Open streams of changes: one a tab, and never so many that they hold every thread of the server."""

import threading
from collections.abc import Iterator

from bot.sandbox.feed import Change, Feed

MOST = 12
"""Streams at once; each holds one of the server's 32 threads."""
LOOK = 0.5  # seconds until an ended stream notices
QUIET_LOOKS = 6  # looks without news between two signs of life, which find out whether the tab is still there


class Streams:
    """Hands out streams of changes. A tab that opens another one ends its last."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._lock = threading.Lock()
        self._by_tab: dict[str, threading.Event] = {}
        self._ended = False

    def open(self, tab: str, seq: int) -> Iterator[list[Change]] | None:
        """Batches of changes after `seq`, an empty one as a sign of life every 3 s; None when there is no room."""
        ended = threading.Event()
        with self._lock:
            if self._ended or (tab not in self._by_tab and len(self._by_tab) >= MOST):
                return None
            before = self._by_tab.pop(tab, None)
            self._by_tab[tab] = ended
        if before is not None:
            before.set()
        return self._follow(tab, seq, ended)

    def end_all(self) -> None:
        """Ends what is open within half a second; nothing opens after it."""
        with self._lock:
            self._ended = True
            for ended in self._by_tab.values():
                ended.set()

    def open_now(self) -> int:
        with self._lock:
            return len(self._by_tab)

    def _follow(self, tab: str, seq: int, ended: threading.Event) -> Iterator[list[Change]]:
        quiet = 0
        try:
            while not ended.is_set():
                changes = self._feed.wait(seq, LOOK)
                quiet = 0 if changes else quiet + 1
                if changes:
                    seq = changes[-1]["seq"]
                    yield changes
                elif quiet % QUIET_LOOKS == 0:
                    yield []
        finally:
            with self._lock:
                if self._by_tab.get(tab) is ended:
                    del self._by_tab[tab]
