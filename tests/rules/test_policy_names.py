"""What an owner may set a rule to, and what is refused."""

from dataclasses import fields
from datetime import date

import pytest

from bot.rules.policy import DEFAULT, Policy
from bot.rules.policy_names import NAMES, BadValue, read_all


def test_every_default_is_a_value_of_its_name() -> None:
    values = read_all({})
    assert set(values) == set(NAMES)
    assert values["ask_cooldown_days"] == 30
    assert values["working_hours"] == (9, 18)
    assert values["working_days"] == (0, 1, 2, 3, 4)
    assert values["blackouts"] == ()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("ask_cooldown_days", " 45 ", 45),
        ("attribution_won", "0.25", 0.25),
        ("big_deal_amount", "250,000", 250000),
        ("currency", "eur", "EUR"),
        ("target_industries", "Fintech; Retail, Fintech", ("Fintech", "Retail")),
        ("working_hours", "8-17", (8, 17)),
        ("working_days", "sun-thu", (0, 1, 2, 3, 6)),
        ("working_days", "mon, wed", (0, 2)),
        ("blackouts", "2026-12-20..2027-01-03", ((date(2026, 12, 20), date(2027, 1, 3)),)),
        ("blackouts", "2027-05-01", ((date(2027, 5, 1), date(2027, 5, 1)),)),
        (
            "match_weights",
            "product=60, tag=40",
            {"use_case": 0, "product": 60, "competitor": 0, "size": 0, "tag": 40},
        ),
    ],
)
def test_a_text_is_read_by_the_names_own_type(name: str, text: str, value: object) -> None:
    assert NAMES[name].read(text) == value


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("ask_cooldown_days", "-1", "from 0 to 730"),
        ("ask_cooldown_days", "soon", "whole number"),
        ("open_asks", "0", "from 1 to 10"),
        ("attribution_won", "1.5", "from 0 to 1"),
        ("attribution_won", "half", "a share"),
        ("hour_cost", "-5", "negative"),
        ("hour_cost", "free", "an amount"),
        ("currency", "dollars", "three letters"),
        ("working_hours", "18-9", "two hours"),
        ("working_hours", "9 to 5", "two hours"),
        ("working_days", "someday", "days of the week"),
        ("working_days", "", "at least one day"),
        ("blackouts", "christmas", "days such as"),
        ("blackouts", "2026-02-31", "days such as"),
        ("blackouts", "2027-01-03..2026-12-20", "ends before it begins"),
        ("match_weights", "luck=10", "points such as"),
        ("match_weights", "product=200", "100 at most"),
        ("match_weights", "", "more than nothing"),
    ],
)
def test_nonsense_is_refused_with_what_it_should_be(name: str, text: str, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        NAMES[name].read(text)


def test_names_that_belong_together_keep_their_order() -> None:
    with pytest.raises(BadValue, match=r"csm_reminder_hours \(12\) must not be more than csm_reroute_hours"):
        read_all({"csm_reminder_hours": "12"})
    assert read_all({"csm_reminder_hours": "12", "csm_reroute_hours": "20"})["csm_reroute_hours"] == 20


def test_the_policy_has_every_name_with_its_default() -> None:
    assert Policy.of({}) == DEFAULT
    assert {field.name for field in fields(Policy)} == set(NAMES)
