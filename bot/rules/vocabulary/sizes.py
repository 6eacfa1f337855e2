"""Company sizes in words: "5000+", ">500", "1000-5000", "10k+", "under 200", "1000人以上"."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = r"(\d{1,3}(?:[,.'’ \u00a0]\d{3})+|\d+(?:[.,]\d{1,2})?)\s?(k|m|tsd\.?|tausend|mille|mil|thousand|千|万)?(?![a-z0-9])"
_PEOPLE = (
    r"(?:\s*[-]?\s*(?:employees?|people|ppl|persons?|staff|ftes?|heads?|headcount|seats?|users?|ee'?s|emp|mitarbeiter(?:n|innen)?|ma|leute"
    r"|employés|employes|salariés|salaries|empleados|funcionários|funcionarios|人|名|社員|従業員)(?![a-z]))"
)
# Amounts of money, time and the like are no head counts.
_NOT_PEOPLE = r"(?!\s*(?:arr|usd|eur|gbp|€|\$|£|%|bn|million|x\b|days?|weeks?|months?|years?|yrs?|hours?|hrs?|min(?:ute)?s?\b|am\b|pm\b|calls?|references?|refs?|reviews?))"
_BEFORE = r"(?<![\w$€£¥.,#/-])"

_AT_LEAST = (
    r"(?:>=?|≥|over|above|more than|greater than|larger than|bigger than|at least|min\.?|minimum(?: of)?|über|mehr als|mindestens|ab"
    r"|plus de|au moins|más de|mas de|al menos|mais de|従業員(?:数)?|社員(?:数)?)"
)
_AT_MOST = (
    r"(?:<=?|≤|under|below|less than|fewer than|smaller than|at most|up to|max\.?|maximum(?: of)?|unter|weniger als|höchstens|bis(?: zu)?"
    r"|moins de|jusqu'à|menos de|hasta)"
)
_RANGE = re.compile(
    rf"{_BEFORE}(?:(?:between|from|entre|zwischen|von|de)\s+)?{_NUMBER}{_PEOPLE}?\s*(?:-|–|—|〜|～|~|\bto\b|\band\b|\bbis\b|\bund\b|\bet\b|\bà\b|\ba\b|\by\b|から)\s*{_NUMBER}{_NOT_PEOPLE}({_PEOPLE})?",
    re.IGNORECASE,
)
_LEAST_AFTER = re.compile(
    rf"{_BEFORE}(?:従業員(?:数)?|社員(?:数)?)?{_NUMBER}{_PEOPLE}?\s*(?:\+(?!\w)|plus\b|or more\b|or above\b|and up\b|and above\b|and more\b|upwards\b|oder mehr\b|et plus\b|o más\b|以上|超){_NOT_PEOPLE}({_PEOPLE})?",
    re.IGNORECASE,
)
_MOST_AFTER = re.compile(
    rf"{_BEFORE}(?:従業員(?:数)?|社員(?:数)?)?{_NUMBER}{_PEOPLE}?\s*(?:or less\b|or fewer\b|or under\b|and below\b|and under\b|or below\b|以下|未満){_NOT_PEOPLE}({_PEOPLE})?",
    re.IGNORECASE,
)
_LEAST_BEFORE = re.compile(rf"(?<![\w-]){_AT_LEAST}\s*{_NUMBER}{_NOT_PEOPLE}({_PEOPLE})?", re.IGNORECASE)
_MOST_BEFORE = re.compile(rf"(?<![\w-]){_AT_MOST}\s*{_NUMBER}{_NOT_PEOPLE}({_PEOPLE})?", re.IGNORECASE)
_ABOUT = re.compile(
    rf"{_BEFORE}(?:(?:about|around|roughly|circa|ca\.?|approx\.?|~|約)\s*)?{_NUMBER}({_PEOPLE})",
    re.IGNORECASE,
)

_FACTOR = {
    "k": 1_000,
    "tsd": 1_000,
    "tausend": 1_000,
    "mille": 1_000,
    "mil": 1_000,
    "thousand": 1_000,
    "千": 1_000,
    "万": 10_000,
    "m": 1_000_000,
}
_LARGEST = 100_000_000
# A bare "3+" or "1-2" counts something else; with "people" after it any number is a size.
_SMALLEST_BARE = 20


class Size(NamedTuple):
    words: str
    start: int
    end: int
    least: int | None  # inclusive
    most: int | None  # inclusive

    @property
    def name(self) -> str:
        """Reads back to the same size."""
        if self.most is None:
            return f"{self.least}+"
        return f"up to {self.most}" if self.least is None else f"{self.least}-{self.most}"


def sizes_in(text: str) -> list[Size]:
    """Every size in the text, in order, none overlapping. "500 employees" means about 500: half to double."""
    if not any(character.isdigit() for character in text):
        return []
    found: list[Size] = []

    def note(match: re.Match[str], least: int | None, most: int | None, *, people: bool) -> None:
        inside = any(match.start() < size.end and size.start < match.end() for size in found)
        bounds = [bound for bound in (least, most) if bound is not None]
        sane = max(bounds) <= _LARGEST and (people or max(bounds) >= _SMALLEST_BARE)
        if not inside and sane:
            found.append(Size(match[0].strip(), match.start(), match.end(), least, most))

    for match in _RANGE.finditer(text):
        low_unit = match[2] or (match[4] if _number(match[1], None) < _number(match[3], None) else None)
        low, high = _number(match[1], low_unit), _number(match[3], match[4])
        years = 1990 <= low <= high <= 2040
        if low < high and (match[5] or not years):
            note(match, low, high, people=bool(match[5]))
    for pattern in (_LEAST_AFTER, _LEAST_BEFORE):
        for match in pattern.finditer(text):
            note(match, _number(match[1], match[2]), None, people=bool(match[3]))
    for pattern in (_MOST_AFTER, _MOST_BEFORE):
        for match in pattern.finditer(text):
            note(match, None, _number(match[1], match[2]), people=bool(match[3]))
    for match in _ABOUT.finditer(text):
        about = _number(match[1], match[2])
        note(match, about // 2, about * 2, people=True)
    return sorted(found, key=lambda size: size.start)


def _number(digits: str, unit: str | None) -> int:
    grouped = re.fullmatch(r"\d{1,3}(?:[,.'’ \u00a0]\d{3})+", digits)
    value = float(re.sub(r"\D", "", digits) if grouped else digits.replace(",", "."))
    return round(value * _FACTOR.get((unit or "").rstrip(".").lower(), 1))
