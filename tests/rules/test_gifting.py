"""What the guard is told about a recipient and the moment, and the life of an incentive."""

from datetime import date

import pytest

from bot.rules.gifting import COMMITTED, FINISHED, GIVEN, INCENTIVE, sector_of, timing_of, year_before


@pytest.mark.parametrize(
    ("domain", "industry"),
    [
        ("treasury.gov", "Finance"),
        ("army.MIL", ""),
        ("defense.gouv.fr", ""),
        ("ec.europa.eu", ""),
        ("camden.gov.uk", ""),
        ("meti.go.jp", ""),
        ("trust.nhs.uk", "Healthcare"),
        ("northwind.example", " Public Sector "),
        ("", "Government"),
    ],
)
def test_an_address_or_an_industry_that_speaks_of_the_public_sector_leaves_it_open(
    domain: str, industry: str
) -> None:
    assert sector_of(None, domain, industry) == "unknown"


@pytest.mark.parametrize(
    ("domain", "industry"),
    [
        ("northwind.com", "Fintech"),
        ("go.uk", ""),
        ("gov.example.com", ""),
        ("shop.go.com", ""),
        ("nhs.northwind.uk", ""),
        ("", ""),
    ],
)
def test_everybody_else_is_private(domain: str, industry: str) -> None:
    assert sector_of(None, domain, industry) == "private"


def test_what_is_known_wins_over_how_it_looks() -> None:
    assert sector_of(False, "treasury.gov", "Government") == "private"
    assert sector_of(True, "northwind.com", "Fintech") == "public"


@pytest.mark.parametrize(
    ("is_done", "open_states", "timing"),
    [
        (True, (), "after"),
        (True, ("accepted",), "after"),
        (False, ("accepted",), "during"),
        (False, ("sent", "scheduled"), "during"),
        (False, ("sent", "reserved"), "before"),
        (False, (), "before"),
    ],
)
def test_when_something_is_promised(is_done: bool, open_states: tuple[str, ...], timing: str) -> None:
    assert timing_of(is_done, open_states) == timing


def test_a_gift_of_a_year_ago_leaves_the_cap() -> None:
    assert year_before(date(2027, 3, 1)) == date(2026, 3, 1)
    assert year_before(date(2024, 3, 1)) == date(2023, 3, 2)


def test_an_incentive_ends_where_there_is_no_way_on() -> None:
    assert {state for state, ways in INCENTIVE.items() if not ways} == FINISHED
    assert {after for ways in INCENTIVE.values() for after in ways} <= set(INCENTIVE)
    assert set(INCENTIVE) == COMMITTED | FINISHED
    assert GIVEN < COMMITTED
