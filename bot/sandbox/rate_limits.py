"""Slack's rate limits, off unless switched on: a message a second and channel, so many calls a minute for the rest."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Limit:
    """At most `calls` within `seconds`; `by_channel` counts each channel on its own."""

    calls: int
    seconds: float
    by_channel: bool = False


LIMITS = {
    "chat.postMessage": Limit(1, 1.0, by_channel=True),
    "chat.update": Limit(50, 60.0),
    "chat.postEphemeral": Limit(100, 60.0),
    "users.list": Limit(20, 60.0),
    "users.info": Limit(100, 60.0),
    "users.lookupByEmail": Limit(50, 60.0),
    "conversations.open": Limit(50, 60.0),
    "conversations.history": Limit(50, 60.0),
    "views.open": Limit(100, 60.0),
    "views.push": Limit(100, 60.0),
    "views.update": Limit(100, 60.0),
    "views.publish": Limit(100, 60.0),
}


class RateLimits:
    """Counts calls over sliding windows of wall time while `enabled`."""

    def __init__(self, clock: Callable[[], float], *, enabled: bool = False) -> None:
        self.enabled = enabled
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: dict[tuple[str, str], deque[float]] = {}

    def retry_after(self, method: str, channel: str) -> int:
        """0 when the call may go ahead (and is counted), else the whole seconds to wait."""
        limit = LIMITS.get(method)
        if limit is None or not self.enabled:
            return 0
        with self._lock:
            now = self._clock()
            recent = self._calls.setdefault((method, channel if limit.by_channel else ""), deque())
            while recent and recent[0] <= now - limit.seconds:
                recent.popleft()
            if len(recent) >= limit.calls:
                return max(1, ceil(recent[0] + limit.seconds - now))
            recent.append(now)
            return 0
