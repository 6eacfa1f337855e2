"""How periods are called."""

from datetime import date

from bot.rules.periods import quarter_of
from messages.render import Message, plain, words
from messages.wording import MONTHS


def period_name(first: date, last: date) -> str:
    """Q3 2026, 2026, Jul 2026, or its first and last day."""
    said = plain("report/words")
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return said.get("year", year=first.year)
    begins, ends = quarter_of(first)
    if (first, last) == (begins, ends):
        return said.get("quarter", number=_number(first), year=first.year)
    is_month = first.day == 1 and (first.year, first.month) == (last.year, last.month)
    if is_month and (last.month != date.fromordinal(last.toordinal() + 1).month):
        return said.get("month", name=MONTHS[first.month - 1], year=first.year)
    return said.get("days", first=first, last=last)


def quarter_name(first: date, last: date, today: date) -> str:
    """Q3 2026, and whether more of it is to come."""
    is_whole = last == quarter_of(first)[1] and last < today
    said = plain("report/words")
    return said.get("quarter" if is_whole else "so_far", number=_number(first), year=first.year)


def on_its_way(period: str, file_format: str) -> Message:
    """What whoever asked for the report of a period (its name) is told at once."""
    return Message(words("report/words", period=period).get("on_its_way", format=file_format))


def _number(day: date) -> int:
    return (day.month - 1) // 3 + 1
