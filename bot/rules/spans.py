"""Spans of days, made once: the rules add the same few to thousands of dates."""

from datetime import timedelta
from functools import cache


@cache
def days(number: int) -> timedelta:
    """So many calendar days."""
    return timedelta(days=number)
