"""Praise that could be said of anybody."""

from __future__ import annotations

import re

from bot.rules.language.languages import Language
from bot.rules.language.reading import plain_of, read

SPECIFIC = 3
"""Words that say something of what somebody did, from which praise is specific."""
SHARE = 0.1
"""Their share of all words, from which praise is specific."""
_WORD = re.compile(r"[^\W_][\w'’-]*")
_GREETING = re.compile(r"^\W*(?:\w+ ){0,2}\w+[,!]\s*$")


def unspecific(text: str, names: tuple[str, ...], language: Language) -> str | None:
    """The praise of a text that has nothing but praise in it; None where something specific is said, or nothing is praised."""
    body = _body(text, language)
    praise = language.find("praise.effusive", read(body, language).text)
    if praise is None:
        return None
    own = {part.lower() for name in names for part in _WORD.findall(name)}
    words = [word.lower().removesuffix("'s") for word in _WORD.findall(body)]
    said = {word for word in words if word not in language.empty and word not in own and "'" not in word}
    if len(said) >= SPECIFIC and len(said) >= SHARE * len(words):
        return None
    return praise


def _body(text: str, language: Language) -> str:
    """The text without its greeting and its closing lines."""
    lines = [line for line in plain_of(text).split("\n") if line.strip()]
    if len(lines) > 1 and _GREETING.match(lines[0]):
        lines = lines[1:]
    closing = language.patterns["praise.closing"]
    for number, line in enumerate(lines):
        if number and closing.fullmatch(line.strip(" ,.!-").lower()):
            return "\n".join(lines[:number])
    return "\n".join(lines)
