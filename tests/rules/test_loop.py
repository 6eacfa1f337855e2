"""Rule 6 of the truth table: a known outcome was told."""

from datetime import date

import pytest

from bot.rules.facts import UntoldOutcome
from bot.rules.loop import known_outcome, untold_news
from tests.rules.test_eligibility import RESTED, TODAY, ago, reasons


def test_an_outcome_that_nobody_told_holds_them_back() -> None:
    assert reasons(RESTED._replace(untold=(UntoldOutcome(ago(400), imported=False),))) == {"loop": None}
    assert reasons(RESTED) == {}


def test_a_yes_that_came_to_nothing_is_told_as_well() -> None:
    assert reasons(RESTED._replace(unused_yeses=1)) == {"loop": None}


@pytest.mark.parametrize(("days", "held_back"), [(0, True), (90, True), (91, False)])
def test_an_imported_outcome_older_than_ninety_days_counts_as_told(days: int, held_back: bool) -> None:
    facts = RESTED._replace(untold=(UntoldOutcome(ago(days), imported=True),))
    assert reasons(facts) == ({"loop": None} if held_back else {})


def test_one_untold_outcome_among_old_ones_is_enough() -> None:
    old, own = UntoldOutcome(ago(200), imported=True), UntoldOutcome(ago(200), imported=False)
    assert reasons(RESTED._replace(untold=(old, old))) == {}
    assert reasons(RESTED._replace(untold=(old, own))) == {"loop": None}


def test_the_loop_holds_for_every_kind() -> None:
    facts = RESTED._replace(unused_yeses=1)
    assert [reasons(facts, kind) for kind in ("review", "case_study", "survey")] == [{"loop": None}] * 3


@pytest.mark.parametrize(
    ("result", "published_on", "known"),
    [
        (None, None, None),
        ("open", None, None),
        ("won", None, "won"),
        ("lost", None, "lost"),
        (None, TODAY, "published"),
        ("open", ago(1), "published"),
        ("open", ago(-1), None),
        ("won", ago(1), "won"),
    ],
)
def test_an_outcome_is_known_once_a_deal_is_decided_or_something_is_out(
    result: str | None, published_on: date | None, known: str | None
) -> None:
    assert known_outcome(result, published_on, TODAY) == known


@pytest.mark.parametrize(
    ("result", "published_on", "told_on", "told", "news"),
    [
        ("won", TODAY, None, (), ("won", "published")),
        ("won", TODAY, None, ("published",), ("won",)),
        ("lost", ago(-1), None, (), ("lost",)),
        ("open", ago(9), None, (), ("published",)),
        ("won", None, None, ("won",), ()),
        ("won", TODAY, TODAY, (), ()),
        (None, None, None, (), ()),
    ],
)
def test_what_they_have_not_heard_yet(
    result: str | None,
    published_on: date | None,
    told_on: date | None,
    told: tuple[str, ...],
    news: tuple[str, ...],
) -> None:
    assert untold_news(result, published_on, told_on, told, TODAY) == news
