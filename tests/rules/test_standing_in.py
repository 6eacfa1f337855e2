"""Who acts for somebody, and when a status in Slack says that they are away."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.standing_in import Standing, away_by_status, walk

LATER = datetime(2026, 3, 10, tzinfo=UTC)


def away(slack_id: str, stand_in: str | None) -> Standing:
    return Standing(slack_id, works_here=True, away_until=LATER, stand_in=stand_in)


def here(slack_id: str) -> Standing:
    return Standing(slack_id, works_here=True)


def company(*people: Standing) -> tuple[list[str], bool]:
    known = {one.slack_id: one for one in people}
    return walk(people[0], known.get)


def test_who_is_here_acts_alone() -> None:
    assert company(here("A")) == (["A"], True)


def test_a_stand_in_who_is_away_passes_it_on() -> None:
    assert company(away("A", "B"), away("B", "C"), here("C")) == (["A", "B", "C"], True)


def test_a_circle_ends() -> None:
    assert company(away("A", "B"), away("B", "A")) == (["A", "B"], False)
    assert company(away("A", "A")) == (["A"], False)


def test_nobody_named_unknown_or_gone_ends_it_too() -> None:
    assert company(away("A", None)) == (["A"], False)
    assert company(away("A", "X")) == (["A"], False)
    assert company(away("A", "B"), Standing("B", works_here=False)) == (["A"], False)


def test_who_has_left_names_nobody() -> None:
    assert company(Standing("A", works_here=False, stand_in="B"), here("B")) == (["A"], False)


@given(st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from("ABCDE"), min_size=1))
def test_no_company_goes_round_in_circles(stand_ins: dict[str, str]) -> None:
    known = {one: away(one, other) for one, other in stand_ins.items()}
    acting, there = walk(next(iter(known.values())), known.get)
    assert len(set(acting)) == len(acting)
    assert not there


@pytest.mark.parametrize(
    ("text", "emoji", "says_so"),
    [
        ("Vacationing", ":palm_tree:", True),
        ("", ":palm_tree:", True),
        ("OOO", "", True),
        ("Out sick", ":face_with_thermometer:", True),
        ("On annual leave, back soon", "", True),
        ("im Urlaub", "", True),
        ("Commuting", ":bus:", False),
        ("Working remotely", ":house_with_garden:", False),
        ("illustrating", "", False),
        ("Leaving at four", "", False),
        ("", "", False),
    ],
)
def test_a_status_says_so_in_words_or_by_its_picture(text: str, emoji: str, says_so: bool) -> None:
    assert (away_by_status(text, emoji, LATER.timestamp()) == LATER) is says_so
    assert away_by_status(text, emoji, 0) is None, "without an end it says nothing"


def test_a_status_ends_at_the_second_that_slack_names() -> None:
    assert away_by_status("Vacation", "", 1) == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert away_by_status("Vacation", "", -1) is None


def test_whoever_is_here_needs_no_stand_in_though_they_named_one() -> None:
    assert company(Standing("A", works_here=True, stand_in="B"), here("B")) == (["A"], True)
