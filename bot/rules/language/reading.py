"""A text as the guard reads it: one spelling of everything, cut into sentences and clauses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.rules.language.languages import Language

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "„": '"', "…": ". "})
_DASH = re.compile(r"\s*[–—]\s*|\s+-+\s+")
_EMOJI = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+'-]*:(?!\w)")
_MARKS = re.compile(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)")
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-•*>]|\d+[.)])\s)")
_ENDS = re.compile(r"(?<=[.!?])[\"')]*\s+|\x00")
_CLAUSES = re.compile(r"\s*(?:;|\s-\s|,?\s\bbut\b|,?\s\bhowever\b|,?\s\balthough\b|,?\s\bthough\b)\s*")


@dataclass(frozen=True)
class Reading:
    """A text in lower case, straight quotes and full forms."""

    sentences: tuple[str, ...]
    clauses: tuple[tuple[str, ...], ...]
    """Of each sentence: "we can't pay for it, but …" says two things."""

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def plain_of(text: str) -> str:
    """`text` in one width, with straight quotes and without what is not seen or only decorates. Capitals stay."""
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n"))
    text = "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) != "Cf")
    return _MARKS.sub("", _EMOJI.sub(" ", _DASH.sub(" - ", text.translate(_STRAIGHT))))


def read(text: str, language: Language) -> Reading:
    """`text` ready for the patterns of `language`. Never raises."""
    lowered = _BREAK.sub("\x00", plain_of(text)).lower()
    for short, whole in language.short_forms.items():
        lowered = lowered.replace(short, whole)
    parts = (" ".join(part.split()).strip("-• ") for part in _ENDS.split(lowered))
    sentences = tuple(part for part in parts if part)
    return Reading(sentences, tuple(tuple(filter(None, _CLAUSES.split(one))) for one in sentences))
