"""What was done over time and by kind, as charts show it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.rules.measure_facts import Facts

REST = "…"
"""Everything that stands behind the kinds that are named."""
WEEK = timedelta(days=7)


class KindCount(NamedTuple):
    """How often something was done, in a period and in the one it is compared with."""

    kind: str
    now: int
    then: int


class WeekCount(NamedTuple):
    """How many asks reached an advocate in a week, and how much was done."""

    monday: date
    asked: int
    done: int


def by_kind(now: Facts, then: Facts, most: int) -> tuple[KindCount, ...]:
    """What was done, the most frequent first; what is beyond `most` kinds of it together."""
    counts, others = Counter(one.kind for one in now.done), Counter(one.kind for one in then.done)
    names = sorted(counts | others, key=lambda kind: (-counts[kind], -others[kind], kind))
    shown = [KindCount(kind, counts[kind], others[kind]) for kind in names[:most]]
    if rest := names[most:]:
        shown.append(KindCount(REST, sum(counts[one] for one in rest), sum(others[one] for one in rest)))
    return tuple(shown)


def by_week(facts: Facts, monday: date, weeks: int) -> tuple[WeekCount, ...]:
    """The last full weeks before a Monday, the oldest first, as far as the facts reach back."""
    mondays = [monday - at * WEEK for at in range(weeks, 0, -1)]
    asked, done = (Counter(_monday(one.on) for one in rows) for rows in (facts.asked, facts.done))
    return tuple(WeekCount(one, asked[one], done[one]) for one in mondays if one >= facts.first)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def total(counts: Sequence[KindCount]) -> int:
    """How much was done in the period."""
    return sum(one.now for one in counts)
