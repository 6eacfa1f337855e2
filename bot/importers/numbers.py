"""Cells that hold numbers, as spreadsheets of several countries write them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.importers.cells import BadCell

LARGEST_INTEGER = 2_147_483_647
"""What both databases keep."""

GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ ,.'’\u00a0\u202f])\d{3})(?:\1\d{3})*")
WHOLE = re.compile(r"(\d{1,15})(?:[.,]0+)?")


@dataclass(frozen=True)
class Integer:
    """A whole number from `least` to `most`; thousands may be grouped (1,200 or 1 200), a spreadsheet's 8.0 is 8."""

    least: int = 0
    most: int = LARGEST_INTEGER

    def read(self, text: str) -> int:
        if text.isascii() and (whole := WHOLE.fullmatch(text)) and not GROUPED.fullmatch(text):
            number = int(whole[1])
        elif GROUPED.fullmatch(text):
            number = int(re.sub(r"\D", "", text))
        else:
            raise BadCell(f"“{text}” is not a whole number; {self._advice}")
        if not self.least <= number <= self.most:
            raise BadCell(f"{text} is out of range; {self._advice}")
        return number

    @property
    def _advice(self) -> str:
        return f"write a number from {self.least} to {self.most}"

    def write(self, value: int) -> str:
        return str(value)


LARGEST_AMOUNT = 10**15
UNCLEAR = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""1.200 is twelve hundred to some and a little over one to others."""
DOT = re.compile(r"\d{1,16}(?:\.\d+)?")
COMMA = re.compile(r"\d{1,16},\d{1,2}")
GROUPS_AND_DOT = re.compile(r"[1-9]\d{0,2}(?:([ ,'’\u00a0\u202f])\d{3})(?:\1\d{3})*(?:\.\d+)?")
GROUPS_AND_COMMA = re.compile(r"[1-9]\d{0,2}(?:([ .'’\u00a0\u202f])\d{3})(?:\1\d{3})*,\d+")
GROUPS_OF_DOTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}")


@dataclass(frozen=True)
class Amount:
    """Money, without its currency: 1200, 1200.50, 1,200.50 or 1.200,50. Not negative."""

    def read(self, text: str) -> float:
        if UNCLEAR.fullmatch(text):
            raise BadCell(
                f"“{text}” can mean {text.replace('.', '')} or {text}0; write it without a thousands separator"
            )
        if DOT.fullmatch(text) or GROUPS_AND_DOT.fullmatch(text):
            plain = re.sub(r"[^\d.]", "", text)
        elif COMMA.fullmatch(text) or GROUPS_AND_COMMA.fullmatch(text) or GROUPS_OF_DOTS.fullmatch(text):
            plain = re.sub(r"[^\d,]", "", text).replace(",", ".")
        else:
            raise BadCell(f"“{text}” is not an amount; write only the number, such as 1200 or 1200.50")
        amount = float(plain)
        if amount > LARGEST_AMOUNT:
            raise BadCell(f"“{text}” is too large; correct the amount")
        return amount

    def write(self, value: float) -> str:
        plain = format(Decimal(repr(value)), "f")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return plain + "0" if UNCLEAR.fullmatch(plain) else plain
