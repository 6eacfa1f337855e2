"""Names are found by any word they end in, whatever the case, accents and punctuation."""

import pytest

from bot.rules.names import Keys, after, keys_of, looked_up


@pytest.mark.parametrize(
    ("name", "plain", "turned"),
    [
        ("Sarah Chen", "sarah chen", "chen sarah"),
        ("  José  Álvarez-Ruiz ", "jose alvarez ruiz", "ruiz jose alvarez"),
        ("Cher", "cher", "cher"),
        (" ★ ", "★", "★"),
        (" ★ Ω! ", "ω", "ω"),
        ("", "", ""),
    ],
)
def test_a_name_is_found_as_it_is_written_and_by_its_last_word(name: str, plain: str, turned: str) -> None:
    assert keys_of(name) == Keys(plain, turned)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Chen, S.", ("chen", "s")),
        ("ÁLVAREZ", ("alvarez",)),
        ("one two three four five", ("one", "two", "three", "four")),
        (" ★ ", ("★",)),
        ("  ", ()),
    ],
)
def test_what_was_typed_is_looked_up_by_its_first_four_words(typed: str, words: tuple[str, ...]) -> None:
    assert looked_up(typed) == words


def test_everything_that_begins_so_sorts_before_what_comes_after() -> None:
    names = ["chen", "chena", "chenz", "chen\U0001f600"]
    assert all("chen" <= name < after("chen") for name in names)
    assert after("chen") < "cheo"
