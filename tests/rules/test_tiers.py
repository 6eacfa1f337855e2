"""Recognition is for what somebody did in a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.kinds import KINDS
from bot.rules.policy import DEFAULT, Policy
from bot.rules.tiers import TIERS, Path, Standing, moves, path, rises, standing, tier_of

TODAY = date(2026, 6, 30)


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=one) for one in days]


def test_reviews_and_surveys_never_move_a_tier() -> None:
    assert [kind for kind in KINDS if not moves(kind)] == ["review", "survey"]


@pytest.mark.parametrize(
    ("done", "tier"),
    [
        (0, "community"),
        (1, "silver"),
        (2, "silver"),
        (3, "gold"),
        (4, "gold"),
        (5, "platinum"),
        (40, "platinum"),
    ],
)
def test_the_tier_follows_from_what_was_done(done: int, tier: str) -> None:
    assert tier_of(done, DEFAULT) == tier


def test_the_owner_sets_what_makes_a_tier() -> None:
    strict = Policy(tier_silver=2, tier_gold=4, tier_platinum=4)
    assert [tier_of(done, strict) for done in (1, 2, 3, 4)] == ["community", "silver", "silver", "platinum"]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], Standing("community", 0, None)),
        (ago(365), Standing("community", 0, None)),
        (ago(364), Standing("silver", 1, ago(364)[0])),
        (ago(-1), Standing("community", 0, None)),
        (ago(10, 20, 30), Standing("gold", 3, ago(10)[0])),
        (ago(5, 5, 5), Standing("gold", 3, ago(5)[0])),
        # Held since the third came, although the first counts no more.
        (ago(5, 100, 200, 366), Standing("gold", 3, ago(100)[0])),
        (ago(5, 100, 200, 366, 400, 500), Standing("gold", 3, None)),
        # Fallen in between: the oldest was more than a year old when the newest came.
        (ago(5, 100, 200, 371), Standing("gold", 3, ago(5)[0])),
    ],
)
def test_a_tier_is_held_since_the_last_time_it_was_reached(days: list[date], found: Standing) -> None:
    assert standing(days, DEFAULT, TODAY) == found


@pytest.mark.parametrize(
    ("done", "ahead"),
    [(0, Path("silver", 1)), (1, Path("gold", 2)), (2, Path("gold", 1)), (4, Path("platinum", 1)), (5, None)],
)
def test_the_path_names_the_next_tier_and_what_is_missing(done: int, ahead: Path | None) -> None:
    assert path(done, DEFAULT) == ahead


def test_the_path_skips_a_tier_that_the_owner_has_put_level_with_a_higher_one() -> None:
    assert path(1, Policy(tier_gold=5)) == Path("gold", 4)
    assert path(0, Policy(tier_silver=5, tier_gold=5)) == Path("silver", 5)


@given(st.integers(0, 12))
def test_one_who_follows_the_path_arrives(done: int) -> None:
    ahead = path(done, DEFAULT)
    if ahead is not None:
        assert tier_of(done + ahead.more, DEFAULT) == ahead.tier
        assert rises(tier_of(done, DEFAULT), ahead.tier)
        assert not rises(ahead.tier, tier_of(done, DEFAULT))
    assert not rises(TIERS[0], TIERS[0])
