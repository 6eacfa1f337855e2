"""One text for two people is noticed, names changed or not; two texts on one subject are not taken for one."""

import pytest

from bot.rules.language import Occasion, Purpose
from bot.rules.language.reuse import Fingerprint, fingerprint_of

THANKS = (
    "Hi Sarah,\n\nThank you for talking to Northwind on Tuesday. Your story about the cut-over weekend was the first time "
    "somebody told them that it was hard, and their CTO has quoted it twice since.\n\nBest,\nTom"
)


def alike(one: Fingerprint, other: Fingerprint) -> bool:
    return one.alike(other.packed()) and bool(set(one.bands) & set(other.bands))


def print_of(text: str, advocate: str = "Sarah Chen", *names: str, drafted: str | None = None) -> Fingerprint:
    return fingerprint_of(text, Occasion(Purpose.THANKS, None, advocate, names), drafted)


@pytest.mark.parametrize(
    "other",
    [
        THANKS,
        THANKS.replace("Sarah", "Raj")
        .replace("Northwind", "Litware")
        .replace("Tuesday", "Friday")
        .replace("Tom", "Ana"),
        THANKS.replace("Hi Sarah", "Dear Raj").replace("twice", "three times").replace("story", "account"),
        "Raj, I hope you are well. " + THANKS.split("\n\n")[1],
        THANKS.upper().replace("HI SARAH", "hi raj").lower(),
    ],
)
def test_one_text_is_recognised_whatever_names_and_days_are_in_it(other: str) -> None:
    assert alike(print_of(THANKS, "Sarah Chen", "Northwind"), print_of(other, "Raj Patel", "Litware"))


@pytest.mark.parametrize(
    "other",
    [
        "Hi Raj,\n\nThank you for talking to Litware on Friday. They had asked everybody about the price, and you were the "
        "only one who told them what the first year really cost, extra seats included.\n\nBest,\nTom",
        "Raj, the case study is out and the finance director at Tailspin has already quoted your figure back at me.",
        "Hi Raj,\n\nThank you so much for taking the time to talk to them.\n\nBest,\nTom",
    ],
)
def test_two_letters_of_one_kind_are_two_letters(other: str) -> None:
    assert not alike(print_of(THANKS, "Sarah Chen", "Northwind"), print_of(other, "Raj Patel", "Litware"))


def test_what_the_draft_brought_is_nobodys_own() -> None:
    draft = THANKS
    assert print_of(draft, drafted=draft).marks == ()
    own = " What you said about labelling every shelf before the move saved them a fortnight."
    changed = draft.replace("Sarah", "Raj")
    assert alike(print_of(draft + own, drafted=draft), print_of(changed + own, "Raj Patel", drafted=changed))


def test_a_few_stock_words_are_too_little_to_compare() -> None:
    wishes = "Happy anniversary, Wes. Enjoy the day."
    assert not alike(print_of(wishes), print_of(wishes))


def test_nothing_can_be_read_from_a_fingerprint() -> None:
    kept = print_of(THANKS)
    assert all(0 <= number < 2**63 for number in (*kept.marks, *kept.bands))
    assert b"weekend" not in kept.packed()


def test_a_line_is_too_short_to_compare() -> None:
    assert print_of(THANKS).comparable
    assert not print_of("Your story about the weekend was the first").comparable


def test_what_is_kept_of_a_text_is_the_same_for_ever_because_it_is_stored() -> None:
    kept = print_of(
        "Hi Sarah, the room went quiet when you showed the 3 charts of your first week at Northwind. Nobody had told "
        "Contoso's team that honestly what it takes.",
        "Sarah Chen",
        "Northwind Bank",
        "Contoso",
    )
    assert len(kept.marks) == 9
    assert kept.marks[:3] == (3325407117682642957, 4974056484188543748, 5258619668390087291)
    assert kept.bands[:3] == (5691440201140154500, 8737198789670365671, 5373269305096018027)
