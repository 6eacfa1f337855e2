"""Who is away by what their status says, and who acts for them."""

from datetime import UTC, datetime

import pytest

from bot.rules.standing_in import Standing, away_by_status, walk

ENDS = datetime(2026, 3, 9, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("Vacationing", ""),
        ("on parental leave", ""),
        ("Out of office", ""),
        ("OOO until Monday", ":calendar:"),
        ("Urlaub", ""),
        ("en congés", ""),
        ("", ":palm_tree:"),
        ("back soon", ":face_with_thermometer:"),
    ],
)
def test_a_status_says_that_they_are_away_until_it_ends(text: str, emoji: str) -> None:
    assert away_by_status(text, emoji, ENDS.timestamp()) == ENDS


@pytest.mark.parametrize(
    ("text", "emoji"),
    [("", ""), ("In a meeting", ":calendar:"), ("spill the beans", ""), ("leave me a note", ":memo:")],
)
def test_any_other_status_does_not(text: str, emoji: str) -> None:
    assert away_by_status(text, emoji, ENDS.timestamp()) is None


@pytest.mark.parametrize("ends", [0, -1])
def test_a_status_without_an_end_says_nothing(ends: float) -> None:
    assert away_by_status("Vacation", ":palm_tree:", ends) is None
    assert away_by_status("Vacation", ":palm_tree:", 1) == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


def here(who: str) -> Standing:
    return Standing(who, works_here=True)


def away(who: str, stand_in: str | None = None) -> Standing:
    return Standing(who, works_here=True, away_until=ENDS, stand_in=stand_in)


def acting(first: Standing, *others: Standing) -> tuple[list[str], bool]:
    return walk(first, {one.slack_id: one for one in others}.get)


def test_whoever_is_here_acts_alone() -> None:
    assert acting(here("ann")) == (["ann"], True)
    assert acting(Standing("ann", works_here=True, stand_in="bo"), here("bo")) == (["ann"], True)


def test_whoever_is_away_is_stood_in_for_and_so_is_a_stand_in() -> None:
    assert acting(away("ann", "bo"), here("bo")) == (["ann", "bo"], True)
    assert acting(away("ann", "bo"), away("bo", "cy"), here("cy")) == (["ann", "bo", "cy"], True)


def test_where_nobody_is_left_nobody_reads_it() -> None:
    assert acting(away("ann")) == (["ann"], False)
    assert acting(away("ann", "bo"), away("bo")) == (["ann", "bo"], False)


def test_nobody_is_met_twice() -> None:
    assert acting(away("ann", "bo"), away("bo", "ann"), away("ann", "bo")) == (["ann", "bo"], False)
    assert acting(away("ann", "ann"), away("ann", "ann")) == (["ann"], False)


def test_a_stand_in_who_is_unknown_or_left_does_not_act() -> None:
    assert acting(away("ann", "bo")) == (["ann"], False)
    assert acting(away("ann", "bo"), Standing("bo", works_here=False)) == (["ann"], False)


def test_for_whoever_left_their_stand_in_does_not_act() -> None:
    left = Standing("ann", works_here=False, stand_in="bo")
    assert acting(left, here("bo")) == (["ann"], False)
