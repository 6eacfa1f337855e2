"""`python -m bot import` and `export`, and the examples that come with the project."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.data import export, import_
from bot.db import Database
from bot.importers.sources import SOURCES
from bot.settings import Settings
from tests.importers.conftest import ACCOUNT

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
ROWS = {
    "accounts": 12,
    "advocates": 24,
    "activities": 15,
    "asks": 30,
    "gives": 14,
    "signals": 15,
    "milestones": 9,
    "stories": 6,
    "deals": 10,
    "costs": 7,
}


@pytest.fixture
def settings(db: Database) -> Settings:
    return Settings(database_url=db.url.render_as_string(hide_password=False))


def run(settings: Settings, *arguments: str) -> Result:
    command = {"import": import_, "export": export}[arguments[0]]
    return CliRunner().invoke(command, arguments[1:], obj=settings)


def test_the_examples_import_in_order_and_again_without_a_change(settings: Settings) -> None:
    for kind in SOURCES:
        result = run(settings, "import", kind, str(EXAMPLES / f"{kind}.csv"))
        assert result.stdout == f"{kind}: {ROWS[kind]} read, {ROWS[kind]} added, 0 updated, 0 unchanged\n"
    for kind in SOURCES:
        result = run(settings, "import", kind, str(EXAMPLES / f"{kind}.csv"))
        assert result.stdout == f"{kind}: {ROWS[kind]} read, 0 added, 0 updated, {ROWS[kind]} unchanged\n"


def test_a_dry_run_says_so_beside_its_counts(settings: Settings) -> None:
    for _ in range(2):
        result = run(settings, "import", "accounts", str(EXAMPLES / "accounts.csv"), "--dry-run")
        assert (result.exit_code, result.stdout) == (
            0,
            "accounts: 12 read, 12 added, 0 updated, 0 unchanged\n",
        )
        assert result.stderr == "This was a dry run: nothing was changed.\n"


MIXED = ACCOUNT + "bad.test,Bad,Fintech,huge,emea,U024BE7LH\n"


def test_keeping_on_says_how_many_rows_were_left_out_and_where_they_are(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(MIXED)
    result = run(settings, "import", "accounts", str(path), "--keep-going")
    assert (result.exit_code, result.stdout) == (
        0,
        "accounts: 2 read, 1 added, 0 updated, 0 unchanged, 1 rejected\n",
    )
    assert result.stderr == f"1 row was left out. See {path}.rejected.csv for the reasons.\n"
    again = run(settings, "import", "accounts", str(path), "--keep-going")
    assert (again.exit_code, again.stdout.endswith("1 unchanged, 1 rejected\n")) == (0, True)


def test_keeping_on_without_one_good_row_has_failed(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(MIXED.replace("acme.test,Acme", "acme.test,"))
    result = run(settings, "import", "accounts", str(path), "--keep-going")
    assert result.exit_code == 1
    assert "2 rows were left out." in result.stderr
    assert str(result.exception) == f"{path}: no row could be imported"


def test_an_export_is_utf8_sorted_by_key_and_comes_back(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNT + "aa.test,Müller & Söhne,Retail,smb,emea,U024BE7LH\n", encoding="utf-8")
    run(settings, "import", "accounts", str(path))
    out = run(settings, "export", "accounts")
    assert out.exit_code == 0
    lines = out.stdout_bytes.decode("utf-8").split("\r\n")
    assert [line.split(",")[:2] for line in lines] == [
        ["domain", "name"],
        ["aa.test", "Müller & Söhne"],
        ["acme.test", "Acme"],
        [""],
    ]
    path.write_bytes(out.stdout_bytes)
    assert run(settings, "import", "accounts", str(path)).stdout.endswith("0 added, 0 updated, 2 unchanged\n")


def test_an_unknown_kind_is_wrong_usage_and_named(settings: Settings) -> None:
    result = run(settings, "export", "advocats")
    assert result.exit_code == 2
    assert "did you mean advocates?" in result.stderr
