"""A card is one page that anybody can read: what does not fit shrinks, and what cannot be printed is said."""

import re

import pytest

from messages.typesetting import Card, TooLong, Unprintable, card_pdf

TEXT = "Dear Sarah,\n\nYou told them about the first weekend, and they believed you.\n\nWith thanks,\nAna"


def sizes(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.mark.parametrize(
    "name", ["Zoë", "Łukasz Żółć", "Ağçay İpek", "Στέλιος Παπάς", "Юлія Щербак", "Nguyễn Thị Ánh"]
)
def test_names_of_many_scripts_are_printed(name: str) -> None:
    assert sizes(card_pdf(Card("Thank you", f"for {name}", TEXT.replace("Sarah", name)))) == 1


def test_the_same_card_is_the_same_file() -> None:
    assert card_pdf(Card("Thank you", "for Sarah", TEXT)) == card_pdf(Card("Thank you", "for Sarah", TEXT))


@pytest.mark.parametrize("text", [TEXT * 3, "x" * 600, "\n".join(["short"] * 15), "one line"])
def test_long_texts_words_and_names_fit_on_one_page(text: str) -> None:
    assert sizes(card_pdf(Card("Thank you", "for " + "Maria-Magdalena von und zu " * 12, text))) == 1


def test_what_does_not_fit_is_refused_with_how_much_is_too_much() -> None:
    with pytest.raises(TooLong) as refused:
        card_pdf(Card("Thank you", "for Sarah", TEXT * 30))
    assert refused.value.over > 500


def test_letters_that_the_typeface_does_not_have_are_named_once() -> None:
    with pytest.raises(Unprintable) as refused:
        card_pdf(Card("Thank you", "for 株式会社", "株 🎉 and 🎉, e\u0301 and \u200bnothing else."))
    assert refused.value.letters == "株式会社🎉"
