"""What goes wrong on demand: a test says which calls fail, how, and how often."""

import threading
from dataclasses import dataclass
from typing import Literal

Kind = Literal["ratelimited", "lost_reply", "dropped", "error", "http", "delay"]
ANY = "*"


@dataclass
class Fault:
    """One thing to go wrong for `left` more calls (None: until cleared). `happened` counts them."""

    kind: Kind
    method: str
    channel: str = ""
    left: int | None = 1
    retry_after: int = 1
    error: str = ""
    status: int = 500
    seconds: float = 0.0
    happened: int = 0

    def meets(self, method: str, channels: set[str]) -> bool:
        if self.left == 0 or self.method not in (ANY, method):
            return False
        return not self.channel or self.channel in channels


class Faults:
    """The faults waiting to happen, first come first served; delays come on top of whatever else happens.

    `method` is a Web API method, or "*" for any; `channel` narrows it to one channel (or one person's direct messages);
    `times` is how many calls it meets, None for every call until `clear()`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def ratelimit(
        self, method: str = ANY, *, retry_after: int = 1, times: int | None = 1, channel: str = ""
    ) -> Fault:
        """429 with Retry-After in seconds; nothing is done."""
        return self._add(Fault("ratelimited", method, channel, times, retry_after=retry_after))

    def lose_reply(self, method: str = ANY, *, times: int | None = 1, channel: str = "") -> Fault:
        """The call is done, and the connection closes before a reply."""
        return self._add(Fault("lost_reply", method, channel, times))

    def drop(self, method: str = ANY, *, times: int | None = 1, channel: str = "") -> Fault:
        """The connection closes before anything is done."""
        return self._add(Fault("dropped", method, channel, times))

    def fail(
        self, method: str = ANY, error: str = "internal_error", *, times: int | None = 1, channel: str = ""
    ) -> Fault:
        """Answers `ok: false` with that error; nothing is done."""
        return self._add(Fault("error", method, channel, times, error=error))

    def http_error(
        self, method: str = ANY, status: int = 500, *, times: int | None = 1, channel: str = ""
    ) -> Fault:
        """A bare HTTP error with no JSON; nothing is done."""
        return self._add(Fault("http", method, channel, times, status=status))

    def delay(self, method: str = ANY, *, seconds: float, times: int | None = 1, channel: str = "") -> Fault:
        """The call is answered that much later."""
        return self._add(Fault("delay", method, channel, times, seconds=seconds))

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def take(self, method: str, channels: set[str]) -> tuple[float, Fault | None]:
        """Seconds to wait, and what goes wrong with this call; each fault taken counts as happened."""
        seconds, chosen = 0.0, None
        with self._lock:
            for fault in self._waiting:
                if not fault.meets(method, channels) or (fault.kind != "delay" and chosen is not None):
                    continue
                fault.happened += 1
                if fault.left is not None:
                    fault.left -= 1
                if fault.kind == "delay":
                    seconds += fault.seconds
                else:
                    chosen = fault
            self._waiting = [fault for fault in self._waiting if fault.left != 0]
        return seconds, chosen

    def _add(self, fault: Fault) -> Fault:
        with self._lock:
            self._waiting.append(fault)
        return fault
