"""export facts: a whole folder of tidy files or none, which names nobody, and says what is in it."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import inspect, text

from bot.cli import cli
from bot.clock import FixedClock
from bot.db import Database
from bot.errors import BadInput
from bot.fact_dictionary import entries, exported
from bot.fact_views import FACTS
from bot.importers import fact_files, parquet
from bot.importers.fact_files import csm_key, export_facts
from bot.measure_views import VIEWS
from bot.schema import migrate
from bot.services.program import Program
from messages.facts_page import page
from tests.facts.worlds import CSMS, fill
from tests.journeys.office import settings

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "facts.md"
DAY = date(2026, 5, 15)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def program(db: Database) -> Program:
    fill(db, 2, DAY)
    return Program(db, FixedClock(NOW))


@pytest.fixture
def sqlite_program(sqlite_db: Database) -> Program:
    fill(sqlite_db, 2, DAY)
    return Program(sqlite_db, FixedClock(NOW))


def run(db: Database, *words: str) -> Result:
    url = db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(cli, ["export", *words], obj=settings(url, "http://127.0.0.1:9/"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tree(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_both_databases_write_the_same_and_the_same_again(
    sqlite_db: Database, postgresql_db: Database, tmp_path: Path
) -> None:
    """Deals, gives and answers have ids and numbers of chance in these worlds, and orders that hang on them."""
    found = []
    for db in (sqlite_db, postgresql_db):
        fill(db, 2, DAY)
        for _ in range(2):
            export_facts(Program(db, FixedClock(NOW)), tmp_path / "facts", overwrite=True)
            found.append(tree(tmp_path / "facts"))
    assert found[0] == found[1]
    assert found[2] == found[3]
    for table in ("asks", "activities", "requests", "decisions", "costs", "accounts", "days"):
        first, second = (sorted(one[f"fact_{table}.csv"].splitlines()) for one in (found[0], found[2]))
        assert first == second, table


def test_nobody_is_named_in_any_file(program: Program, tmp_path: Path) -> None:
    export_facts(program, tmp_path / "facts")
    whole = "\n".join(one.decode() for one in tree(tmp_path / "facts").values())
    assert "@" not in whole
    assert "Person" not in whole
    assert {one["csm"] for one in rows(tmp_path / "facts" / "fact_asks.csv")} <= {
        "U0ANA", "U0BEA", csm_key(CSMS[2]),
    }  # fmt: skip
    assert csm_key(CSMS[2]).startswith("csm-")


def test_no_cell_is_a_formula_and_parquet_has_the_text_as_it_is(program: Program, tmp_path: Path) -> None:
    export_facts(program, tmp_path / "facts")
    found = {one["industry"] for one in rows(tmp_path / "facts" / "fact_accounts.csv")}
    assert '\'=HYPERLINK("x")' in found
    assert 'Retail, "big"' in found
    export_facts(program, tmp_path / "parquet", file_format="parquet")
    path = tmp_path / "parquet" / "fact_accounts.parquet"
    assert {row[0] for row in duckdb.sql(f"SELECT DISTINCT industry FROM '{path}'").fetchall()} >= {
        '=HYPERLINK("x")'
    }


def test_parquet_is_typed_and_says_what_csv_says(program: Program, tmp_path: Path) -> None:
    export_facts(program, tmp_path / "csv")
    counts = export_facts(program, tmp_path / "parquet", file_format="parquet")
    assert {view.name for view in FACTS} == counts.keys()
    for view in FACTS:
        found = duckdb.sql(f"SELECT * FROM '{tmp_path / 'parquet' / view.name}.parquet'")
        assert found.columns == [column.name for column in exported(view)]
        assert [str(one) for one in found.types] == [parquet.TYPES[column.type] for column in exported(view)]
        typed, told = found.fetchall(), rows(tmp_path / "csv" / f"{view.name}.csv")
        assert len(typed) == len(told) == counts[view.name] > 0
        for row, cells in zip(typed, told, strict=True):
            assert [_written(one) for one in row] == [cell.removeprefix("'") for cell in cells.values()]


def _written(value: Any) -> str:
    if value is None:
        return ""
    return (
        str(value).lower()
        if isinstance(value, bool)
        else repr(value)
        if isinstance(value, float)
        else str(value)
    )


def test_an_unknown_text_and_an_empty_one_are_two_things_in_parquet(tmp_path: Path) -> None:
    lines = tmp_path / "rows"
    lines.write_text('ask,answer\r\na,\\N\r\nb,""\r\n"c\r\nd","x""y, z"\r\n', encoding="utf-8", newline="")
    columns = [column for column in FACTS[0].columns if column.name in ("ask", "answer")]
    parquet.to_parquet(lines, tmp_path / "it's.parquet", columns, r"\N")
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT * FROM read_parquet(?)", [str(tmp_path / "it's.parquet")]
        ).fetchall()
    assert found == [("a", None), ("b", ""), ("c\r\nd", 'x"y, z')]


def test_parquet_needs_nothing_from_the_network(tmp_path: Path) -> None:
    with duckdb.connect(
        config={**parquet.SETTINGS, "extension_directory": str(tmp_path / "none")}
    ) as connection:
        connection.execute(f"COPY (SELECT 1 AS one) TO '{tmp_path / 'x.parquet'}' (FORMAT parquet)")
        told = connection.execute(
            "SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')"
        ).fetchone()
    assert told == (False, False)
    assert not (tmp_path / "none").exists()


def test_a_folder_that_is_there_is_left_alone(sqlite_program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    export_facts(sqlite_program, folder)
    before = tree(folder)
    with pytest.raises(
        BadInput, match="is there already: name another folder with --into, or say --overwrite"
    ):
        export_facts(sqlite_program, folder, file_format="parquet")
    assert tree(folder) == before
    export_facts(sqlite_program, folder, file_format="parquet", overwrite=True)
    assert not list(folder.glob("fact_*.csv"))
    (folder / "thesis.docx").write_text("three years of work")
    with pytest.raises(BadInput, match=r"holds more than an earlier export, thesis\.docx for one"):
        export_facts(sqlite_program, folder, overwrite=True)
    assert (folder / "thesis.docx").exists()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_cut_short_it_leaves_what_was_there(
    sqlite_program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "facts"
    export_facts(sqlite_program, folder)
    before = tree(folder)

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fact_files, "_write_dictionary", full)
    with pytest.raises(BadInput, match="can't be written: No space left on device"):
        export_facts(sqlite_program, folder, overwrite=True)
    with pytest.raises(BadInput):
        export_facts(sqlite_program, tmp_path / "new")
    assert tree(folder) == before
    assert [one.name for one in tmp_path.iterdir()] == ["facts"] or {one.name for one in tmp_path.iterdir()} <= {
        "facts", "advocates.db", "advocates.db-wal", "advocates.db-shm",
    }  # fmt: skip


def test_the_dictionary_says_what_is_in_the_files(sqlite_program: Program, tmp_path: Path) -> None:
    export_facts(sqlite_program, tmp_path / "facts")
    told = rows(tmp_path / "facts" / "dictionary.csv")
    assert [(one["table"], one["column"]) for one in told] == [
        (view.name, name)
        for view in FACTS
        for name in (tmp_path / "facts" / f"{view.name}.csv").read_text("utf-8").splitlines()[0].split(",")
    ]
    assert all(one["meaning"] for one in told)
    assert all(one["unit"] for one in told if one["type"] in ("number", "whole") and one["column"] != "deal")
    used = {one["column"]: one["measures"] for one in told if one["table"] == "fact_asks"}
    assert used["answer"] == "acceptance; unused_yeses"
    assert used["kind"] == "tells measures apart"
    assert (tmp_path / "facts" / "README.md").read_text("utf-8") == page()


def test_the_page_is_the_one_that_the_views_make() -> None:
    assert PAGE.read_text("utf-8") == page(), "write it anew: make facts-page"
    assert all(f"`{one.column}`" in page() for one in entries())


def test_every_view_has_the_columns_it_says(db: Database) -> None:
    views = inspect(db.engine)
    for view in VIEWS:
        assert [one["name"] for one in views.get_columns(view.name)] == [one.name for one in view.columns]


def test_the_command_writes_a_folder_and_prints_where(sqlite_program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "facts"
    told = run(sqlite_program.db, "facts", "--into", str(folder), "--format", "parquet")
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith(f"{folder}: ")
    assert told.stdout.endswith(f"rows in {len(FACTS)} tables\n")
    again = run(sqlite_program.db, "facts", "--into", str(folder))
    assert again.exit_code == 1
    assert "--overwrite" in again.output
    assert run(sqlite_program.db, "facts", "--into", str(folder), "--overwrite").exit_code == 0
    assert (folder / "fact_asks.csv").exists()
    wrong = run(sqlite_program.db, "asks", "--overwrite")
    assert (wrong.exit_code, "are for facts" in wrong.output) == (2, True)


def test_without_a_folder_it_is_named_by_the_day(
    sqlite_program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(sqlite_program.db, "facts").exit_code == 0
    (found,) = tmp_path.glob("facts-20??-??-??")
    assert (found / "README.md").exists()


@pytest.fixture
def analyst(postgresql_db: Database) -> Iterator[str]:
    """A role that may read the views, as the page says, and nothing else."""
    how = (Path(__file__).parents[2] / "docs" / "how-to" / "analysts.md").read_text("utf-8")
    block = how.partition("```sql\n")[2].partition("```")[0]
    with postgresql_db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS analyst")
        connection.exec_driver_sql(block.replace("%", "%%"))
        yield "analyst"
        connection.exec_driver_sql("DROP OWNED BY analyst")
        connection.exec_driver_sql("DROP ROLE analyst")


def test_a_role_reads_the_views_alone_also_after_a_migration(postgresql_db: Database, analyst: str) -> None:
    fill(postgresql_db, 2, DAY)
    for _ in range(2):
        with postgresql_db.engine.connect() as connection:
            connection.execute(text(f"SET ROLE {analyst}"))
            for view in VIEWS:
                connection.execute(text(f"SELECT * FROM {view.name} LIMIT 1"))
            for table in ("advocates", "people", "activities"):
                with pytest.raises(Exception, match="permission denied"), connection.begin_nested():
                    connection.execute(text(f"SELECT * FROM {table}"))
            connection.rollback()
        migrate(postgresql_db)
