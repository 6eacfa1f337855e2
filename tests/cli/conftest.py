"""The command line in a folder and an environment of its own."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.db import Database
from bot.logs import CHATTY
from bot.settings import Settings

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine's, and no .env, reaches a test."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def run() -> Run:
    """Runs one command with these arguments."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments, prog_name="python -m bot")

    return run


@pytest.fixture
def with_slack(monkeypatch: pytest.MonkeyPatch, sqlite_db: Database) -> Database:
    """Slack settings that reach nobody, and a database at the newest schema."""
    monkeypatch.setenv("DATABASE_URL", str(sqlite_db.url))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-nobody")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/")
    return sqlite_db
