"""The sample company as of one day, written and imported."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.db import Database
from bot.importers.importing import ImportResult, import_file
from bot.importers.sources import SOURCES
from bot.sandbox.company import write_company
from bot.services.program import Program

DAYS = (
    date(2026, 11, 22),  # a Sunday
    date(2026, 12, 31),
    date(2028, 2, 29),
    date(2029, 3, 3),  # a Saturday
)


@dataclass(frozen=True)
class Founded:
    today: date
    folder: Path
    program: Program
    results: dict[str, ImportResult]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def founded(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Founded]:
    """Imported early in the morning, the moment at which the least has happened today."""
    today: date = request.param
    folder = tmp_path_factory.mktemp("company")
    write_company(folder, today)
    database = folder / "advocates.db"
    shutil.copy(migrated_sqlite, database)
    db = Database(f"sqlite:///{database}")
    program = Program(db, FixedClock(datetime.combine(today, time(0, 5), UTC)))
    results = {kind: import_file(program, kind, folder / f"{kind}.csv") for kind in SOURCES}
    yield Founded(today, folder, program, results)
    db.dispose()
