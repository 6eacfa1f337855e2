"""Cells for words of a catalogue that people extend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from bot.importers.cells import BadCell, squashed

SLIP = 85
"""Out of 100: a word as like as this to a known one is that one with a slip of the finger, not a word of its own."""


@dataclass(frozen=True)
class Word:
    """A known word however it is spelt, or any other, in small letters with `_` for what is between them."""

    known: tuple[str, ...]
    also: Mapping[str, str] = field(default_factory=dict)
    """Other names, squashed, and the known word they mean."""

    def read(self, text: str) -> str:
        short = squashed(text)
        if not short:
            raise BadCell(f"“{text}” is no word; write one such as {self.known[0]}")
        for word in self.known:
            if short in (squashed(word), squashed(word) + "s"):
                return word
        if short in self.also:
            return self.also[short]
        own = re.sub(r"[\W_]+", "_", text.casefold()).strip("_")
        if meant := process.extractOne(own, self.known, scorer=fuzz.ratio, score_cutoff=SLIP):
            raise BadCell(
                f"“{text}” is not known; did you mean {meant[0]}? A word of your own must differ more from it"
            )
        return own

    def write(self, value: str) -> str:
        return value
