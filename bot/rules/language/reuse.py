"""Whether two texts are one text with the names changed, told from fingerprints that nothing can be read from."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.rules.language.languages import Language, language
from bot.rules.language.reading import plain_of
from bot.rules.language.verdict import Occasion, Purpose

COMPARED = frozenset({Purpose.THANKS, Purpose.EXECUTIVE_NOTE, Purpose.CELEBRATION, Purpose.MILESTONE})
"""Texts that are for one person only. Asks may be alike."""
MARKS = 32
"""Marks kept of one text: the smallest hashes of its runs of words. Of a short text that is all of them."""
RUN = 3
"""Words in a run."""
FEWEST = 5
"""Marks below which two texts are too short to compare."""
ALIKE = 0.55
"""Share of the marks of the shorter text that both have, from which they are one text."""
BANDS = 16
"""Numbers by which like texts find each other: each is made of the smallest of two shuffles of the runs. Two texts that
share 55 of 100 runs have at least one in common in 997 of 1,000 cases, two that share only a stock sentence rarely."""
_SHUFFLES = 2
_PRIME = (1 << 61) - 1

_WORD = re.compile(r"[^\W_][\w'-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\W*|\n\W*)$")


@dataclass(frozen=True)
class Fingerprint:
    """What is kept of a text. All numbers have 63 bits at most."""

    marks: tuple[int, ...]
    """Smallest first."""
    bands: tuple[int, ...]

    @property
    def comparable(self) -> bool:
        """Whether there is enough of it to compare."""
        return len(self.marks) >= FEWEST

    def packed(self) -> bytes:
        """The marks as they are stored."""
        return struct.pack(f">{len(self.marks)}Q", *self.marks)

    def alike(self, packed: bytes) -> bool:
        """Whether this is the text of which these marks were stored."""
        theirs = struct.unpack(f">{len(packed) // 8}Q", packed)
        if min(len(theirs), len(self.marks)) < FEWEST:
            return False
        return len(set(theirs) & set(self.marks)) >= ALIKE * min(len(theirs), len(self.marks))


def fingerprint_of(
    text: str, occasion: Occasion, drafted: str | None = None, spoken: str = "english"
) -> Fingerprint:
    """Of what a person wrote: without names and numbers, and without what stood in the draft they were given."""
    names = tuple(name for name in (occasion.advocate, *occasion.names) if name)
    own = _runs(text, names, language(spoken))
    if drafted:
        own -= _runs(drafted, names, language(spoken))
    hashes = sorted(_hash(" ".join(run)) for run in own)
    return Fingerprint(tuple(hashes[:MARKS]), _bands(hashes))


def _bands(hashes: list[int]) -> tuple[int, ...]:
    if not hashes:
        return ()
    smallest = [min((one * by + plus) % _PRIME for one in hashes) for by, plus in _shuffles()]
    return tuple(
        _hash(f"{number}:{smallest[number * _SHUFFLES : (number + 1) * _SHUFFLES]}")
        for number in range(BANDS)
    )


@cache
def _shuffles() -> list[tuple[int, int]]:
    """The same for ever: what is stored was made with them."""
    count = BANDS * _SHUFFLES
    return [(_hash(f"by {number}") % _PRIME, _hash(f"plus {number}") % _PRIME) for number in range(count)]


def _runs(text: str, names: Iterable[str], tongue: Language) -> set[tuple[str, ...]]:
    """Every run of words that says something: those of stock words alone ("thank you so") stand in half of all letters."""
    known = {part.lower() for name in names for part in _WORD.findall(name)}
    words = _words(plain_of(text), known)
    runs = zip(*(words[shift:] for shift in range(RUN)), strict=False)
    return {run for run in runs if not all(word in tongue.empty for word in run)}


def _words(text: str, names: set[str]) -> list[str]:
    """The words without names and numbers: a name is known, or has a capital within a sentence."""
    words = []
    for match in _WORD.finditer(text):
        word = match[0].removesuffix("'s")
        within = _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()]) is None
        is_name = word.lower() in names or (within and word[0].isupper() and word != "I" and "'" not in word)
        if not is_name and not any(letter.isdigit() for letter in word):
            words.append(word.lower())
    return words


def _hash(words: str) -> int:
    digest = hashlib.blake2b(words.encode(), digest_size=8, person=b"text-mark").digest()
    return int.from_bytes(digest) >> 1
