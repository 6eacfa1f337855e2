"""What the log says and never says: every line carries its trace; secrets and contact data are taken out of all of them."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.trace import current_trace

if TYPE_CHECKING:
    from bot.settings import Settings

CHATTY = ("bot.bolt", "slack_bolt", "slack_sdk", "apscheduler", "alembic", "waitress", "werkzeug")
"""Libraries that are heard from WARNING upwards, unless LOG_LEVEL is DEBUG."""

_PATTERNS = (
    (re.compile(r"\bx(?:ox[a-z]|app)[-.][\w.-]+", re.IGNORECASE), "[token]"),
    (re.compile(r"https://hooks\.slack(?:-gov)?\.com/\S+"), "[response address]"),
    (re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+@"), r"\1:[secret]@"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (
        re.compile(
            r"(?<![\w.+-])(?:"
            r"\+\d(?:[\s().\-/]*\d){7,14}"  # +44 20 7946 0018
            r"|\(?0\d(?:[\s()\-/]*\d){7,12}"  # 020 7946 0018
            r"|\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}"  # (415) 555-0132
            r")(?!\w)"
        ),
        "[phone]",
    ),
)


class Scrubber:
    """Takes secrets, e-mail addresses and telephone numbers out of a text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # A value of one to three letters is no secret, and would riddle every line.
        values = sorted({s for s in secrets if len(s) > 3}, key=len, reverse=True)
        self._values = re.compile("|".join(map(re.escape, values))) if values else None

    def __call__(self, text: str) -> str:
        if self._values:
            text = self._values.sub("[secret]", text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text


class TextLines(logging.Formatter):
    """One line a record: moment in UTC, level, logger, trace, message; a traceback follows on its own lines."""

    def __init__(self, scrub: Scrubber) -> None:
        super().__init__()
        self._scrub = scrub

    def format(self, record: logging.LogRecord) -> str:
        trace = current_trace() or "-"
        message = self._scrub(record.getMessage()).replace("\n", "\\n")  # nobody's words begin a line
        line = f"{_moment(record)} {record.levelname} {record.name} {trace} {message}"
        happened = self._happened(record)
        return f"{line}\n{happened}" if happened else line

    def _happened(self, record: logging.LogRecord) -> str:
        return self._scrub(self.formatException(record.exc_info)) if record.exc_info else ""


class JsonLines(TextLines):
    """One JSON object a record, on one line: time, level, logger, trace, message and, where one was raised, exception."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "trace": current_trace(),
            "message": self._scrub(record.getMessage()),
        }
        happened = self._happened(record)
        return json.dumps(fields | ({"exception": happened} if happened else {}), ensure_ascii=False)


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to whatever stderr is at the moment of writing."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def configure(settings: Settings) -> None:
    """Sets up this process's log on stderr. Repeating it replaces what the last call set up."""
    scrub = Scrubber(_secrets(settings))
    handler = _Handler()
    handler.setFormatter(JsonLines(scrub) if settings.log_format == "json" else TextLines(scrub))
    root = logging.getLogger()
    for earlier in [h for h in root.handlers if isinstance(h, _Handler)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(settings.log_level)
    heard = logging.NOTSET if settings.log_level == "DEBUG" else max(logging.WARNING, root.level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(heard)


def log_strays() -> None:
    """Exceptions that nobody caught, in any thread, go through the log instead of raw to stderr."""
    log = logging.getLogger("bot")

    def stray(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        log.critical("stopped by an error nobody expected", exc_info=(kind, error, where))

    def stray_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            stray(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = stray
    threading.excepthook = stray_in_thread


def _secrets(settings: Settings) -> Iterable[str]:
    for secret in (settings.slack_bot_token, settings.slack_signing_secret, settings.slack_app_token):
        if secret is not None:
            yield secret.get_secret_value()
    from sqlalchemy.engine import make_url  # half a second, which `--help` does without

    password = make_url(settings.database_url).password
    if password:
        yield password
        yield quote(password, safe="")


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
