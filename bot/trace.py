"""The id that ties one payload's log lines, changes and deliveries together."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("trace", default="")


def current_trace() -> str:
    """The trace of what is being done now; empty outside of any."""
    return _current.get()


@contextmanager
def tracing(trace: str | None = None) -> Iterator[str]:
    """Everything inside the block carries `trace`, or a new one."""
    trace = trace or secrets.token_hex(6)
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)
