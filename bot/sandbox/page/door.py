"""What went through the bot's front door: each signed request and its answer, for whoever looks behind the curtain."""

import json
import threading
from collections import deque
from collections.abc import Callable
from urllib.parse import parse_qs

from bot.sandbox.answer import Answer
from bot.sandbox.records import Json

KEPT = 60
LONGEST = 20_000
"""Characters of one body that are shown."""


class FrontDoor:
    """The last 60 requests, stamped by `clock`; safe for many threads."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: deque[Json] = deque(maxlen=KEPT)
        self._number = 0

    def note(self, what: str, who: str, answer: Answer) -> None:
        body = answer.raw.decode("utf-8", "replace")
        entry = {
            "what": what,
            "who": who,
            "at": self._clock(),
            "ms": round(answer.ms, 1),
            "status": answer.status,
            "refused": answer.refused,
            "sent": _readable(answer.sent.body)[:LONGEST],
            "answer": (json.dumps(answer.body, indent=1, ensure_ascii=False) if answer.body else body)[
                :LONGEST
            ],
        }
        with self._lock:
            self._number += 1
            self._entries.append({"number": self._number, **entry})

    def newest_first(self) -> list[Json]:
        with self._lock:
            return list(reversed(self._entries))


def _readable(body: bytes) -> str:
    """The JSON inside a form's `payload`, a form field by field, or JSON as it is."""
    text = body.decode()
    if text.startswith("{"):
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    fields = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
    shown = json.loads(fields["payload"]) if set(fields) == {"payload"} else fields
    return json.dumps(shown, indent=1, ensure_ascii=False)
