"""docs/reference/incentive-guard.md: the guard's verdict on every combination, each exactly once, as the guard gives it."""

from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path

from bot.rules.compliance import shipped_platforms
from bot.rules.policy import DEFAULT
from messages.guard_table import REST, dimensions, page, rows, ruling_of

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "incentive-guard.md"
PLATFORMS = shipped_platforms()
WRITTEN_ON = max(row.checked_on for row in PLATFORMS.values())


def test_no_combination_is_missing_and_none_is_told_twice() -> None:
    told = Counter(
        combination
        for row, _, _ in rows(PLATFORMS, DEFAULT, WRITTEN_ON)
        for combination in product(row.kinds, row.activities, row.platforms, row.timings, row.sectors)
    )
    assert told == Counter(product(*dimensions(PLATFORMS)))


def test_every_row_says_what_the_guard_says() -> None:
    for row, (verdict, reason), _ in rows(PLATFORMS, DEFAULT, WRITTEN_ON):
        for combination in product(row.kinds, row.activities, row.platforms, row.timings, row.sectors):
            found = ruling_of(combination, PLATFORMS, DEFAULT, WRITTEN_ON)
            assert (found.verdict, found.rules[0] if found.rules else REST) == (verdict, reason), combination


def test_the_page_is_what_the_guard_says_today() -> None:
    assert PAGE.read_text("utf-8") == page(PLATFORMS, DEFAULT, WRITTEN_ON), (
        "write it anew: python -m bot guard table > docs/reference/incentive-guard.md"
    )


def test_the_page_does_not_depend_on_the_day() -> None:
    assert page(PLATFORMS, DEFAULT, date(2030, 1, 1)) == page(PLATFORMS, DEFAULT, WRITTEN_ON)
