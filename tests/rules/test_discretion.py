"""What is left out of somebody's words before others read them."""

import pytest

from bot.rules.discretion import without_contact_data, without_name


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mail me at sarah.chen+x@north-wind.example.", "Mail me at [left out]."),
        ("Call +44 20 7946 0000, please.", "Call [left out], please."),
        ("Call (020) 7946-0000 or 020/7946.0001", "Call [left out] or [left out]"),
        (
            "It stops at 10,000 rows since 2026-03-02 10:00.",
            "It stops at 10,000 rows since 2026-03-02 10:00.",
        ),
        ("It costs 12 000 000 a year.", "It costs 12 000 000 a year."),
        ("Order 123456789 failed.", "Order [left out] failed."),
        ("We are @northwind, all 5.", "We are @northwind, all 5."),
        ("", ""),
    ],
)
def test_addresses_and_numbers_to_call_are_left_out(text: str, left: str) -> None:
    assert without_contact_data(text) == left


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("Sarah Chen wants it.", "Sarah Chen", "[left out] wants it."),
        ("SARAH CHEN wants it; Sarah said so.", "Sarah Chen", "[left out] wants it; [left out] said so."),
        ("I will buy it and mark it, says Will.", "Will Mark", "I will buy it and mark it, says [left out]."),
        ("Chenille and Sarahs stay.", "Sarah Chen", "Chenille and Sarahs stay."),
        (
            "Li is short, Li Wei is not, and Wei went.",
            "Li Wei",
            "Li is short, [left out] is not, and [left out] went.",
        ),
        ("a.b", "a.b", "[left out]"),
        ("aXb", "a.b", "aXb"),
    ],
)
def test_a_name_is_left_out_whole_and_in_part(text: str, name: str, left: str) -> None:
    assert without_name(text, name) == left
