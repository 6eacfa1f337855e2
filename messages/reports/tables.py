"""The tables of a report."""

from collections.abc import Callable, Iterator, Sequence

from bot.rules.known_deals import KnownDeal
from bot.rules.measures import OF_TODAY, PERCENT, Measure
from bot.rules.readings import Reading
from bot.rules.report import Report
from bot.rules.vocabulary import Field, label
from messages import measures as words
from messages import wording
from messages.render import PlainWords, plain
from messages.reports.document import Table

ROWS = 15
"""Groups that are listed."""
GROUPS = {
    "mix": (
        "activities",
        "participation",
        "acceptance",
        "rating_mean",
        "busiest_3_share",
        "busiest_tenth_share",
        "never_asked_eligible",
    ),
    "service": (
        "filled",
        "filled_in_48h",
        "rerouted",
        "unfilled",
        "csm_answer_hours_median",
        "answered_in_a_day",
    ),
    "care": (
        "thanked_within_72h",
        "unthanked_now",
        "gives_per_ask",
        "loops_open",
        "overrides",
        "unused_yeses",
    ),
    "satisfaction": ("program_nps", "feels_valued", "worth_my_time"),
    "value": ("won_influenced", "pipeline_influenced", "costs", "roi"),
    "deals": ("reach", "win_rate_with", "win_rate_without", "cycle_days_with", "cycle_days_without"),
}
"""Where each measure stands; those of accounts come last."""


def money_of(one: Measure, amount: float | None) -> str:
    """An amount in the currency of a measure."""
    return wording.money(amount or 0.0, one.currency)


def short(one: Measure) -> str:
    """The figure; of too few cases for a share, the cases."""
    is_few = one.name in PERCENT and one.says_little and one.sample
    return plain("report/words").get("count_of", one=one) if is_few else words.figure(one)


def with_cases(one: Measure) -> str:
    """The figure and what it is made of, which may be all there is."""
    if one.name in PERCENT and one.says_little:
        return short(one)
    return plain("report/words").get("share_of", figure=words.figure(one), cases=words.made_of(one))


def measures(it: Report) -> Iterator[Table]:
    """Every measure, a table for each group."""
    said, now = plain("report/words"), it.look.now
    listed = {name for names in GROUPS.values() for name in names}
    others = tuple(dict.fromkeys(one.name for one in now.measures if one.name not in listed))
    for group, names in (*GROUPS.items(), ("accounts", others)):
        found = [one for name in names for one in now.all(name)]
        if found:
            yield Table(
                said[f"group_{group}"],
                tuple(
                    said[name] for name in ("measure", "figure", "made_of", "before", "a_year_ago", "counted")
                ),
                tuple(_row(it, one, said, is_first=one is now[one.name]) for one in found),
                numeric=frozenset({1, 3, 4}),
                wide=5,
            )


def _row(it: Report, one: Measure, said: PlainWords, *, is_first: bool) -> tuple[str, ...]:
    """A measure; what it counts is said once, not for each currency."""
    name = words.name(one)
    return (
        said.get("in_currency", name=name, currency=one.currency) if one.currency else name,
        words.figure(one),
        words.made_of(one),
        _then(it.look.before, one, said),
        _then(it.look.year_ago, one, said),
        wording.sentence(words.definition(one)) if is_first else "",
    )


def _then(reading: Reading, one: Measure, said: PlainWords) -> str:
    then = reading.like(one)
    return said["dash"] if then is None or one.name in OF_TODAY else short(then)


def deals(found: Sequence[KnownDeal], most: int, caption: str) -> Table:
    """Deals, the newest first; how many more there are."""
    said = plain("report/words")
    rows = [
        (
            deal.name if deal.booked else said.get("not_booked", name=deal.name),
            deal.prospect or said["dash"],
            said["won_label" if deal.result == "won" else "lost_label"],
            wording.money(deal.amount, deal.currency) if deal.amount is not None else said["dash"],
            wording.day(deal.closed_on) if deal.closed_on else said["dash"],
        )
        for deal in found[:most]
    ]
    if len(found) > most:
        rows.append((said.get("more", number=len(found) - most), "", "", "", ""))
    columns = tuple(said[name] for name in ("deal", "prospect", "result", "amount", "closed"))
    return Table(caption, columns, tuple(rows), numeric=frozenset({3}), wide=0)


def value(it: Report) -> Table:
    """What was won, is open and was spent, a row for each currency."""
    now = it.look.now
    said = plain("report/words", policy=it.look.policy)
    names = ("won_influenced", "pipeline_influenced", "costs", "roi")
    known = {name: {one.currency: one for one in now.all(name)} for name in names}
    currencies = sorted({currency for each in known.values() for currency in each if currency})
    columns = (
        "currency",
        "deals_number",
        "won_total",
        "won_credited",
        "open_total",
        "open_credited",
        "cost",
        "returned",
    )

    def cell(name: str, currency: str, show: Callable[[Measure], str]) -> str:
        one = known[name].get(currency)
        return show(one) if one is not None and one.sample else said["dash"]

    def total(one: Measure) -> str:
        return money_of(one, one.numerator)

    rows = tuple(
        (
            currency,
            cell("won_influenced", currency, lambda one: f"{one.sample:,}"),
            cell("won_influenced", currency, total),
            cell("won_influenced", currency, words.figure),
            cell("pipeline_influenced", currency, total),
            cell("pipeline_influenced", currency, words.figure),
            cell("costs", currency, words.figure),
            cell("roi", currency, words.figure),
        )
        for currency in currencies
    )
    return Table(said["value_heading"], tuple(said[one] for one in columns), rows, frozenset(range(1, 8)))


def accounts(it: Report) -> Table:
    """Accounts with an advocate beside all others."""
    said, now = plain("report/words"), it.look.now
    rows = []
    for name in ("renewed", "expanded", "churned", "nps", "health"):
        both = [now[f"{name}_{whose}"] for whose in ("advocates", "others")]
        rows.append((words.name(both[0]).split(",")[0], *(with_cases(one) for one in both)))
    columns = (said["measure"], said["theirs"], said["of_others"])
    return Table(said["accounts_heading"], columns, tuple(rows), frozenset({1, 2}))


def groups(it: Report, by: str) -> Table | None:
    """What was asked and done by industry, segment or kind; None where nothing was."""
    said, found = plain("report/words"), it.groups(by)
    if not found:
        return None
    counted = (found[0].activities, found[0].acceptance, found[0].participation)
    columns = (said["group_name"], *(words.name(one) for one in counted))
    rows = [
        (
            group_name(by, one.name) or said["nothing_named"],
            words.figure(one.activities),
            with_cases(one.acceptance),
            with_cases(one.participation),
        )
        for one in found[:ROWS]
    ]
    if len(found) > ROWS:
        rows.append((said.get("more", number=len(found) - ROWS), "", "", ""))
    return Table(said[f"by_{by}"], columns, tuple(rows), frozenset({1, 2, 3}))


def group_name(by: str, value: str) -> str:
    """A group as people read it."""
    fields = {"kind": Field.KIND, "segment": Field.SEGMENT, "industry": Field.INDUSTRY}
    return wording.sentence(label(fields[by], value))
