"""What every test of the importers needs: a program that stands still in time, and files with a few rows."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.db import Database
from bot.importers.importing import ImportResult, import_file
from bot.services.program import Program

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

ACCOUNT = "domain,name,industry,segment,region,csm\nacme.test,Acme,Fintech,smb,emea,U024BE7LH\n"
ADVOCATE = "email,name,account,stage\nmai@acme.test,Mai,acme.test,enrolled\n"

Import = Callable[..., ImportResult]


@pytest.fixture
def program(db: Database) -> Program:
    """On SQLite and on PostgreSQL."""
    return Program(db, FixedClock(NOW))


@pytest.fixture
def sqlite_program(sqlite_db: Database) -> Program:
    """For what no database has a say in."""
    return Program(sqlite_db, FixedClock(NOW))


@pytest.fixture
def bring(tmp_path: Path) -> Import:
    """Imports a text: bring(program, kind, text)."""

    def bring(program: Program, kind: str, content: str | bytes, **options: bool) -> ImportResult:
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_file(program, kind, path, **options)

    return bring


@pytest.fixture
def refused(bring: Import) -> Callable[[Program, str, str | bytes], list[str]]:
    """The problems that an import of a text names, one a line."""
    from bot.errors import BadInput

    def refused(program: Program, kind: str, content: str | bytes) -> list[str]:
        with pytest.raises(BadInput) as caught:
            bring(program, kind, content)
        return str(caught.value).splitlines()

    return refused
