"""The command line as a whole: help, exit codes, and reasons on stderr."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from tests.cli.conftest import Run

ROOT = Path(__file__).parent.parent.parent


def test_the_help_lists_every_command(run: Run) -> None:
    shown = run("--help")

    assert shown.exit_code == 0
    assert [line.split()[0] for line in shown.stdout.partition("Commands:")[2].splitlines() if line] == list(
        COMMANDS
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_whatever_the_settings_say(
    run: Run, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "harbour")

    shown = run(command, "--help")

    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"Usage: python -m bot {command}")


@pytest.mark.parametrize(
    "arguments", [["fly"], ["migrate", "--fast"], ["job"], ["job", "thank_you_nudges", "--at", "soon"]]
)
def test_wrong_usage_exits_with_2(run: Run, arguments: list[str]) -> None:
    refused = run(*arguments)

    assert refused.exit_code == 2
    assert "Error: " in refused.stderr
    assert refused.stdout == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "harbour"),
        ("DATABASE_URL", "mysql://x"),
        ("LOG_FORMAT", "xml"),
        ("FEEDBACK_CHANNEL", "product"),
        ("CELEBRATION_CHANNEL", "#praise"),
    ],
)
def test_a_malformed_setting_is_named_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    refused = run("migrate")

    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"Error: {name} is malformed: ")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["serve"], ["web"], ["worker"], ["job", "thank_you_nudges"], ["deliver"]], ids=lambda c: c[0]
)
@pytest.mark.parametrize("missing", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"])
def test_a_missing_slack_setting_is_named_and_nothing_is_touched(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str], missing: str
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-nobody")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    monkeypatch.delenv(missing)

    refused = run(*command)

    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"Error: {missing} is not set")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["web", "worker", "deliver"])
@pytest.mark.usefixtures("with_slack")
def test_an_old_schema_is_refused_with_what_to_run(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")

    refused = run(command)

    assert refused.exit_code == 1
    assert "the database is empty" in refused.stderr
    assert "run migrate" in refused.stderr


@pytest.mark.parametrize("command", ["migrate", "worker", "deliver"])
@pytest.mark.usefixtures("with_slack")
def test_a_database_that_does_not_answer_is_named_without_its_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://bot:pa55word@127.0.0.1:1/advocates")

    refused = run(command)

    assert refused.exit_code == 1
    assert "bot:***@127.0.0.1:1/advocates does not answer" in refused.stderr
    assert "pa55word" not in refused.output
    assert refused.stderr.count("\n") == 1


def test_migrating_is_safe_to_repeat(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")

    for _ in range(2):
        done = run("migrate")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.startswith("The database is at the newest schema, 0")


@pytest.mark.parametrize(("token", "expected"), [("xoxb-nobody", "serve"), ("", "sandbox")])
def test_without_a_command_the_tokens_decide_what_runs(
    run: Run, monkeypatch: pytest.MonkeyPatch, token: str, expected: str
) -> None:
    ran = []
    monkeypatch.setenv("SLACK_BOT_TOKEN", token)
    for name in ("serve", "sandbox"):
        module, _, attribute = COMMANDS[name].partition(":")
        monkeypatch.setattr(f"{module}.{attribute}.callback", lambda *_, name=name, **__: ran.append(name))

    assert run().exit_code == 0
    assert ran == [expected]


def test_the_help_comes_at_once() -> None:
    began = time.monotonic()
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
    )

    assert "Commands:" in shown.stdout
    assert time.monotonic() - began < 2
    imported = {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()}
    assert not imported & {"sqlalchemy", "alembic", "slack_bolt", "slack_sdk", "flask", "pydantic"}
