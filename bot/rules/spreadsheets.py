"""What a spreadsheet would run instead of show."""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
"""The beginning of a formula, and what our apostrophes made of it before."""


def harmless(text: str) -> str:
    """A cell's text as no spreadsheet takes it for a formula: with an apostrophe before it."""
    return f"'{text}" if FORMULA.match(text) else text
