"""The threads of a relay: who looks for work, who does it, and how they end."""

import logging
import queue
import threading
from collections.abc import Callable

from bot.clock import wall_time

POLL_SECONDS = 0.3
"""How soon a mark of another process is noticed; one of this process is noticed at once."""
STOP_SECONDS = 2.0
AFTER_TROUBLE_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Crew:
    """Threads: one that finds conversations with something due, and some that work through them."""

    def __init__(
        self,
        work: Callable[[str, Callable[[], bool]], None],
        due: Callable[[int], list[str]],
        threads: int,
    ) -> None:
        self._work = work
        self._due = due
        self._marked = threading.Event()
        self._stopping = threading.Event()
        self._waiting: queue.Queue[str | None] = queue.Queue()
        self._in_hand: set[str] = set()
        self._lock = threading.Lock()
        # Daemons: a call that Slack keeps hanging does not keep the process from ending.
        self._threads = [
            threading.Thread(target=self._deliver, name=f"relay-{number}", daemon=True)
            for number in range(1, threads + 1)
        ]
        self._finder = threading.Thread(target=self._find, name="relay-finder", daemon=True)

    def wake(self) -> None:
        """Something has been marked."""
        self._marked.set()

    def start(self) -> None:
        for thread in (self._finder, *self._threads):
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._marked.set()
        for _ in self._threads:
            self._waiting.put(None)
        end = wall_time() + STOP_SECONDS
        for thread in (self._finder, *self._threads):
            thread.join(max(0.0, end - wall_time()))
            if thread.is_alive():
                logger.warning("%s is still waiting for Slack; what it sent is looked up later", thread.name)

    def _find(self) -> None:
        while not self._stopping.is_set():
            self._marked.clear()
            try:
                self._hand_out()
            except Exception:
                logger.exception("the relay could not see what is due")
                self._stopping.wait(AFTER_TROUBLE_SECONDS)
            self._marked.wait(POLL_SECONDS)

    def _hand_out(self) -> None:
        with self._lock:
            in_hand = set(self._in_hand)
        batch = 8 * len(self._threads)
        for address in self._due(batch + len(in_hand)):
            if address not in in_hand:
                with self._lock:
                    self._in_hand.add(address)
                self._waiting.put(address)

    def _deliver(self) -> None:
        while (address := self._waiting.get()) is not None and not self._stopping.is_set():
            try:
                self._work(address, self._stopping.is_set)
            except Exception:
                logger.exception("a delivery stopped halfway; it is taken up again")
                self._stopping.wait(AFTER_TROUBLE_SECONDS)
            finally:
                with self._lock:
                    self._in_hand.discard(address)
            if self._waiting.empty():
                self._marked.set()  # the next batch, and what was marked while this one was in hand
