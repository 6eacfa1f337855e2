"""Days of the sample company, told relative to the day on which it is written."""

import re
from datetime import date, timedelta

RELATIVE = re.compile(r"(?:([+-]?\d+)y)?([+-]?\d+)?")
FRIDAY = 4


def day(today: date, told: str) -> date:
    """The day that a table tells: `-40` is 40 days ago, `-5y12` five years ago and 12 days on. ValueError otherwise."""
    match = RELATIVE.fullmatch(told)
    if not match or not told:
        raise ValueError(f"{told!r} is no relative day")
    years, days = (int(part or 0) for part in match.groups())
    return years_on(today, years) + timedelta(days=days)


def years_on(today: date, years: int) -> date:
    """The same day of another year; 28 February where that year has no 29th."""
    try:
        return today.replace(year=today.year + years)
    except ValueError:
        return today.replace(year=today.year + years, day=28)


def workday(today: date, ago: int) -> date:
    """The day `ago` days before today, or the Friday before it where it falls on a weekend. Keeps the order of days."""
    then = today - timedelta(days=ago)
    return then - timedelta(days=max(0, then.weekday() - FRIDAY))
