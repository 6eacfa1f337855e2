"""The report as a tidy table: one line for each measure, of each period and of each part that it can be told apart by."""

import csv
from collections.abc import Iterator
from io import StringIO

from bot.rules.measure_facts import BY
from bot.rules.measures import OF_PEOPLE, Measure
from bot.rules.readings import Reading
from bot.rules.report import Report
from bot.rules.spreadsheets import harmless

COLUMNS = (
    "name",
    "period",
    "first_day",
    "last_day",
    "by",
    "of",
    "numerator",
    "denominator",
    "value",
    "currency",
    "share",
    "cases",
    "too_few",
)
"""`period` is now, before, year_ago or quarter; `by` and `of` are empty for the whole program."""


def tidy(it: Report) -> str:
    """The table as CSV, with line ends as RFC 4180 has them."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_lines(it))
    return out.getvalue()


def _lines(it: Report) -> Iterator[tuple[str, ...]]:
    look = it.look
    for period, reading in (
        ("now", look.now),
        ("before", look.before),
        ("year_ago", look.year_ago),
        *(("quarter", one) for one in it.quarters),
    ):
        for measure in reading.measures:
            yield _line(measure, period, reading, "", "")
    for by in BY:
        for of, part in look.now.facts.by(by).items():
            for count in OF_PEOPLE.values():
                yield _line(count(part), "now", look.now, by, of)


def _line(one: Measure, period: str, reading: Reading, by: str, of: str) -> tuple[str, ...]:
    return (
        one.name,
        period,
        reading.first.isoformat(),
        reading.last.isoformat(),
        by,
        harmless(of),
        _number(one.numerator),
        _number(one.denominator),
        _number(one.value),
        one.currency or "",
        _number(one.share),
        str(one.sample),
        "yes" if one.says_little else "no",
    )


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)
