"""A chart as a value, and the three ways in which Slack shows it: drawn by Slack, as a picture, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from messages.blocks import SECTION, clip, clip_mrkdwn
from messages.render import Message, escape, plain

Kind = Literal["bar", "line", "area", "pie"]

BLOCK = "data_visualization"
TITLE, LABEL, AXIS = 50, 20, 50
CATEGORIES, SERIES, SEGMENTS = 20, 6, 12
IN_A_MESSAGE = 2
ALT = 2000


@dataclass(frozen=True)
class Series:
    """One value for each of the chart's categories; None where there is none to show."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """What a picture shows. `says` is what to see in it, in a sentence or two; `unit` is "%", a currency's code, or what is counted.

    A pie has one series. Labels are cut to Slack's length and stay distinct. ValueError where there are more of them than
    Slack takes, or a series has not one value for each.
    """

    kind: Kind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    says: str
    unit: str = ""
    previous: str | None = field(default=None)
    """The name of the series that is only there to be compared with: it is drawn in grey."""

    def __post_init__(self) -> None:
        most = SEGMENTS if self.kind == "pie" else CATEGORIES
        if not 1 <= len(self.categories) <= most or not 1 <= len(self.series) <= SERIES:
            raise ValueError(f"a {self.kind} chart takes 1 to {most} categories and 1 to {SERIES} series")
        if self.kind == "pie" and len(self.series) != 1:
            raise ValueError("a pie has one series")
        if any(len(one.values) != len(self.categories) for one in self.series):
            raise ValueError("every series has one value for each category")
        names = _labels(one.name for one in self.series)
        series = tuple(replace(one, name=name) for one, name in zip(self.series, names, strict=True))
        object.__setattr__(self, "title", clip(self.title, TITLE))
        object.__setattr__(self, "categories", _labels(self.categories))
        object.__setattr__(self, "series", series)
        if self.previous is not None:
            object.__setattr__(self, "previous", clip(self.previous, LABEL))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not any(value for one in self.series for value in one.values)


def drawn(chart: Chart) -> dict[str, Any]:
    """The block with which Slack draws it."""
    return {"type": BLOCK, "title": chart.title, "chart": _definition(chart)}


def pictured(chart: Chart, file_id: str) -> dict[str, Any]:
    """The block that shows it as a picture which lies in Slack."""
    return {
        "type": "image",
        "title": {"type": "plain_text", "text": chart.title},
        "alt_text": alt_text(chart),
        "slack_file": {"id": file_id},
    }


def told(chart: Chart) -> dict[str, Any]:
    """The block that says in words what it shows."""
    heading = f"*{escape(chart.title)}*"
    text = clip_mrkdwn(f"{heading}\n{escape(in_words(chart))}", SECTION)
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def in_words(chart: Chart) -> str:
    """What to see in it, and every figure."""
    return "\n".join((chart.says, *_figures(chart)))


def alt_text(chart: Chart) -> str:
    """The same as one line, for who cannot see the picture."""
    return clip(" ".join((chart.says, "; ".join(_figures(chart)))), ALT)


def message(text: str, parts: Iterable[dict[str, Any] | Chart], *, quiet: bool = False) -> Message:
    """A message of blocks and charts, in this order."""
    listed = list(parts)
    return Message(
        text,
        [drawn(one) if isinstance(one, Chart) else one for one in listed],
        quiet=quiet,
        charts=tuple(one for one in listed if isinstance(one, Chart)),
    )


def instead(message: Message, blocks: Sequence[dict[str, Any]]) -> Message:
    """The message with another block in the place of each chart."""
    others = iter(blocks)
    shown = [next(others) if one["type"] == BLOCK else one for one in message.blocks]
    return replace(message, blocks=shown, charts=())


def in_words_instead(message: Message) -> Message:
    """The message with words in the place of each chart."""
    return instead(message, [told(one) for one in message.charts])


def _labels(names: Iterable[str]) -> tuple[str, ...]:
    """Labels of the length that Slack takes, each of them once."""
    given: dict[str, None] = {}
    for name in names:
        label, number = clip(name or "–", LABEL), 2
        while label in given:
            mark = f" {number}"
            label, number = clip(name, LABEL - len(mark)) + mark, number + 1
        given[label] = None
    return tuple(given)


def _definition(chart: Chart) -> dict[str, Any]:
    if chart.kind == "pie":
        return {"type": "pie", "segments": _points(chart, chart.series[0])}
    axes: dict[str, Any] = {"categories": list(chart.categories)}
    if chart.unit:
        axes["y_label"] = clip(chart.unit, AXIS)
    series = [{"name": one.name, "data": _points(chart, one)} for one in chart.series]
    return {"type": chart.kind, "series": series, "axis_config": axes}


def _points(chart: Chart, series: Series) -> list[dict[str, Any]]:
    return [
        {"label": label, "value": round(value, 2)}
        for label, value in zip(chart.categories, series.values, strict=True)
        if value is not None
    ]


def _figures(chart: Chart) -> list[str]:
    """A line for each category: its figures by name."""
    said = plain("chart", chart=chart)

    def figure(series: Series, at: int) -> str:
        value = series.values[at]
        shown = said["none"] if value is None else said.get("figure", value=value)
        return said.get("named", name=series.name, figure=shown) if len(chart.series) > 1 else shown

    return [
        said.get("line", category=category, figures=[figure(one, at) for one in chart.series])
        for at, category in enumerate(chart.categories)
    ]
