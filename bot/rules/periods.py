"""Calendar periods: their names as people type them, and the quarters of a report. All days are UTC and included."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.rules.deals import months_after

Period = tuple[date, date]

EARLIEST = date(2000, 1, 1)
LONGEST = timedelta(days=3660)
"""Ten years."""
_QUARTER = re.compile(
    r"(?P<year>20\d\d)[\s-]*q(?P<number>[1-4])|q(?P<number2>[1-4])[\s-]*(?P<year2>20\d\d)", re.I
)
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"20\d\d")
_DAYS = re.compile(
    r"(?:from\s+)?(\d{4}-\d\d-\d\d)(?:\s*(?:to|until|–|—|\.\.|,)\s*|\s+)(\d{4}-\d\d-\d\d)", re.I
)


def is_period(first: date, last: date) -> bool:
    """Whether these days can be looked at, and those before them that they are compared with."""
    return EARLIEST <= first <= last <= first + LONGEST and last.year < 3000


def quarter_of(day: date) -> Period:
    """The calendar quarter in which a day lies."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, months_after(first, 3) - timedelta(days=1)


def last_full_quarter(today: date) -> Period:
    """The newest quarter that is over."""
    return quarter_of(quarter_of(today)[0] - timedelta(days=1))


def quarters_until(last: date, count: int) -> list[Period]:
    """So many quarters in a row, the oldest first; the newest ends with `last`."""
    begins, _ = quarter_of(last)
    before = [quarter_of(months_after(begins, -3 * at)) for at in range(count - 1, 0, -1)]
    return [*before, (begins, last)]


def before(first: date, last: date) -> Period:
    """The period before: of whole months as many whole months, else as many days."""
    months = _whole_months(first, last)
    if months is None:
        length = last - first + timedelta(days=1)
        return first - length, last - length
    return months_after(first, -months), first - timedelta(days=1)


def a_year_before(first: date, last: date) -> Period:
    """The same days a year ago; of whole months to the end of the month, also where that has another length."""
    begins = months_after(first, -12)
    months = _whole_months(first, last)
    if months is None:
        return begins, months_after(last, -12)
    return begins, months_after(begins, months) - timedelta(days=1)


def _whole_months(first: date, last: date) -> int | None:
    """How many calendar months the period is made of; None where it is made of days."""
    following = last + timedelta(days=1)
    if first.day != 1 or following.day != 1:
        return None
    return 12 * (following.year - first.year) + following.month - first.month


def named(text: str) -> Period | None:
    """2026-Q3, Q3 2026, 2026-07, 2026, or two days; None where it is none of these."""
    text = " ".join(text.split())
    if quarter := _QUARTER.fullmatch(text):
        number = int(quarter["number"] or quarter["number2"])
        return quarter_of(date(int(quarter["year"] or quarter["year2"]), 3 * number, 1))
    if month := _MONTH.fullmatch(text):
        year, number = int(month[1]), int(month[2])
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if days := _DAYS.fullmatch(text):
        try:
            return date.fromisoformat(days[1]), date.fromisoformat(days[2])
        except ValueError:
            return None
    return None
