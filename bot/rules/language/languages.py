"""A language as the guard reads it: lists of words and patterns, one file a language, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Language:
    """What one file says, ready for use."""

    short_forms: Mapping[str, str]
    patterns: Mapping[str, re.Pattern[str]]
    """By section and name: "offers.giving"."""
    empty: frozenset[str]
    """Words that say nothing of what somebody did."""

    def find(self, name: str, text: str) -> str | None:
        """The words of `text` that are one of the patterns `name`; None where it has none."""
        match = self.patterns[name].search(text)
        return match[0].strip(" ,;:(-") if match else None

    def spans(self, name: str, text: str) -> list[tuple[int, int]]:
        """Where `text` has one of the patterns `name`."""
        return [match.span() for match in self.patterns[name].finditer(text)]


@cache
def language(name: str) -> Language:
    """A language by the name of its file."""
    data = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    words = _words(data["words"])
    empty = frozenset(data["praise"].pop("empty").split())
    patterns = {
        f"{section}.{one}": re.compile(_joined(lines, words))
        for section, lists in data.items()
        if section not in ("language", "words", "short_forms")
        for one, lines in lists.items()
    }
    patterns |= {f"words.{one}": re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for one, pattern in words.items()}
    return Language(data["short_forms"], patterns, empty)


def _words(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every list as one pattern; a list may stand in those after it."""
    words: dict[str, str] = {}
    for name, lines in lists.items():
        words[name] = _joined(lines, words)
    return words


def _joined(lines: Sequence[str], words: Mapping[str, str]) -> str:
    def placed(match: re.Match[str]) -> str:
        return words[match[1]]

    return "|".join(f"(?:{_PLACE.sub(placed, line)})" for line in lines)
