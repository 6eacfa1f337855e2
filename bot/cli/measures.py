"""measures: every measure of a period, with what it is made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from bot.cli.guard import program_of
from bot.cli.moment import Day
from bot.errors import BadInput

if TYPE_CHECKING:
    from bot.rules.measures import Measure
    from bot.services.measuring import Reading
    from bot.settings import Settings

LONGEST = timedelta(days=3660)


@click.command()
@click.option("--from", "first", type=Day(), help="The first day, UTC.  [default: 89 days before the last]")
@click.option("--to", "last", type=Day(), help="The last day, UTC, included.  [default: today]")
@click.option(
    "--by",
    type=click.Choice(["csm", "industry", "segment", "kind"]),
    help="Tell what can be told apart by this, one after the other.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def measures(
    settings: Settings, first: date | None, last: date | None, by: str | None, as_json: bool
) -> None:
    """Measure the program over a period, and beside it the period before and the same days a year ago."""
    from bot.rules.measures import OF_PEOPLE
    from bot.services.measuring import USUAL_DAYS, look

    last = last or datetime.now(UTC).date()
    first = first or last - timedelta(days=USUAL_DAYS - 1)
    if not first <= last <= first + LONGEST:
        raise BadInput(
            f"--from {first} and --to {last} are no period: the first day comes first, at most ten years apart"
        )
    with program_of(settings) as program:
        seen = look(program, first, last)
    found = seen.now.measures
    apart = {
        value: [measure(part) for measure in OF_PEOPLE.values()]
        for value, part in (seen.now.facts.by(by).items() if by else ())
    }
    if as_json:
        told: list[dict[str, Any]] = (
            [{by: value, **_document(one)} for value, each in apart.items() for one in each]
            if by
            else [_document(one) for one in found]
        )
        click.echo(json.dumps(told, ensure_ascii=False))
    elif by:
        for value, each in apart.items():
            click.echo(f"{value}\n{_table(each)}")
    else:
        click.echo(f"From {first} to {last}, UTC, both included:")
        click.echo(_table(found, seen.before, seen.year_ago))
        click.echo(_definitions(found))


def _document(one: Measure) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": one.name,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "value": one.value,
        "cases": one.sample,
        "too_few": one.says_little,
    }
    if one.currency is not None:
        document |= {"currency": one.currency, "share": one.share}
    return document


def _table(found: Sequence[Measure], *earlier: Reading) -> str:
    """A line for each: what it is called, its figure, what that is made of, and how it was before and a year ago."""
    from bot.rules.measures import OF_TODAY
    from messages import measures as words

    rows = []
    for one in found:
        row = [words.name(one), words.figure(one), words.made_of(one)]
        for label, then in zip(("before", "a year ago"), earlier, strict=False):
            was = next((was for was in then.all(one.name) if was.currency == one.currency), None)
            if was is not None and one.name not in OF_TODAY:
                row.append(f"{label}: {words.figure(was)}")
        rows.append(row)
    widths = [max(len(row[column]) for row in rows if len(row) > column) for column in range(3)]
    return "\n".join(
        "  "
        + "   ".join(
            [*(text.ljust(width) for text, width in zip(row, widths, strict=False)), *row[3:]]
        ).rstrip()
        for row in rows
    )


def _definitions(found: Sequence[Measure]) -> str:
    from messages import measures as words

    said = {words.name(one): words.definition(one) for one in found}
    return "\n" + "\n".join(f"  {name}: {what}." for name, what in said.items())
