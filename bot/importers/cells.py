"""What one cell may hold: reads its text into a value, and writes a value as text that reads back the same."""

import re
from calendar import month_name, monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from bot.importers.nearest import nearest


class BadCell(Exception):
    """The text of a cell cannot be read; the message says why and what to write instead."""


class Cell(Protocol):
    """One type of cell. `read` gets stripped text that is not empty."""

    def read(self, text: str) -> Any:
        """The value, or BadCell."""
        ...

    def write(self, value: Any) -> str:
        """The text of a value that is not None."""
        ...


@dataclass(frozen=True)
class Text:
    """Any text."""

    def read(self, text: str) -> str:
        if "\0" in text:
            raise BadCell("holds a NUL character, which no database keeps; remove it")
        return text

    def write(self, value: str) -> str:
        return value.strip()


ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
FIRST_YEAR, LAST_YEAR = 1000, 2999


@dataclass(frozen=True)
class Day:
    """A calendar day in ISO form."""

    def read(self, text: str) -> date:
        match = ISO_DAY.fullmatch(text)
        if not match or not text.isascii():
            raise BadCell(f"“{text}” is not a date; write year-month-day such as 2026-03-31")
        year, month, day = map(int, match.groups())
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadCell(f"“{text}” is in the year {year}; correct the year")
        if not 1 <= month <= 12:
            raise BadCell(f"“{text}” has no month {month}; write year-month-day such as 2026-03-31")
        days = monthrange(year, month)[1]
        if not 1 <= day <= days:
            raise BadCell(
                f"“{text}” does not exist: {month_name[month]} {year} has {days} days; correct the day"
            )
        return date(year, month, day)

    def write(self, value: date) -> str:
        return value.isoformat()


YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "t",
        "1",
        "x",
        "on",
        "ja",
        "j",
        "oui",
        "o",
        "si",
        "sí",
        "sim",
        "s",
        "wahr",
        "vrai",
        "verdadero",
        "yep",
        "yeah",
        "✓",
        "✔",
        "☑",
        "да",
        "tak",
        "ano",
        "evet",
        "joo",
        "kyllä",
        "igen",
        "はい",
        "是",
    ]
)
NO = frozenset(
    [
        "no",
        "n",
        "false",
        "f",
        "0",
        "off",
        "nope",
        "nein",
        "non",
        "não",
        "nao",
        "falsch",
        "faux",
        "falso",
        "✗",
        "✘",
        "☐",
        "нет",
        "nie",
        "ne",
        "nee",
        "nej",
        "nei",
        "hayır",
        "ei",
        "nem",
        "いいえ",
        "否",
    ]
)


@dataclass(frozen=True)
class YesNo:
    """Yes or no in any usual spelling."""

    def read(self, text: str) -> bool:
        word = text.casefold()
        if word in YES:
            return True
        if word in NO:
            return False
        raise BadCell(f"“{text}” is neither yes nor no; write yes, no, or nothing where it is unknown")

    def write(self, value: bool) -> str:
        return "yes" if value else "no"


def squashed(text: str) -> str:
    """What is left of a word when spelling habits are taken away: Mid-Market, mid market and midmarket are one."""
    return re.sub(r"[\W_]+", "", text.casefold())


@dataclass(frozen=True)
class Choice:
    """One of a few words; capitals, spaces and hyphens make no difference."""

    options: tuple[str, ...]
    also: Mapping[str, str] = field(default_factory=dict)
    """Other spellings, squashed, and the option they mean."""

    def read(self, text: str) -> str:
        word = squashed(text)
        for option in self.options:
            if word in (squashed(option), squashed(option) + "s"):
                return option
        if word in self.also:
            return self.also[word]
        raise BadCell(f"“{text}” is not known; {self._advice(text)}")

    def _advice(self, text: str) -> str:
        spoken = {option.replace("_", " "): option for option in self.options}
        meant = nearest(text.replace("_", " "), spoken)
        return f"did you mean {spoken[meant]}?" if meant else f"write one of {', '.join(self.options)}"

    def write(self, value: str) -> str:
        return value


SEPARATORS = re.compile("[;|]")


@dataclass(frozen=True)
class Several:
    """A list inside one cell, separated by `;` or `|`. Written with `|`, which no file's columns are separated by."""

    item: Cell

    def read(self, text: str) -> list[Any]:
        parts = filter(None, (part.strip() for part in SEPARATORS.split(text)))
        return list(dict.fromkeys(self.item.read(part) for part in parts))

    def write(self, value: list[Any]) -> str:
        return "|".join(self.item.write(item) for item in value)


@dataclass(frozen=True)
class Region:
    """emea, amer, apac, latam, or a country as its people write it."""

    codes: tuple[str, ...] = ("emea", "amer", "apac", "latam")

    def read(self, text: str) -> str:
        word = text.casefold()
        if word in self.codes:
            return word
        if meant := nearest(text, self.codes):
            raise BadCell(
                f"“{text}” is no region; did you mean {meant}? It can be {', '.join(self.codes)} or a country"
            )
        return Text().read(text)

    def write(self, value: str) -> str:
        return value.strip()
