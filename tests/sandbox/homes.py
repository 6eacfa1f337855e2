"""Homes of the sandbox for the tests: founded once, copied for each test, and always opened at the same moment."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.sandbox.founding import found
from bot.sandbox.keeping import Home
from bot.sandbox.travel import ShiftedClock

START = datetime.fromisoformat(os.environ.get("SANDBOX_START") or "2027-03-04T10:00:00+00:00")
"""A Thursday, and two working mornings later a Monday. Whatever the machine's calendar says, tests begin here; what they
say has to hold at any other moment as well: SANDBOX_START=2028-02-29T19:00:00+00:00."""


def clock_at(moment: datetime) -> ShiftedClock:
    """A clock that stands at `moment` and runs on from there."""
    return ShiftedClock(moment - datetime.now(UTC))


def opened_anew(founded: Path, folder: Path) -> Home:
    """A workspace that was founded before and is closed now, in a folder of its own, at the moment of its founding."""
    shutil.copytree(founded, folder)
    home = Home(folder)
    workspace, _ = home.load()
    home.save(workspace, clock_at(START))
    return home


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with the sample company, as the first start leaves it. To be copied."""
    home = Home(tmp_path_factory.mktemp("home"))
    clock = clock_at(START)
    home.save(found(home.database_url, clock), clock)
    return home.folder


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Home:
    """A workspace that has been opened before and is closed now."""
    return opened_anew(founded, tmp_path / "sandbox")


@contextmanager
def counting(engine: Engine | type[Engine]) -> Iterator[list[str]]:
    """What this thread asks of the database inside the block; the relay's own threads ask as often as they find time to."""
    asked: list[str] = []
    here = threading.get_ident()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if threading.get_ident() == here:
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
