"""The short-lived keys Slack hands out: trigger ids (3 seconds, once) and response urls (30 minutes, 5 uses)."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from bot.sandbox.records import Json
from bot.sandbox.refused import Refused

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 1800.0
RESPONSE_URL_USES = 5


@dataclass(frozen=True)
class Trigger:
    """A person's permission to open a view."""

    id: str
    user: str
    issued_at: float
    used: bool = False


class Triggers:
    """Trigger ids, each good once within 3 seconds of wall time."""

    def __init__(self, lock: threading.RLock, clock: Callable[[], float]) -> None:
        self._lock = lock
        self._clock = clock
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str) -> str:
        with self._lock:
            now = self._clock()
            trigger = Trigger(f"{int(now * 1000)}.{len(self._issued)}.{secrets.token_hex(16)}", user, now)
            self._issued[trigger.id] = trigger
            return trigger.id

    def exchange(self, trigger_id: str) -> Trigger:
        """Uses it up. Raises Refused: invalid_trigger_id, expired_trigger_id, exchanged_trigger_id."""
        with self._lock:
            trigger = self._issued.get(trigger_id)
            if trigger is None:
                raise Refused("invalid_trigger_id", f"no such trigger id: {trigger_id!r}")
            if trigger.used:
                raise Refused("exchanged_trigger_id", "the trigger id was used before")
            age = self._clock() - trigger.issued_at
            if age > TRIGGER_SECONDS:
                raise Refused(
                    "expired_trigger_id", f"the trigger id is {age:.1f} s old, good for {TRIGGER_SECONDS:.0f}"
                )
            self._issued[trigger_id] = replace(trigger, used=True)
            return trigger


@dataclass(frozen=True)
class ResponseUrl:
    """Where an app may answer one interaction. `source_ts` is the message acted on ("" for a command)."""

    token: str
    user: str
    channel: str
    issued_at: float
    source_ts: str = ""
    source_is_ephemeral: bool = False
    uses: int = 0


class ResponseUrls:
    """Response urls by their token, each good for 30 minutes and 5 uses."""

    def __init__(self, lock: threading.RLock, clock: Callable[[], float]) -> None:
        self._lock = lock
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}
        self.base = "http://127.0.0.1:0"

    def issue(
        self, user: str, channel: str, source_ts: str = "", *, source_is_ephemeral: bool = False
    ) -> str:
        """The whole url."""
        with self._lock:
            token = secrets.token_urlsafe(18)
            url = ResponseUrl(token, user, channel, self._clock(), source_ts, source_is_ephemeral)
            self._issued[token] = url
            return f"{self.base}/response/{token}"

    def use(self, token: str) -> ResponseUrl:
        """Counts one use. Raises Refused: no_such_url, expired_url, used_url."""
        with self._lock:
            url = self._issued.get(token)
            if url is None:
                raise Refused("no_such_url", "this response_url was never given out")
            if self._clock() - url.issued_at > RESPONSE_URL_SECONDS:
                raise Refused("expired_url", "the response_url is over 30 minutes old")
            if url.uses >= RESPONSE_URL_USES:
                raise Refused("used_url", f"the response_url was used {url.uses} times")
            self._issued[token] = replace(url, uses=url.uses + 1)
            return self._issued[token]

    def to_list(self) -> list[Json]:
        with self._lock:
            return [asdict(url) for url in self._issued.values()]

    def restore(self, saved: list[Json]) -> None:
        with self._lock:
            self._issued = {url["token"]: ResponseUrl(**url) for url in saved}
