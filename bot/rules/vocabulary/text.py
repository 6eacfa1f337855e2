"""Text as typed, cut into tokens that compare without case, accents, width or punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Han, kana and the marks that lengthen or repeat them: written without spaces. The middle dot (U+30FB) separates.
CJK = "\u3041-\u3096\u309d-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff々〆ー"
_TOKEN = re.compile(rf"[{CJK}]+|(?<![^\W_])[CcFf](?:\+\+|#)(?![^\W_])|[^\W_{CJK}]+")
_IS_CJK = re.compile(rf"[{CJK}]")
# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "'": "", "’": ""}
)
_ACCENTS = re.compile("[\u0300-\u036f]")

_SLACK_REFERENCE = re.compile(r"<(?:[@#!]|https?:|mailto:)[^<>]*>")
_SLACK_EMOJI = re.compile(r"(?<!\w):(?:flag-([a-z]{2})|[a-z][a-z0-9_+'-]*):(?!\w)")
_FLAG = re.compile("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])")


class Token(NamedTuple):
    raw: str  # as typed
    key: str  # as compared
    gap: str  # what stands between the token before and this one
    position: int

    @property
    def end(self) -> int:
        return self.position + len(self.raw)

    def part(self, start: int, end: int) -> Token:
        """Characters `start` to `end` as a token of their own."""
        return Token(
            self.raw[start:end], self.key[start:end], "" if start else self.gap, self.position + start
        )


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` without case, accents and width; the voicing marks of kana stay."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart)).translate(_PLAIN)


def key_of(text: str) -> str:
    """What a word or phrase is looked up by: its tokens run together ("mid-market", "Mid Market": "midmarket")."""
    return spaced(text).replace(" ", "")


@lru_cache(maxsize=32_768)
def spaced(text: str) -> str:
    """The tokens with one space between: tells "u s" from "us" where `key_of` does not."""
    return " ".join(token.key for token in tokens(unicodedata.normalize("NFKC", text)))


def forms(text: str) -> tuple[str, ...]:
    """The ways a name may be spaced: as it stands, and with "&" and "and" for each other or left out."""
    plain = spaced(text)
    with_and = spaced(text.replace("&", " and "))
    return tuple(dict.fromkeys((plain, with_and, with_and.replace(" and ", " "))))


def is_cjk(text: str) -> bool:
    return _IS_CJK.search(text) is not None


def prepared(typed: str) -> str:
    """`typed` in one width, without what Slack adds: escapes, mentions, links and emoji. A flag becomes its code.

    The code of a flag is written `flag-xx`, a token pair that nobody types by accident.
    """
    text = _SLACK_REFERENCE.sub(" ", typed)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    text = _FLAG.sub(lambda flag: f" flag-{_letter(flag[1])}{_letter(flag[2])} ", text)
    text = unicodedata.normalize("NFKC", text)
    return _SLACK_EMOJI.sub(lambda emoji: f" flag-{emoji[1]} " if emoji[1] else " ", text)


def tokens(text: str) -> list[Token]:
    """The words of NFKC `text`: runs of letters and digits, runs of Japanese or Chinese, "c++", "c#"."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        found.append(Token(match[0], folded(match[0]), text[end : match.start()], match.start()))
        end = match.end()
    return found


def _letter(regional_indicator: str) -> str:
    return chr(ord(regional_indicator) - 0x1F1E6 + ord("a"))
