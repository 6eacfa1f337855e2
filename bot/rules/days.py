"""Days as people write them after a command: "3 april", "2026-04-03", "in two weeks", "monday"."""

import re
from calendar import monthrange
from datetime import date, timedelta

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST = 3
"""Letters of a month or weekday at least."""
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
UNIT_DAYS = {"day": 1, "week": 7}

_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.(?:\s?(?P<year>\d{4}))?",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:\s+of)?\s+{_MONTH}{_YEAR}",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}",
        rf"{_MONTH}{_YEAR}",
    )
)
_SPAN = re.compile(
    r"(?:in|for)?\s*(?P<count>\d{1,3}|[a-z]+)\s+(?P<unit>day|week|month|year)s?", re.IGNORECASE
)


def day_meant(text: str, today: date) -> date | None:
    """The day that was written, as a rule one to come: without a year the next such day. None where it is no day, or could
    be two (3/4)."""
    said = " ".join(text.lower().split())
    if said in ("today", "tomorrow"):
        return today + timedelta(days=said == "tomorrow")
    if said == "next week":
        return today + timedelta(days=7 - today.weekday())
    if said == "next month":
        return _months_on(today.replace(day=1), 1)
    if (found := _weekday(said.removeprefix("next "), today)) is not None:
        return found
    if span := _SPAN.fullmatch(said):
        return _span(span["count"], span["unit"], today)
    for form in _FORMS:
        if match := form.fullmatch(said):
            return _written(match.groupdict(), today)
    return None


def split_day(text: str, today: date) -> tuple[str, date | None]:
    """What was typed without the day at its end, and that day: "sarah chen until 3 april". None where there is none."""
    words = text.split()
    for start in range(1, len(words)):
        tail = " ".join(words[start:])
        plain = re.sub(r"^(until|till|til|to)\s+", "", tail, flags=re.IGNORECASE)
        if plain != tail or start >= len(words) - 3:
            found = day_meant(plain, today)
            if found is not None and (plain != tail or not plain.isalpha()):
                return " ".join(words[:start]), found
    return re.sub(r"\s+(until|till)\s*$", "", text, flags=re.IGNORECASE).strip(), None


def _weekday(name: str, today: date) -> date | None:
    """The next such day after today."""
    which = _which(name, WEEKDAYS)
    return None if which is None else today + timedelta(days=(which - today.weekday() - 1) % 7 + 1)


def _span(count: str, unit: str, today: date) -> date | None:
    number = int(count) if count.isdecimal() else NUMBERS.get(count)
    if number is None:
        return None
    if unit in UNIT_DAYS:
        return today + timedelta(days=number * UNIT_DAYS[unit])
    return _months_on(today, number * (12 if unit == "year" else 1))


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _written(parts: dict[str, str | None], today: date) -> date | None:
    number = parts.get("number")
    month = int(number) if number else _month(parts.get("month") or "")
    if month is None:
        return None
    day = int(parts.get("day") or 1)
    if parts.get("year"):
        return _date(int(parts["year"] or 0), month, day)
    for year in range(today.year, today.year + 5):  # 29 February may be four years away
        found = _date(year, month, day)
        if found is not None and found >= today:
            return found
    return None


def _month(name: str) -> int | None:
    which = _which(name, MONTHS)
    return None if which is None else which + 1


def _which(name: str, names: tuple[str, ...]) -> int | None:
    """The place of a name given in full or by its first letters, three at least."""
    if len(name) < SHORTEST:
        return None
    return next((at for at, one in enumerate(names) if one.startswith(name)), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
