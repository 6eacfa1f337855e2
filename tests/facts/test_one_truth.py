"""Measures, SQL views, exported files and a loop over the raw rows say the same of the same period, whatever the period."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.db import Database
from bot.fact_views import FACTS
from bot.importers.fact_files import export_facts
from bot.importers.importing import import_file
from bot.importers.sources import SOURCES
from bot.measure_views import MEASURES
from bot.sandbox.company import write_company
from bot.services.measuring import Reading, measured
from bot.services.program import Program
from tests.facts.by_hand import Figures, by_hand
from tests.facts.worlds import fill

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "analysts.md"
NAMES = [view.name.removeprefix("measure_") for view in MEASURES]
ONLY_RULES = "never_asked_eligible"
"""What only the rules of eligibility can count."""
PERIODS = {
    "a quarter": (date(2026, 4, 1), date(2026, 6, 30)),
    "an ISO week over the year's end": (date(2025, 12, 29), date(2026, 1, 4)),
    "February of a leap year": (date(2028, 2, 1), date(2028, 2, 29)),
    "the day on which the clocks change": (date(2026, 3, 29), date(2026, 3, 29)),
    "53 weeks": (date(2026, 1, 1), date(2027, 1, 6)),
}


def queries() -> dict[str, str]:
    """The query of each measure as the page has it; those of other accounts with the word that the page names."""
    found = {}
    for names, query in re.findall(r"^### (.+?)\n.*?```sql\n(.*?)```", PAGE.read_text("utf-8"), re.M | re.S):
        for name in names.split(", "):
            found[name] = (
                query.replace("has_advocate", "NOT has_advocate") if name.endswith("_others") else query
            )
    return found


def told(reading: Reading) -> Figures:
    return {(one.name, one.currency): (one.numerator, one.denominator, one.value) for one in reading.measures}


def asked(names: list[str], rows_of: Any) -> Figures:
    """The figures of the page's queries, where `rows_of` runs one. An amount of no deal is told by no row."""
    found: Figures = {}
    for name in names:
        for row in rows_of(queries()[name]):
            numerator, denominator = row.get("numerator"), float(row["denominator"])
            value = (
                row["value"] if "value" in row else (float(numerator) / denominator if denominator else None)
            )
            figures = (numerator, denominator, value)
            found[name, row.get("currency")] = tuple(one if one is None else float(one) for one in figures)  # type: ignore[assignment]
    return found


def same(found: Figures, expected: Figures) -> None:
    """The same figures; that nothing was won, spent or open may be left unsaid."""
    silent = {key for key, figures in expected.items() if key[1] and not figures[1]}
    assert found.keys() | silent == expected.keys()
    for key in found:
        wanted = expected[key]
        if wanted[0] is None:
            wanted, got = wanted[1:], found[key][1:]
        else:
            got = found[key]
        assert got == pytest.approx(wanted), key


def over_files(folder: Path, first: date, last: date) -> Figures:
    with duckdb.connect() as connection:
        for view in FACTS:
            connection.execute(f"CREATE VIEW {view.name} AS FROM '{folder / view.name}.parquet'")

        def rows_of(query: str) -> list[dict[str, Any]]:
            for name, day in ((":first_day", first), (":last_day", last)):
                query = query.replace(name, f"DATE '{day}'")
            found = connection.execute(query)
            columns = [one[0] for one in found.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

        return asked(NAMES, rows_of)


def over_views(db: Database, first: date, last: date) -> Figures:
    with db.engine.connect() as connection:

        def rows_of(query: str) -> list[dict[str, Any]]:
            for name, day in ((":first_day", first), (":last_day", last)):
                query = query.replace(name, f"DATE '{day}'")
            return [dict(row) for row in connection.execute(text(query)).mappings()]

        return asked(NAMES, rows_of)


def agree(db: Database, folder: Path, first: date, last: date) -> Figures:
    """Every way to count agrees; the figures."""
    program = Program(db, FixedClock(datetime.combine(last, time(12), UTC)))
    _, [reading] = measured(program, (first, last))
    expected = told(reading)
    hand = by_hand(db, first, last, last)
    hand[ONLY_RULES, None] = expected[ONLY_RULES, None]
    assert hand.keys() == expected.keys()
    for key, figures in expected.items():
        assert hand[key] == pytest.approx(figures), key
    export_facts(program, folder, file_format="parquet", overwrite=True)
    same(over_files(folder, first, last), expected)
    if not db.is_sqlite:
        same(over_views(db, first, last), expected)
    return expected


@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS)
def test_all_ways_to_count_agree_on_random_programs(
    db: Database, tmp_path: Path, period: tuple[date, date]
) -> None:
    first, last = period
    fill(db, seed=first.toordinal(), middle=last, days=min(60, 2 + (last - first).days))
    figures = agree(db, tmp_path / "facts", first, last)
    assert figures["activities", None][1] > 0


@pytest.mark.parametrize("seed", range(2))
def test_all_ways_to_count_agree_whatever_the_chance(db: Database, tmp_path: Path, seed: int) -> None:
    fill(db, seed, date(2026, 5, 15), cases=40 + 30 * seed)
    figures = agree(db, tmp_path / "facts", *PERIODS["a quarter"])
    assert sum(figures["won_influenced", one][1] > 0 for one in ("EUR", "USD")) == 2


def test_an_empty_program_says_nothing_in_every_way(db: Database, tmp_path: Path) -> None:
    figures = agree(db, tmp_path / "facts", *PERIODS["a quarter"])
    assert all(not denominator for _, denominator, _ in figures.values())


def test_a_program_of_one_agrees_with_itself(db: Database, tmp_path: Path) -> None:
    fill(db, 5, date(2026, 5, 15), people=1, cases=12)
    figures = agree(db, tmp_path / "facts", *PERIODS["a quarter"])
    assert figures["busiest_3_share", None][2] == 1


def test_the_sample_company_is_told_the_same_in_every_way(sqlite_db: Database, tmp_path: Path) -> None:
    today = date(2026, 11, 22)
    write_company(tmp_path, today)
    program = Program(sqlite_db, FixedClock(datetime.combine(today, time(12), UTC)))
    for kind in SOURCES:
        import_file(program, kind, tmp_path / f"{kind}.csv")
    figures = agree(sqlite_db, tmp_path / "facts", today - timedelta(days=89), today)
    assert figures["participation", None][1] > 5
    assert len([one for one in figures.values() if one[1]]) > 20


def test_each_measure_has_a_query_on_the_page() -> None:
    assert queries().keys() == set(NAMES)
