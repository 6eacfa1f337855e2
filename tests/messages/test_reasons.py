"""Every rule and every note has words of its own, for one person and for many."""

from datetime import date

import pytest

from bot.rules.eligibility import CODES
from bot.rules.policy import DEFAULT, Policy
from bot.rules.verdict import Note
from bot.rules.wellbeing import NOTES
from messages.eligibility import noted, rule
from messages.refusals import why_not
from messages.render import words

NO_WORDS = why_not("no such code", "Sarah")
SOMEDAY = date(2026, 12, 3)


@pytest.mark.parametrize("code", CODES)
def test_each_reason_is_told_of_one_person_by_name_and_with_its_end(code: str) -> None:
    said = why_not(code, "Sarah")
    assert said.startswith("Sarah")
    assert said != NO_WORDS
    assert not said.endswith(".")
    assert why_not(code, "Sarah", SOMEDAY) == f"{said} (free again on 3 Dec 2026)"


@pytest.mark.parametrize("code", CODES)
def test_each_reason_is_told_of_many_by_their_number(code: str) -> None:
    assert words("reasons", count=7)[code].startswith("7 ")


def test_no_two_reasons_are_told_alike() -> None:
    assert len({why_not(code, "Sarah") for code in CODES}) == len(CODES)
    assert len({words("reasons", count=7)[code] for code in CODES}) == len(CODES)
    assert len({rule(code, DEFAULT) for code in CODES}) == len(CODES)


def test_a_count_agrees_with_its_noun() -> None:
    assert words("reasons", count=1)["renewal"] == "1 renewal near"
    assert words("reasons", count=2)["renewal"] == "2 renewals near"


def test_rules_are_told_in_the_owners_numbers() -> None:
    assert rule("cooldown", Policy(ask_cooldown_days=45)) == "45 days since the last ask, 90 after a big one"
    assert rule("open_ask", DEFAULT) == "no other open ask"
    assert rule("open_ask", Policy(open_asks=2)) == "fewer than 2 open asks"


def test_each_note_has_words_of_its_own() -> None:
    said = {noted(Note(code, SOMEDAY)) for code in NOTES}
    assert len(said) == len(NOTES)
    assert "the renewal date, 3 Dec 2026, is long past" in said
