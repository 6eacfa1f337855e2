"""The report as a PDF, set in the fonts of everything that is printed."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    KeepTogether,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from messages import drawing
from messages.charts import Chart, in_words
from messages.render import plain
from messages.reports.document import Document, Figure, Part, Quote, Table
from messages.typesetting import FONTS, SLANTED, UPRIGHT, load_fonts

PAGE = (210 * mm, 279.4 * mm)
"""As wide as A4 and as high as letter: printed on either, nothing is cut off or made smaller."""
SIDE, TOP, BOTTOM = 20 * mm, 18 * mm, 20 * mm
WIDTH = PAGE[0] - 2 * SIDE
INK, FAINT, RULE, CARD, ACCENT = (
    HexColor(one) for one in ("#1d1d22", "#5d5e66", "#d9d9de", "#f5f5f3", "#0072b2")
)
OTHERS = "Report others"
"""The font for letters that the page's own does not have."""
SHEET = drawing.Sheet(
    6.0,
    2.5,
    10.5,
    dpi=220,
    font=("EB Garamond", "DejaVu Sans"),
    files=(str(FONTS / "EBGaramond-Regular.ttf"),),
)
CHART_WIDTH = 148 * mm
SHORT = 15
"""Rows of a table that stays on one page."""
HELD = 2
"""What stands before the rows of a table: its own heading stays with that of the section."""
NO_LETTER = "▯"


def pdf(document: Document) -> bytes:
    """All pages; the same bytes for the same report."""
    _load()
    out = BytesIO()
    doc = BaseDocTemplate(
        out,
        pagesize=PAGE,
        title=document.title,
        author="",
        lang="en",
        invariant=1,
        leftMargin=SIDE,
        rightMargin=SIDE,
        topMargin=TOP,
        bottomMargin=BOTTOM,
    )
    frame = Frame(SIDE, BOTTOM, WIDTH, PAGE[1] - TOP - BOTTOM, 0, 0, 0, 0)
    doc.addPageTemplates([PageTemplate(frames=[frame])])
    doc.build(list(_story(document)), canvasmaker=_numbering(document.title))
    return out.getvalue()


@cache
def _load() -> None:
    import matplotlib  # its fonts come with every installation

    load_fonts()
    path = f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont(OTHERS, path))


def _style(
    size: float, lead: float = 1.3, color: Color = INK, font: str = UPRIGHT, **more: Any
) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font} {size} {more}", fontName=font, fontSize=size, leading=size * lead, textColor=color, **more
    )


TITLE = _style(27, 1.12)
SUBTITLE = _style(10.5, 1.35, FAINT, spaceAfter=10 * mm)
ANSWER = _style(14.5, 1.36, spaceAfter=7)
HEADING = _style(18, 1.2, spaceBefore=9 * mm, spaceAfter=3.5 * mm)
BODY = _style(11, 1.36, spaceAfter=6)
NOTE = _style(9.5, 1.35, FAINT, font=SLANTED, spaceAfter=7)
CAPTION = _style(12, 1.3, spaceAfter=1.5 * mm, spaceBefore=2 * mm)
CELL, NUMBER = _style(9.6, 1.25), _style(9.6, 1.25, alignment=TA_RIGHT)
SMALL = _style(9, 1.25, FAINT)
HEAD, HEAD_NUMBER = (
    _style(9, 1.25, FAINT, font=SLANTED),
    _style(9, 1.25, FAINT, font=SLANTED, alignment=TA_RIGHT),
)
FIGURE_NAME, FIGURE_VALUE, FIGURE_NOTE = _style(10.5, 1.25), _style(24, 1.2), _style(9, 1.3, FAINT)


def _set(text: str, style: ParagraphStyle, link: str | None = None) -> Text:
    shown = _printable(text)
    return Text(f'<a href={quoteattr(link)} color="#0072b2">{shown}</a>' if link else shown, style)


def _printable(text: str) -> str:
    """Escaped, with another font where this one lacks the letters, and a box where no font has them."""
    own, others = (pdfmetrics.getFont(name).face.charToGlyph for name in (UPRIGHT, OTHERS))
    pieces = []
    for run in re.findall(r"\S+|\s+", text):
        known = "".join(
            letter if letter.isspace() or ord(letter) in own or ord(letter) in others else NO_LETTER
            for letter in run
        )
        foreign = not run.isspace() and not all(ord(letter) in own for letter in known)
        shown = escape(known)
        pieces.append(f"<font name={quoteattr(OTHERS)}>{shown}</font>" if foreign else shown)
    return "".join(pieces)


def _story(document: Document) -> Iterator[Flowable]:
    yield _set(document.title, TITLE)
    yield Spacer(0, 2.5 * mm)
    yield _set(document.subtitle, SUBTITLE)
    for sentence in document.sentences:
        yield _set(sentence, ANSWER)
    yield Spacer(0, 4 * mm)
    yield _figures(document.figures)
    yield Spacer(0, 3 * mm)
    yield _set(document.compared, NOTE)
    for section in document.sections:
        parts = [list(_part(part)) for part in section.parts]
        yield CondPageBreak(70 * mm)
        head = [
            HRFlowable(WIDTH, 0.5, color=RULE, spaceBefore=7 * mm, spaceAfter=0),
            _set(section.heading, HEADING),
        ]
        first, *others = parts
        together = first[:HELD] if isinstance(section.parts[0], Table) else first
        yield KeepTogether([*head, *together])
        yield from first[len(together) :]
        for part, flowables in zip(section.parts[1:], others, strict=True):
            is_long = isinstance(part, Table) and len(part.rows) > SHORT
            yield from flowables if is_long else [KeepTogether(flowables)]


def _figures(figures: tuple[Figure, ...]) -> Flowable:
    """Three beside each other."""
    cells = [
        [
            _set(one.name, FIGURE_NAME),
            _fitting(one.value),
            _set(one.made_of, FIGURE_NOTE),
            _set(one.trend, FIGURE_NOTE),
        ]
        for one in figures
    ]
    rows = [cells[at : at + 3] for at in range(0, len(cells), 3)]
    grid = Grid(rows, colWidths=[WIDTH / 3] * 3)
    grid.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), CARD),
            ("INNERGRID", (0, 0), (-1, -1), 5, HexColor("#ffffff")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *((f"{side}PADDING", (0, 0), (-1, -1), 10) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
        ]
    )
    return grid


def _fitting(value: str) -> Flowable:
    """The large number, smaller where it would need two lines."""
    size, room = 24.0, WIDTH / 3 - 24
    while size > 11 and pdfmetrics.stringWidth(value, UPRIGHT, size) > room:
        size -= 0.5
    return _set(value, _style(size, 24 * 1.2 / size))


def _part(part: Part) -> Iterator[Flowable]:
    if isinstance(part, Chart):
        yield from _chart(part)
    elif isinstance(part, Table):
        yield from _table(part)
    elif isinstance(part, Quote):
        yield from _quote(part)
    else:
        yield _set(part.text, NOTE if part.is_note else BODY)


def _chart(chart: Chart) -> Iterator[Flowable]:
    yield _set(chart.title, CAPTION)
    yield _set(chart.says, BODY)
    try:
        picture = drawing.png(chart, SHEET)
    except drawing.Undrawable:
        yield from (_set(line, SMALL) for line in in_words(chart).split("\n")[1:])
        return
    image = Image(BytesIO(picture))
    image.drawWidth, image.drawHeight = CHART_WIDTH, CHART_WIDTH * image.imageHeight / image.imageWidth
    image.hAlign = "LEFT"
    yield image
    yield Spacer(0, 5 * mm)


def _table(table: Table) -> Iterator[Flowable]:
    head = [_set(name, HEAD_NUMBER if at in table.numeric else HEAD) for at, name in enumerate(table.columns)]
    rows = [[_cell(table, at, cell) for at, cell in enumerate(row)] for row in table.rows]
    grid = Grid([head, *rows], colWidths=_widths(table), repeatRows=1)
    grid.hAlign = "LEFT"
    grid.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 7),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ]
    )
    yield CondPageBreak(38 * mm)
    yield _set(table.caption, CAPTION)
    yield grid
    yield Spacer(0, 5 * mm)


def _cell(table: Table, at: int, text: str) -> Flowable:
    if at in table.numeric:
        return _set(text, NUMBER)
    return _set(text, SMALL if at == table.wide and at else CELL)


def _widths(table: Table) -> list[float]:
    """As wide as what stands in them, as far as there is room; the widest give way first."""
    natural = []
    for at, name in enumerate(table.columns):
        cells = [name, *(row[at] for row in table.rows)]
        natural.append(min(max(pdfmetrics.stringWidth(one, UPRIGHT, 9.6) for one in cells) + 10, WIDTH))
    least = max(WIDTH / len(natural) / 2, 40.0)
    while sum(natural) > WIDTH + 0.1:
        over = sum(natural) - WIDTH
        widest = max(natural)
        wide = [at for at, one in enumerate(natural) if one >= widest - 0.01]
        following = max((one for one in natural if one < widest - 0.01), default=least)
        step = min(widest - max(following, least), over / len(wide))
        if step <= 0:
            return [one * WIDTH / sum(natural) for one in natural]
        for at in wide:
            natural[at] -= step
    return natural


def _quote(quote: Quote) -> Iterator[Flowable]:
    lines: list[Flowable] = [_set(quote.title, _style(12, 1.3), quote.link)]
    if quote.result:
        lines.append(_set(quote.result, BODY))
    lines.append(_set(quote.teller, SMALL))
    if quote.caution:
        lines.append(_set(quote.caution, _style(9, 1.3, FAINT, font=SLANTED)))
    grid = Grid([[lines]], colWidths=[WIDTH * 0.82])
    grid.hAlign = "LEFT"
    grid.setStyle([("LINEBEFORE", (0, 0), (0, -1), 1.5, ACCENT), ("LEFTPADDING", (0, 0), (-1, -1), 10)])
    yield grid
    yield Spacer(0, 4 * mm)


def _numbering(title: str) -> Callable[..., Canvas]:
    """A canvas that knows how many pages there are."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page in self._pages:
                self.__dict__.update(page)
                self._foot(len(self._pages))
                super().showPage()
            super().save()

        def _foot(self, pages: int) -> None:
            self.setFont(SLANTED, 9)
            self.setFillColor(FAINT)
            if self._pageNumber > 1:
                self.drawString(SIDE, 11 * mm, title)
            number = plain("report/words").get("page", number=self._pageNumber, pages=pages)
            self.drawRightString(PAGE[0] - SIDE, 11 * mm, number)

    return Numbered
