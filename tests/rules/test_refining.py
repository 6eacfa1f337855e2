"""Clicks refine a typed line: readings chosen, criteria left out."""

import pytest

from bot.rules.vocabulary import (
    LOOSENABLE,
    Criteria,
    Field,
    NoSuchReading,
    Refinement,
    Vocabulary,
    loosenable,
    named,
    refined,
    without,
)

KNOWN = {
    Field.PRODUCT: ["Orbit", "Comet"],
    Field.USE_CASE: ["Orbit"],
    Field.TAG: ["Comet"],
    Field.LANGUAGE: ["German"],
    Field.COUNTRY: ["Germany"],
}
VOCABULARY = Vocabulary.build(KNOWN)


def test_a_refinement_travels_as_a_few_characters() -> None:
    refinement = Refinement().settling(0, 1).settling(1, 0).loosening("place").loosening("place")
    assert refinement.code == "0.1/1.0/-2"
    assert Refinement.of(refinement.code) == refinement
    assert Refinement.of("") == Refinement()


@pytest.mark.parametrize("code", ["0", "-9", "0.1.2", "a.b", "--1", "-1.0", "0.-1"])
def test_what_is_no_refinement_is_refused(code: str) -> None:
    with pytest.raises(NoSuchReading):
        Refinement.of(code)


def test_words_are_settled_one_after_the_other() -> None:
    line = "orbit comet"
    assert [one.words for one in VOCABULARY.read(line).ambiguous] == ["orbit", "comet"]
    first = refined(VOCABULARY, line, Refinement(((0, 1),)))
    assert [one.words for one in first.ambiguous] == ["comet"]
    assert first.criteria.use_cases == ("Orbit",)
    both = refined(VOCABULARY, line, Refinement(((0, 1), (0, 0))))
    assert both.ambiguous == ()
    assert (both.criteria.use_cases, both.criteria.products) == (("Orbit",), ("Comet",))
    assert [one.words for one in both.understood] == ["orbit", "comet"]


@pytest.mark.parametrize("step", [(2, 0), (0, 5)])
def test_a_reading_that_is_not_there_is_refused(step: tuple[int, int]) -> None:
    with pytest.raises(NoSuchReading):
        refined(VOCABULARY, "orbit comet", Refinement((step,)))


def test_every_criterion_can_be_left_out() -> None:
    line = "case study fintech enterprise germany in german"
    full = VOCABULARY.read(line)
    assert loosenable(full.criteria) == list(LOOSENABLE)
    for criterion in LOOSENABLE:
        less = refined(VOCABULARY, line, Refinement(loosened=(criterion,)))
        assert loosenable(less.criteria) == [one for one in LOOSENABLE if one != criterion]
        assert named(full.understood, criterion)
        assert not named(less.understood, criterion)
    assert without(full.criteria, "kind").kind == "reference_call"


def test_a_review_is_not_swapped_and_a_call_is_not_left_out() -> None:
    assert loosenable(VOCABULARY.read("review on g2").criteria) == []
    assert loosenable(VOCABULARY.read("reference call").criteria) == []
    assert loosenable(Criteria()) == []
