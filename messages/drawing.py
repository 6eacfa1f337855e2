"""Draws charts: PNG for Slack and for print, SVG for a page. Loaded only when one is drawn: it takes half a second.

Colours are Okabe and Ito's, which people with any kind of colour vision tell apart; shape or place always says the same.
"""

import re
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from PIL import Image

from messages.charts import Chart, Series
from messages.render import plain

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
TINTS = ("#7FB8D8", "#EAAE7F", "#7FCEB9", "#E5BCD3", "#F2CF7F", "#AAD9F4")
MARKERS = ("o", "s", "^", "D", "v", "P")
INK, FAINT, GRID, PAPER, BEFORE = "#1d1c1d", "#616061", "#e4e4e7", "#ffffff", "#a3a7ad"
IN_CSS = {
    INK: "var(--ink)",
    FAINT: "var(--faint)",
    GRID: "var(--rule)",
    PAPER: "var(--paper)",
    BEFORE: "var(--before)",
    **{colour.lower(): f"var(--c{at})" for at, colour in enumerate(COLOURS)},
}
"""What a page gives its own colours for."""
LABELLED, LYING_LABELLED = 14, 40
"""Bars, standing or lying, that carry their figures; more would stand in each other's way."""
HUES = 128
"""Colours in a PNG: the picture's own and the shades between them. More would make it larger and no better."""
LETTERS = 46
"""Letters of the labels that stand beside each other below a chart; longer ones get lines of their own."""
FEWEST = 3.5
"""Places across a chart with fewer categories, so that one bar is no wall."""
CLOSE = 0.14
"""Part of the height within which two figures would run into each other."""
_ONE_AT_A_TIME = threading.Lock()
"""Matplotlib is not made for threads, and its settings are everybody's."""


class Undrawable(Exception):
    """The font lacks letters that the chart needs."""


@dataclass(frozen=True)
class Sheet:
    """How large a chart is drawn: inches, points, dots per inch."""

    width: float
    height: float
    size: float
    dpi: int = 200
    font: tuple[str, ...] = ()
    """Families, the first that has a letter draws it; the library's own otherwise."""
    files: tuple[str, ...] = ()
    """Where those families are that are not known yet."""


SLACK = Sheet(5.0, 2.9, 10.0)
"""1,000 dots wide: Slack shows a third of that, so that letters are as large as those around them."""
PAGE = Sheet(5.2, 2.7, 9.0)


def png(chart: Chart, sheet: Sheet = SLACK) -> bytes:
    """The picture on an opaque light card; the same bytes for the same chart. Raises Undrawable."""
    out = BytesIO()
    with _drawing(sheet), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph", category=UserWarning)
        figure = _figure(chart, sheet)
        figure.set(dpi=sheet.dpi, facecolor=PAPER)
        canvas = FigureCanvasAgg(figure)
        try:
            canvas.draw()  # type: ignore[no-untyped-call]
        except UserWarning as missing:
            raise Undrawable(str(missing)) from missing
        dots = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        seen = Image.fromarray(np.asarray(dots)).convert("RGB")
    small = seen.quantize(HUES, dither=Image.Dither.NONE)
    small.save(out, format="png", optimize=True, dpi=(sheet.dpi, sheet.dpi))
    return out.getvalue()


def svg(chart: Chart, name: str, sheet: Sheet = PAGE) -> str:
    """The picture as an SVG element in the colours of the page around it (IN_CSS) and in its font.

    `name` keeps what it defines apart from other pictures on the page. It is hidden from screen readers: the page says the
    same in words.
    """
    out = StringIO()
    with (
        _drawing(sheet, {"svg.fonttype": "none", "svg.hashsalt": name, "svg.id": name}),
        warnings.catch_warnings(),
    ):
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)  # the reader's fonts have it
        figure = _figure(chart, sheet)
        FigureCanvasSVG(figure)
        nothing = {"Creator": None, "Date": None, "Format": None, "Type": None}
        figure.savefig(out, format="svg", transparent=True, metadata=nothing)
    return _for_page(out.getvalue(), name)


def _for_page(drawn: str, name: str) -> str:
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>\s*", "", drawn, flags=re.DOTALL)
    used = set(re.findall(r"#([\w-]+)", drawn))
    drawn = re.sub(r' id="([^"]+)"', lambda found: found[0] if found[1] in used else "", drawn)
    for colour, variable in IN_CSS.items():
        drawn = drawn.replace(colour, variable)
    drawn = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1", drawn)
    drawn = re.sub(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>", r'<svg viewBox="\1" aria-hidden="true">', drawn)
    return drawn.strip()


@contextmanager
def _drawing(sheet: Sheet, more: dict[Any, Any] | None = None) -> Iterator[None]:
    settings: dict[Any, Any] = {
        "font.size": sheet.size,
        "axes.edgecolor": GRID,
        "axes.labelcolor": FAINT,
        "text.color": INK,
        "xtick.color": GRID,
        "ytick.color": GRID,
        "xtick.labelcolor": FAINT,
        "ytick.labelcolor": FAINT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "text.parse_math": False,
        "legend.frameon": False,
        **({"font.family": list(sheet.font)} if sheet.font else {}),
        **(more or {}),
    }
    with _ONE_AT_A_TIME, matplotlib.rc_context(settings):
        _make_known(sheet.files)
        yield


@cache
def _make_known(files: tuple[str, ...]) -> None:
    for file in files:
        fontManager.addfont(file)


def _figure(chart: Chart, sheet: Sheet) -> Figure:
    lying = chart.kind == "bar" and _lies(chart)
    height = sheet.height
    if lying:
        rows = len(chart.categories) * max(1.0, 0.62 * len(chart.series))
        height = min(max(1.2, 0.4 + rows * sheet.size * 2.3 / 72), 7.0)
    figure = Figure(figsize=(sheet.width, height), layout=ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.08))
    axes = figure.add_subplot()
    if chart.kind == "pie":
        _ring(figure, axes, chart, sheet)
        return figure
    draw: Callable[[Axes, Chart, Sheet], None] = {
        "bar": _lying_bars if lying else _bars,
        "line": _lines,
        "area": _areas,
    }[chart.kind]
    draw(axes, chart, sheet)
    if len(chart.series) > 1:
        figure.legend(
            *axes.get_legend_handles_labels(),
            loc="outside upper left",
            ncols=2 if sum(len(one.name) for one in chart.series[:3]) > LETTERS - 10 else 3,
            handlelength=1.1,
            handletextpad=0.5,
            columnspacing=1.4,
            borderaxespad=0.2,
        )
    return figure


def _lies(chart: Chart) -> bool:
    """Whether the labels are too long to stand beside each other, so that each bar gets a line of its own."""
    longest = max(len(one) for one in chart.categories)
    return longest * len(chart.categories) > LETTERS and longest > 8


def _colours(chart: Chart) -> list[str]:
    colours = iter(COLOURS)
    return [BEFORE if one.name == chart.previous else next(colours) for one in chart.series]


def _values(series: Series) -> list[float]:
    return [float("nan") if value is None else value for value in series.values]


def _tick(chart: Chart) -> FuncFormatter:
    return FuncFormatter(lambda value, _: _short(value, chart.unit))


def _short(value: float, unit: str) -> str:
    """1.2M, 340k, 12, 45 %: as little as says it."""
    return plain("chart").get("short", value=value, unit=unit)


def _frame(axes: Axes, chart: Chart) -> None:
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.yaxis.set_major_formatter(_tick(chart))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=chart.unit != "%", steps=[1, 2, 2.5, 5, 10]))
    axes.tick_params(length=0, pad=5)
    low, high = _range(chart)
    axes.set_ylim(low, high)
    if low < 0:
        axes.axhline(0, color=FAINT, linewidth=0.8)
    middle, half = (len(chart.categories) - 1) / 2, max(len(chart.categories) / 2 + 0.1, FEWEST / 2)
    axes.set_xlim(middle - half, middle + half)


def _range(chart: Chart) -> tuple[float, float]:
    values = [value for one in chart.series for value in one.values if value is not None]
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    room = (high - low or 1.0) * 0.12
    return (low - room if low < 0 else 0.0), high + room


def _names(axes: Axes, chart: Chart, *, thin: bool) -> None:
    """Names below; of a row of moments as many as fit, the last one always."""
    count = len(chart.categories)
    longest = max(len(one) for one in chart.categories)
    step = -(-count * (longest + 1) // LETTERS) if thin else 1
    shown = [at for at in range(count) if (count - 1 - at) % step == 0]
    axes.set_xticks(shown, [chart.categories[at] for at in shown])
    if not thin and longest * count > LETTERS:
        for label in axes.get_xticklabels():
            label.set(rotation=40, ha="right", rotation_mode="anchor")


def _bars(axes: Axes, chart: Chart, sheet: Sheet) -> None:
    _frame(axes, chart)
    count = len(chart.series)
    width = min(0.8 / count, 0.55)
    for which, (one, colour) in enumerate(zip(chart.series, _colours(chart), strict=True)):
        places = [at + (which - (count - 1) / 2) * width for at in range(len(chart.categories))]
        drawn = axes.bar(
            places, _values(one), width * 0.92, label=one.name, color=colour, edgecolor=PAPER, linewidth=0.6
        )
        if count * len(chart.categories) <= LABELLED:
            texts = ["" if value is None else _short(value, chart.unit) for value in one.values]
            axes.bar_label(drawn, texts, padding=2, fontsize=sheet.size * 0.95, color=INK)
    _names(axes, chart, thin=False)
    if count * len(chart.categories) <= LABELLED:
        axes.yaxis.set_visible(False)
        axes.grid(visible=False)


def _lying_bars(axes: Axes, chart: Chart, sheet: Sheet) -> None:
    count = len(chart.series)
    width = min(0.84 / count, 0.66)
    is_labelled = count * len(chart.categories) <= LYING_LABELLED
    low, high = _range(chart)
    for which, (one, colour) in enumerate(zip(chart.series, _colours(chart), strict=True)):
        places = [at + (which - (count - 1) / 2) * width for at in range(len(chart.categories))]
        drawn = axes.barh(places, _values(one), width * 0.92, label=one.name, color=colour)
        if is_labelled:
            texts = ["" if value is None else _short(value, chart.unit) for value in one.values]
            axes.bar_label(drawn, texts, padding=3, fontsize=sheet.size * 0.95, color=INK)
    axes.set_yticks(range(len(chart.categories)), chart.categories)
    for label in axes.get_yticklabels():
        label.set_color(INK)
    axes.invert_yaxis()
    axes.set_xlim(low, high)
    axes.tick_params(length=0, pad=6)
    if is_labelled:
        axes.xaxis.set_visible(False)
    else:
        axes.xaxis.set_major_formatter(_tick(chart))
        axes.set_axisbelow(True)
        axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.spines["bottom"].set_visible(False)


def _lines(axes: Axes, chart: Chart, sheet: Sheet) -> None:
    _frame(axes, chart)
    places = range(len(chart.categories))
    for which, (one, colour) in enumerate(zip(chart.series, _colours(chart), strict=True)):
        is_before = one.name == chart.previous
        axes.plot(
            places,
            _values(one),
            label=one.name,
            color=colour,
            linewidth=1.6 if is_before else 2.2,
            linestyle="--" if is_before else "-",
            marker=MARKERS[which],
            markersize=4.5,
            markeredgecolor=PAPER,
            markeredgewidth=0.8,
        )
    _name_last(axes, chart, sheet)
    _names(axes, chart, thin=True)


def _name_last(axes: Axes, chart: Chart, sheet: Sheet) -> None:
    """The newest figure of each line beside its point: above it, or below where another's stands close above."""
    ends = [
        (at, value, colour)
        for one, colour in zip(chart.series, _colours(chart), strict=True)
        for at, value in [next(((n, v) for n, v in _newest_first(one) if v is not None), (0, None))]
        if value is not None
    ]
    low, high = _range(chart)
    for at, value, colour in ends:
        crowded = any(0 < other - value < (high - low) * CLOSE for n, other, _ in ends if n == at)
        below = crowded and value != max(other for n, other, _ in ends if n == at)
        axes.annotate(
            _short(value, chart.unit),
            (at, value),
            xytext=(0, -6 if below else 6),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            color=FAINT if colour == BEFORE else colour,
            fontsize=sheet.size,
            fontweight="normal" if sheet.font else "bold",
        )


def _newest_first(series: Series) -> list[tuple[int, float | None]]:
    return list(enumerate(series.values))[::-1]


def _areas(axes: Axes, chart: Chart, sheet: Sheet) -> None:
    _lines(axes, chart, sheet)
    places = range(len(chart.categories))
    for one, colour in zip(chart.series, _colours(chart), strict=True):
        axes.fill_between(places, _values(one), color=colour, alpha=0.16, linewidth=0)


def _ring(figure: Figure, axes: Axes, chart: Chart, sheet: Sheet) -> None:
    """A ring, and beside it what each part is, with its figure."""
    values = [max(value or 0.0, 0.0) for value in chart.series[0].values]
    colours = [*COLOURS, *TINTS][: len(values)]
    total = sum(values)
    axes.pie(
        values if total else [1.0],
        colors=colours if total else [GRID],
        startangle=90,
        counterclock=False,
        radius=1.2,
        wedgeprops={"width": 0.45, "edgecolor": PAPER, "linewidth": 1.2},
    )
    said = plain("chart")
    names = [
        said.get("part", name=name, value=_short(value, chart.unit), share=value / total if total else 0.0)
        for name, value in zip(chart.categories, values, strict=True)
    ]
    many = len(names) > 7
    figure.legend(
        [Patch(color=colour) for colour in colours],
        names,
        loc="outside right center",
        handlelength=0.9,
        handleheight=0.9,
        labelspacing=0.35 if many else 0.75,
        fontsize=sheet.size * (0.8 if many else 1.0),
    )
