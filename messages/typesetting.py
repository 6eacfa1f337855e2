"""What is printed: a page in good type, as a PDF. Loaded only when something is, because it takes a third of a second."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

UPRIGHT, SLANTED = "EB Garamond", "EB Garamond Italic"
FONTS = Path(__file__).parent / "fonts"

PAGE: tuple[float, float] = (210 * mm, 148 * mm)
"""A5, lying."""
SIDE = 28 * mm
"""To the left and right of the text: lines of some 70 letters are easy to read."""
TOP, BOTTOM = 24 * mm, 14 * mm
INK, FAINT = (0.13, 0.13, 0.16), (0.45, 0.44, 0.42)
SIZES = tuple(size / 2 for size in range(30, 19, -1))
"""From 15 to 10 points: the largest at which everything fits."""
LEADING = 1.38
BETWEEN = 0.62
"""Lines of space between two paragraphs."""
PEN = 1.6
"""Lines left free above the name, to sign by hand."""
NAME = 60
"""Letters of a last line that is taken for a name."""
HEADING = 30
BELOW, RULE, AIR = 22.0, 35.0, 16.0
"""Points below the heading of who it is for, of the short rule; between the rule and the text."""
SMALL, SMALLEST = 12.5, 7.0
INVISIBLE = frozenset({"Cf", "Cc", "Mn"})
"""What is left of marks once letters have taken theirs up: joiners, selectors."""


class Unprintable(Exception):
    """The fonts have no such letters: `letters`, each once."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


class TooLong(Exception):
    """The text does not fit on one page, at the smallest size: about `over` letters must go."""

    def __init__(self, over: int) -> None:
        super().__init__(over)
        self.over = over


@dataclass(frozen=True)
class Card:
    """What stands on a card: a heading, for whom it is, and the text as paragraphs. The last line of all is who signs."""

    heading: str
    whom: str
    text: str


def card_pdf(card: Card) -> bytes:
    """One page, the same bytes for the same card. Raises Unprintable or TooLong."""
    load_fonts()
    clean = Card(*(_composed(one) for one in (card.heading, card.whom, card.text)))
    missing = _missing("".join((clean.heading, clean.whom, clean.text)))
    if missing:
        raise Unprintable(missing)
    out = BytesIO()
    canvas = Canvas(out, pagesize=PAGE, invariant=1)
    canvas.setTitle(f"{clean.heading}, {clean.whom}")
    _set_head(canvas, clean)
    _set_text(canvas, clean.text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def load_fonts() -> None:
    """Makes the fonts known, once."""
    for name, file in ((UPRIGHT, "EBGaramond-Regular.ttf"), (SLANTED, "EBGaramond-Italic.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


def _composed(text: str) -> str:
    """Letters and their accents as one, without what is not seen; line breaks stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter) not in INVISIBLE
    )


def _missing(text: str) -> str:
    """The letters that one of the fonts does not have, each once, in the order in which they come."""
    known = [pdfmetrics.getFont(name).face.charToGlyph for name in (UPRIGHT, SLANTED)]
    return "".join(
        letter
        for letter in dict.fromkeys(text)
        if not letter.isspace() and not all(ord(letter) in glyphs for glyphs in known)
    )


def _set_head(canvas: Canvas, card: Card) -> None:
    width, height = PAGE
    canvas.setFillColorRGB(*INK)
    canvas.setFont(SLANTED, HEADING)
    canvas.drawString(SIDE, height - TOP, card.heading)
    canvas.setFillColorRGB(*FAINT)
    whom, room = card.whom, width - 2 * SIDE
    size = SMALL
    while pdfmetrics.stringWidth(whom, SLANTED, size) > room and size > SMALLEST:
        size -= 0.5
    while pdfmetrics.stringWidth(whom, SLANTED, size) > room:
        whom = f"{whom.rstrip('…')[:-1].rstrip()}…"
    canvas.setFont(SLANTED, size)
    canvas.drawString(SIDE, height - TOP - BELOW, whom)
    canvas.setStrokeColorRGB(*FAINT)
    canvas.setLineWidth(0.4)
    canvas.line(SIDE, height - TOP - RULE, SIDE + 18 * mm, height - TOP - RULE)


def _set_text(canvas: Canvas, text: str) -> None:
    paragraphs = [one.strip() for one in re.split(r"\n\s*\n", text.strip())]
    first = PAGE[1] - TOP - RULE - AIR
    for size in SIZES:
        lines = list(_lines(paragraphs, size))
        if first - lines[-1].below >= BOTTOM:
            break
    else:
        over = sum(len(line.text) for line in lines if first - line.below < BOTTOM)
        raise TooLong(over)
    canvas.setFillColorRGB(*INK)
    canvas.setFont(UPRIGHT, size)
    for line in lines:
        canvas.drawString(SIDE, first - line.below, line.text)


class _Line(NamedTuple):
    text: str
    below: float
    """Points below the first line's place."""


def _lines(paragraphs: list[str], size: float) -> Iterator[_Line]:
    """Every line of the text in its place, at a size."""
    lead, below = size * LEADING, size
    for number, paragraph in enumerate(paragraphs):
        rows = paragraph.split("\n")
        signs = number == len(paragraphs) - 1 and number and len(rows) > 1 and len(rows[-1]) <= NAME
        for place, row in enumerate(rows):
            if signs and place == len(rows) - 1:
                below += lead * PEN
            for words in _wrapped(row, size):
                yield _Line(words, below)
                below += lead
        below += lead * BETWEEN


def _wrapped(row: str, size: float) -> Iterator[str]:
    """A row cut where it must be, between words; within one only where it alone is too long."""
    room, line = PAGE[0] - 2 * SIDE, ""
    for word in row.split():
        longer = f"{line} {word}" if line else word
        if pdfmetrics.stringWidth(longer, UPRIGHT, size) <= room:
            line = longer
            continue
        if line:
            yield line
        line = word
        while pdfmetrics.stringWidth(line, UPRIGHT, size) > room:
            fits = next(
                at
                for at in range(len(line), 0, -1)
                if pdfmetrics.stringWidth(line[:at], UPRIGHT, size) <= room
            )
            yield line[:fits]
            line = line[fits:]
    yield line
