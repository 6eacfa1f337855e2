"""docs/how-to/import.md names the columns and kinds that there are."""

import re
from pathlib import Path

import pytest

from bot.importers import gives, signals
from bot.importers.sources import SOURCES
from bot.rules.kinds import KINDS

PAGE = (Path(__file__).parents[2] / "docs/how-to/import.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", SOURCES)
def test_the_page_lists_the_columns_in_order_with_keys_and_required_ones_marked(kind: str) -> None:
    (row,) = re.findall(rf"^\| {kind} \| (.*) \|$", PAGE, re.MULTILINE)
    documented = re.sub(r" \([^)]*\)", "", row).split(", ")
    marks = {(True, True): "***", (True, False): "**", (False, True): "*", (False, False): ""}
    columns = SOURCES[kind].columns
    expected = [f"{mark}{c.name}{mark}" for c in columns for mark in [marks[c.required, c.key]]]
    assert documented == expected


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [("Kinds", KINDS), ("Kinds of gives", gives.KNOWN), ("Kinds of signals", signals.KINDS)],
)
def test_the_page_lists_the_kinds(heading: str, kinds: tuple[str, ...]) -> None:
    listed = PAGE.partition(f"\n{heading}: ")[2].partition(".")[0]
    assert tuple(re.split(r",\s+", listed)) == kinds


def test_the_page_imports_every_example_in_an_order_that_works() -> None:
    commands = re.findall(r"bot import (\w+) +docs/examples/(\w+)\.csv", PAGE)
    assert commands == [(kind, kind) for kind in SOURCES]
