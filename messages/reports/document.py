"""What a report consists of, whatever it is written as: everything here is plain text, and escaped by who writes it."""

from dataclasses import dataclass

from messages.charts import Chart


@dataclass(frozen=True)
class Figure:
    """One of the six numbers on the first page."""

    name: str
    value: str
    made_of: str
    trend: str


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first cell of each names it. `numeric` columns are set to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    wide: int | None = None
    """The column with the most to read."""


@dataclass(frozen=True)
class Paragraph:
    """Something said; `is_note` in small letters."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Quote:
    """A result, who tells it, and what has to be said with it."""

    title: str
    teller: str
    result: str
    link: str | None
    caution: str | None


Part = Chart | Table | Paragraph | Quote


@dataclass(frozen=True)
class Section:
    """One heading and what stands below it."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Document:
    """The whole report."""

    title: str
    subtitle: str
    compared: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(part for section in self.sections for part in section.parts if isinstance(part, Chart))
