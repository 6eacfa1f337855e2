"""What an owner may set a rule to, and what is refused."""

from dataclasses import fields
from datetime import date

import pytest

from bot.rules.policy import DEFAULT, Policy
from bot.rules.policy_names import NAMES, BadValue, read_all

HOURS = "must be two hours of the day, such as 9-18"
WEEKDAYS = "must be days of the week, such as mon-fri or sun-thu"
DATES = "must be days such as 2026-12-20..2027-01-03, separated by commas"
WEIGHTS = "must be points such as use_case=30, for: use_case, product, competitor, size, tag"
TOGETHER = "the points must add up to 100 at most, and to more than nothing"


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
        ("attribution_won", "0", 0.0),
        ("attribution_won", " 1 ", 1.0),
        ("ask_cooldown_days", "0", 0),
        ("ask_cooldown_days", "730", 730),
        ("big_deal_amount", "0", 0),
        ("hour_cost", " 1,234.50 ", 1234.5),
        ("currency", " chf ", "CHF"),
        ("target_industries", " Fintech | Retail;; , Legal ", ("Fintech", "Retail", "Legal")),
        ("target_industries", "", ()),
        ("working_hours", " 0 - 24 ", (0, 24)),
        ("working_hours", "22-23", (22, 23)),
        ("working_days", "Friday - Monday", (0, 4, 5, 6)),
        ("working_days", "mon,,sun", (0, 6)),
        ("working_days", "tue-tue", (1,)),
        (
            "blackouts",
            "2027-05-01, , 2026-12-20 .. 2027-01-03",
            ((date(2026, 12, 20), date(2027, 1, 3)), (date(2027, 5, 1), date(2027, 5, 1))),
        ),
        ("blackouts", "2027-05-01..2027-05-01", ((date(2027, 5, 1), date(2027, 5, 1)),)),
        (
            "match_weights",
            "use_case = 1,, tag=99",
            {"use_case": 1, "product": 0, "competitor": 0, "size": 0, "tag": 99},
        ),
        (
            "match_weights",
            "use_case=1",
            {"use_case": 1, "product": 0, "competitor": 0, "size": 0, "tag": 0},
        ),
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
        ("ask_cooldown_days", "-1", "must be from 0 to 730"),
        ("ask_cooldown_days", "731", "must be from 0 to 730"),
        ("ask_cooldown_days", "soon", "must be a whole number from 0 to 730"),
        ("open_asks", "0", "must be from 1 to 10"),
        ("attribution_won", "1.01", "must be from 0 to 1"),
        ("attribution_won", "-0.1", "must be from 0 to 1"),
        ("attribution_won", "half", "must be a share from 0 to 1, such as 0.3"),
        ("hour_cost", "-5", "must not be negative"),
        ("hour_cost", "-0.01", "must not be negative"),
        ("hour_cost", "1000000000000", "must be less than 1,000,000,000,000"),
        ("hour_cost", "free", "must be an amount, such as 50"),
        ("currency", "dollars", "must be a currency of three letters, such as USD"),
        ("working_hours", "18-9", HOURS),
        ("working_hours", "9-9", HOURS),
        ("working_hours", "9-25", HOURS),
        ("working_hours", "9 to 5", HOURS),
        ("working_days", "someday", WEEKDAYS),
        ("working_days", "mon-someday", WEEKDAYS),
        ("working_days", "", "must name at least one day of the week, such as mon-fri"),
        ("blackouts", "christmas", DATES),
        ("blackouts", "2026-02-31", DATES),
        ("blackouts", "2027-01-03..2026-12-20", "2027-01-03..2026-12-20 ends before it begins"),
        ("match_weights", "luck=10", WEIGHTS),
        ("match_weights", "product=much", WEIGHTS),
        ("match_weights", "product", WEIGHTS),
        ("match_weights", "product=101", TOGETHER),
        ("match_weights", "product=60, tag=41", TOGETHER),
        ("match_weights", "", TOGETHER),
    ],
)
def test_nonsense_is_refused_with_what_it_should_be(name: str, text: str, why: str) -> None:
    with pytest.raises(BadValue) as refused:
        NAMES[name].read(text)
    assert str(refused.value) == why


def test_names_that_belong_together_keep_their_order() -> None:
    with pytest.raises(BadValue) as refused:
        read_all({"csm_reminder_hours": "12"})
    assert str(refused.value) == "csm_reminder_hours (12) must not be more than csm_reroute_hours (9)"
    assert read_all({"csm_reminder_hours": "9"})["csm_reminder_hours"] == 9, "both at once is no disorder"
    assert read_all({"csm_reminder_hours": "12", "csm_reroute_hours": "20"})["csm_reroute_hours"] == 20


def test_the_policy_has_every_name_with_its_default() -> None:
    names = {field.name for field in fields(Policy)}
    assert names == set(NAMES)
    unset = Policy.of({})
    assert {name for name in names if getattr(unset, name) != getattr(DEFAULT, name)} == set()


def test_a_number_says_its_range_and_its_default() -> None:
    rest = NAMES["ask_cooldown_days"]
    assert (rest.name, rest.default, rest.unit, rest.range) == ("ask_cooldown_days", "30", "days", "0 to 730")
    cost = NAMES["hour_cost"]
    assert (cost.default, cost.unit, cost.range, cost.meaning) == (
        "60", "currency", "0 and more", "what an hour of work costs",
    )  # fmt: skip
