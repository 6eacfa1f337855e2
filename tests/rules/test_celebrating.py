"""What may stand in public, and whose turn it is for the spotlight."""

import pytest

from bot.rules.celebrating import amount_in, names
from bot.rules.spotlight import HELPED, SEEN, STORY, Candidate, choose


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("a deal of $50k", "$50k"),
        ("here is $50 for her", "$50"),
        ("saved €1,200.50.", "€1,200.50"),
        ("a $3 million deal", "$3 million"),
        ("50,000 USD came of it", "50,000 USD"),
        ("worth 1.5 million euros", "1.5 million euros"),
        ("EUR 300 saved", "EUR 300"),
        ("30 minutes on 5 March, for 3 people", None),
        ("She moved in six weeks", None),
    ],
)
def test_an_amount_of_money_is_seen(text: str, amount: str | None) -> None:
    assert amount_in(text) == amount


def test_a_company_is_named_in_any_case_and_spacing_but_not_within_a_word() -> None:
    assert names("Sarah of NORTHWIND\n bank took a call", "Northwind Bank")
    assert not names("Sarah of Northwinds Banking took a call", "Northwind Bank")
    assert not names("Sarah took a call", " ")


def test_who_wants_to_be_seen_is_first_then_who_has_a_story_then_who_helped_most() -> None:
    people = [
        Candidate("a", "platinum", (), False),
        Candidate("b", "silver", (), True),
        Candidate("c", "silver", ("Being seen",), False),
    ]
    assert choose([], "2026-03") is None
    assert choose(people, "2026-03") == (people[2], (SEEN, HELPED))
    assert choose(people[:2], "2026-03") == (people[1], (STORY, HELPED))
    assert choose(people[:1], "2026-03") == (people[0], (HELPED,))


def test_between_equals_the_month_decides_and_always_the_same_way() -> None:
    people = [Candidate(str(number), "gold", (), False) for number in range(20)]
    chosen = [choose(people, f"2026-{month:02}") for month in range(1, 13)]
    assert len(set(chosen)) > 4
    assert chosen == [choose(reversed(people), f"2026-{month:02}") for month in range(1, 13)]
