"""The known word that somebody probably meant."""

from collections.abc import Collection

from rapidfuzz import fuzz, process, utils

CLOSE = 70
"""Out of 100: below this likeness a suggestion would only puzzle."""


def nearest(text: str, known: Collection[str]) -> str | None:
    """The member of `known` most like `text`, or None where none is like it."""
    best = process.extractOne(
        text, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=CLOSE
    )
    return best[0] if best else None
