"""Homes of the sandbox for the tests: founded once, copied for each test."""

import shutil
from pathlib import Path

import pytest

from bot.sandbox.founding import found
from bot.sandbox.keeping import Home
from bot.sandbox.travel import ShiftedClock


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with the sample company, as the first start leaves it. To be copied."""
    home = Home(tmp_path_factory.mktemp("home"))
    clock = ShiftedClock()
    home.save(found(home.database_url, clock), clock)
    return home.folder


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Home:
    """A workspace that has been opened before and is closed now."""
    folder = tmp_path / "sandbox"
    shutil.copytree(founded, folder)
    return Home(folder)
