"""The charts of a report; none where there is nothing to see."""

from collections.abc import Iterator, Sequence

from bot.rules.measures import Measure
from bot.rules.mix import REST, total
from bot.rules.readings import Reading
from bot.rules.report import Report
from messages import measures as words
from messages.charts import Chart, Series
from messages.render import plain
from messages.reports.tables import group_name
from messages.reports.titles import quarter_name

YEAR = 4
"""Quarters."""
CURRENCIES = 2
"""With a chart of their own, where something was spent in them; the table has them all."""


def activities(it: Report) -> Iterator[Chart]:
    """Activities by quarter, each beside the same one a year before."""
    said = plain("report/words")
    now = [one["activities"].value or 0 for one in it.quarters[-YEAR:]]
    then = [one["activities"].value or 0 for one in it.quarters[:-YEAR]]
    yield from _shown(
        Chart(
            "bar",
            said["activities_chart"],
            _names(it, it.quarters[-YEAR:]),
            (Series(said["last_four"], tuple(now)), Series(said["year_before"], tuple(then))),
            said.get("activities_says", now=sum(now), then=sum(then)),
            previous=said["year_before"],
        )
    )


def kinds(it: Report, most: int) -> Iterator[Chart]:
    """What was done, and how often a year ago."""
    said, found = plain("report/words"), it.kinds(most)
    if not found:
        return
    yield from _shown(
        Chart(
            "bar",
            said["kinds_chart"],
            tuple(said["others"] if one.kind == REST else group_name("kind", one.kind) for one in found),
            (
                Series(said["in_period"], tuple(one.now for one in found)),
                Series(said["year_ago"], tuple(one.then for one in found)),
            ),
            said.get(
                "kinds_says", kind=group_name("kind", found[0].kind), number=found[0].now, total=total(found)
            ),
            previous=said["year_ago"],
        )
    )


def answers(it: Report) -> Iterator[Chart]:
    """How many said yes and took part, by quarter."""
    said, names = plain("report/words"), _names(it, it.quarters)
    yes = [one["acceptance"] for one in it.quarters]
    part = [one["participation"] for one in it.quarters]
    yield from _shown(
        Chart(
            "line",
            said["answers_chart"],
            names,
            (Series(said["said_yes"], _shares(yes)), Series(said["took_part"], _shares(part))),
            said.get(
                "answers_says",
                quarter=names[-1],
                last_yes=None if yes[-1].says_little else words.figure(yes[-1]),
                last_part=None if part[-1].says_little else words.figure(part[-1]),
            ),
            unit="%",
        )
    )


def deals(it: Report) -> Iterator[Chart]:
    """How deals in the books of sales ended, with a reference and without."""
    said, now = plain("report/words"), it.look.now
    with_one, without = it.outcome(referenced=True), it.outcome(referenced=False)
    rates = {
        name: None if now[f"win_{name}"].says_little else words.figure(now[f"win_{name}"])
        for name in ("rate_with", "rate_without")
    }
    says = said.get("deals_says", **{"with": with_one, "without": without}, **rates)
    if not all(rates.values()):
        says = f"{says} {said['deals_few']}"
    yield from _shown(
        Chart(
            "bar",
            said["deals_chart"],
            (said["with"], said["without"]),
            (
                Series(said["won_label"], (with_one.won, without.won)),
                Series(said["lost_label"], (with_one.lost, without.lost)),
            ),
            says,
        )
    )


def value(it: Report) -> Iterator[Chart]:
    """What is credited to the program and what it cost, by quarter; a chart for each currency."""
    said, year = plain("report/words"), it.quarters[-YEAR:]
    own = it.look.policy.currency
    spent = {one.currency or own for each in year for one in each.all("costs") if one.sample}
    for currency in sorted(spent | {own}, key=lambda one: (one != own, one))[:CURRENCIES]:
        won, cost = (_amounts(year, name, currency) for name in ("won_influenced", "costs"))
        yield from _shown(
            Chart(
                "bar",
                said.get("value_chart", currency=currency),
                _names(it, year),
                (Series(said["credited"], won), Series(said["cost"], cost)),
                said.get("value_says", won=sum(won), cost=sum(cost), currency=currency),
                unit=currency,
            )
        )


def accounts(it: Report) -> Iterator[Chart]:
    """What became of the accounts with an advocate, beside all others."""
    said, now = plain("report/words"), it.look.now
    names = ("renewed", "expanded", "churned")
    both = [[now[f"{name}_{whose}"] for name in names] for whose in ("advocates", "others")]
    if not all(any(not one.says_little for one in each) for each in both):
        return  # one side alone compares nothing
    yield from _shown(
        Chart(
            "bar",
            said["accounts_chart"],
            (said["renewed"], said["expanded"], said["left"]),
            tuple(
                Series(said[label], _shares(each))
                for label, each in zip(("theirs", "of_others"), both, strict=True)
            ),
            said["accounts_says"],
            unit="%",
        )
    )


def _shown(chart: Chart) -> Iterator[Chart]:
    if not chart.is_empty:
        yield chart


def _names(it: Report, quarters: Sequence[Reading]) -> tuple[str, ...]:
    return tuple(quarter_name(one.first, one.last, it.made_on) for one in quarters)


def _shares(found: Sequence[Measure]) -> tuple[float | None, ...]:
    """In percent; None where there are too few cases."""
    return tuple(None if one.says_little or one.value is None else 100 * one.value for one in found)


def _amounts(quarters: Sequence[Reading], name: str, currency: str) -> tuple[float, ...]:
    return tuple(
        sum(one.value or 0.0 for one in each.all(name) if one.currency == currency) for each in quarters
    )
