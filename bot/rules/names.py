"""Names as they are looked up while somebody types: without case, accents and punctuation, by any word they end in."""

from typing import NamedTuple

from bot.rules.vocabulary.text import spaced

WORDS = 4
"""Words of what was typed that are looked at; more only make it slower."""


class Keys(NamedTuple):
    """What a name is found by: as it is written, and with its last word first."""

    plain: str
    turned: str


def keys_of(name: str) -> Keys:
    """The keys of a person's or a company's name."""
    plain = spaced(name) or name.strip().lower()
    rest, _, last = plain.rpartition(" ")
    return Keys(plain, f"{last} {rest}" if rest else plain)


def looked_up(typed: str) -> tuple[str, ...]:
    """The words to look for, as keys have them."""
    return tuple((spaced(typed) or typed.strip().lower()).split()[:WORDS])


def after(prefix: str) -> str:
    """What sorts, character by character, behind everything that begins with this."""
    return prefix + "\U0010ffff"
