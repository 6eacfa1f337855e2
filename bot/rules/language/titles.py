"""Titles of spotlights: about somebody's craft, never about what they bought."""

from __future__ import annotations

import re

from bot.rules.language.languages import Language
from bot.rules.language.reading import plain_of
from bot.rules.language.verdict import Occasion

TITLE_WORDS = 16
"""A text of one line with no more words is read as a title where nothing is known of it."""
_TITLE_CASE = 0.75
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_LONG = 4
_SPEAKS = re.compile(r"\b(?:I|you|your|please|thanks?|dear|hi)\b", re.IGNORECASE)


def product_first(text: str, occasion: Occasion, language: Language) -> str | None:
    """The words of a title that put the product before the person; None where it is about the person."""
    title = plain_of(text).strip()
    for product in occasion.products:
        title = re.sub(re.escape(product), "Product", title, flags=re.IGNORECASE)
    for name in (occasion.advocate, *occasion.names):
        if name:
            title = re.sub(rf"{re.escape(name)}(?:'s)?", "somebody", title, flags=re.IGNORECASE)
    long = [word for word in _WORD.findall(title)[1:] if len(word) >= _LONG and word != "Product"]
    if long and sum(word[0].isupper() for word in long) >= _TITLE_CASE * len(long):
        title = " ".join("Product" if "Product" in word else word.lower() for word in title.split())
    words = language.find("title.product_first", title)
    if words is None and occasion.advocate and "somebody" not in title:
        words = language.find("title.without_the_person", title)
    return words


def looks_like_a_title(text: str) -> bool:
    """One short line that is no sentence and speaks to nobody."""
    line = text.strip()
    if _SPEAKS.search(line):
        return False
    return "\n" not in line and line[-1:] not in ".!?,:" and len(line.split()) <= TITLE_WORDS
