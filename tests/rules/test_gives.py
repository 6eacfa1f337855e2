"""Ideas fit the person, what they were given before, and what their employer allows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.gives import (
    GIVES,
    NOTES,
    SUITS,
    VALUES,
    GiveKind,
    Idea,
    Taste,
    fitting,
    value_of,
)

TODAY = date(2026, 6, 30)
MAI = Taste("mai")


def kinds(person: Taste, occasion: str = "unnoticed", most: int = 3) -> list[str]:
    return [idea.kind for idea in fitting(GIVES, person, occasion, TODAY, most)]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("A cause", "cause"),
        ("being thanked", "being_thanked"),
        ("being-thanked", "being_thanked"),
        ("recognition", "being_thanked"),
        ("LEARNING", "learning"),
        ("tea", "tea"),
    ],
)
def test_what_people_care_about_is_understood_in_other_words(said: str, value: str) -> None:
    assert value_of(said) == value


@pytest.mark.parametrize("value", VALUES)
def test_the_first_idea_serves_what_they_care_about_and_says_so(value: str) -> None:
    person = MAI._replace(values=(value,), gifts_allowed=True)
    first = fitting(GIVES, person, "unnoticed", TODAY)[0]
    assert (first.because, first.about, first.ask_first) == ("value", value, False)
    assert value in GIVES[first.kind].serves


def test_what_they_like_makes_a_present_and_a_charity_a_donation() -> None:
    climber = MAI._replace(interests=("climbing",), gifts_allowed=True)
    assert Idea("book", "interest", "climbing") in fitting(GIVES, climber, "unnoticed", TODAY)
    giving = MAI._replace(charity="Sea Rescue", gifts_allowed=False)
    assert fitting(GIVES, giving, "unnoticed", TODAY)[0] == Idea("donation", "charity", "Sea Rescue")
    assert fitting(GIVES, giving._replace(gifts_allowed=None), "tier", TODAY)[0].ask_first


@pytest.mark.parametrize("occasion", SUITS)
def test_of_whom_nothing_is_known_gets_what_suits_the_occasion_and_nothing_else(occasion: str) -> None:
    ideas = fitting(GIVES, MAI._replace(gifts_allowed=True), occasion, TODAY, most=99)
    expected = [Idea(kind, "occasion") for kind in SUITS[occasion]]
    assert ideas[0] == expected[0]
    assert [one for one in expected if one in ideas] == list(ideas)


def test_a_thing_that_suits_the_occasion_is_asked_about_first_where_nobody_knows_if_they_may() -> None:
    ideas = fitting(GIVES, MAI, "company_anniversary", TODAY)
    assert [(idea.kind, idea.ask_first) for idea in ideas] == [("flowers", True), ("executive_note", False)]


def test_what_they_care_about_most_comes_before_the_rest_and_before_what_serves_it_on_the_side() -> None:
    person = MAI._replace(values=("network", "influence", "learning"), gifts_allowed=True)
    ideas = fitting(GIVES, person, "other", TODAY, most=99)
    assert [(one.kind, one.about) for one in ideas] == [
        ("peer_introduction", "network"),
        ("sponsored_attendance", "network"),
        ("executive_call", "influence"),
        ("roadmap_session", "influence"),
        ("executive_note", "influence"),
    ]


def test_what_they_care_about_comes_before_their_charity_and_before_what_they_like() -> None:
    seen = MAI._replace(values=("visibility",), charity="Sea Rescue", gifts_allowed=True)
    served = [idea.because for idea in fitting(GIVES, seen, "other", TODAY, most=99)]
    assert served == ["value"] * 4 + ["charity", "occasion"]
    third = MAI._replace(values=("tea", "chess", "visibility"), interests=("tea",), gifts_allowed=True)
    because = [idea.because for idea in fitting(GIVES, third, "other", TODAY, most=99)]
    assert (len(because), because[-1]) == (6, "interest")


def test_an_employer_without_gifts_leaves_a_donation_and_the_public_sector_nothing_of_value() -> None:
    everything = MAI._replace(values=VALUES, interests=("tea",), charity="Sea Rescue")
    forbidden = kinds(everything._replace(gifts_allowed=False), most=99)
    assert [kind for kind in forbidden if GIVES[kind].connects] == ["donation"]
    public = kinds(everything._replace(sector="public", gifts_allowed=True), most=99)
    assert not any(GIVES[kind].connects for kind in public)
    unsure = fitting(GIVES, everything._replace(sector="unknown", gifts_allowed=True), "tier", TODAY, 99)
    assert all(idea.ask_first for idea in unsure if GIVES[idea.kind].connects)


def test_nothing_is_proposed_twice_in_a_year() -> None:
    first = kinds(MAI)[0]
    assert first not in kinds(MAI._replace(given={first: TODAY - timedelta(days=364)}))
    assert first in kinds(MAI._replace(given={first: TODAY - timedelta(days=365)}))
    everything = dict.fromkeys(GIVES, TODAY)
    assert fitting(GIVES, MAI._replace(given=everything), "tier", TODAY) == (
        Idea("handwritten_note", "occasion"),
    )


def test_whoever_does_not_want_to_be_named_is_not_put_in_public() -> None:
    seen = MAI._replace(values=("visibility",))
    assert {"spotlight", "bylined_article"} & set(kinds(seen, most=99))
    assert not {"spotlight", "bylined_article", "co_presenting"} & set(
        kinds(seen._replace(may_name_publicly=False), most=99)
    )


def test_work_for_them_is_proposed_to_those_who_want_to_be_seen_and_never_to_the_quiet() -> None:
    assert "co_presenting" not in kinds(MAI._replace(values=("network",)), most=99)
    assert "co_presenting" not in kinds(MAI._replace(values=("visibility",)), "quiet", most=99)


def test_what_an_owner_added_is_proposed_like_the_others() -> None:
    catalogue = {**GIVES, "factory_tour": GiveKind(2, ("learning",), False, "A day at the factory")}
    person = MAI._replace(values=("learning",), gifts_allowed=False)
    assert "factory_tour" in [idea.kind for idea in fitting(catalogue, person, "other", TODAY)]


def test_people_who_are_alike_do_not_all_get_the_same() -> None:
    firsts = {kinds(Taste(str(number), ("being_thanked",)), "other")[0] for number in range(40)}
    many = {
        tuple(kinds(Taste(str(number), ("visibility",), gifts_allowed=True), "other")) for number in range(40)
    }
    assert firsts == {"handwritten_note"}
    assert len(many) > 1


tastes = st.builds(
    Taste,
    id=st.text(max_size=3),
    values=st.lists(st.sampled_from([*VALUES, "a cause", "tea"]), max_size=3).map(tuple),
    interests=st.lists(st.sampled_from(["tea", "chess"]), max_size=2).map(tuple),
    given=st.dictionaries(st.sampled_from([*GIVES]), st.dates(date(2025, 1, 1), TODAY)),
    charity=st.none() | st.just("Sea Rescue"),
    gifts_allowed=st.sampled_from([None, True, False]),
    sector=st.sampled_from(["private", "public", "unknown"]),
    may_name_publicly=st.sampled_from([None, True, False]),
)


@given(person=tastes, occasion=st.sampled_from([*SUITS, "a kind of tomorrow"]))
def test_there_is_always_an_idea_and_never_two_of_a_sort(person: Taste, occasion: str) -> None:
    ideas = fitting(GIVES, person, occasion, TODAY)
    assert 1 <= len(ideas) <= 3
    assert ideas == fitting(GIVES, person, occasion, TODAY)
    assert len([idea for idea in ideas if idea.kind in NOTES]) <= 1
    assert len([idea for idea in ideas if GIVES[idea.kind].connects]) <= 1
