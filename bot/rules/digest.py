"""What the weekly digest says, and why: when it is due, its figures, the three lines it begins with, and how much fits.

It covers the last full week (Monday to Sunday) for what happened, and the 90 days that end with its Sunday for the figures. Who
reads it chooses a rhythm; weeks are counted from the choice, so that the turn of a year changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.rules.diagnosis import GOOD, TRULY_ENGAGED, Finding, Reading
from bot.rules.measures import PERCENT, Measure

FORTNIGHTLY, OFF = "fortnightly", "off"
WEEK = timedelta(days=7)
FIGURE_DAYS = 90
HOUR = 9
"""Of the owner's Monday."""

FIGURES = (
    "participation",
    "acceptance",
    "filled",
    "won_influenced",
    "thanked_within_72h",
    "csm_answer_hours_median",
    "program_nps",
    "activities",
    "gives_per_ask",
)
"""The figures in the order in which they are wanted; those of which there are no cases make room for the next."""
MOST_FIGURES = 6
SHARES = ("participation", "acceptance", "filled", "thanked_within_72h")
"""The digest begins with the one that moved most, where it moved far enough."""
FAR = 0.1
STEADY = 0.05
"""What moved less, in points of a share or as a part of what it was, stayed the same."""
SLOWER_HOURS, MORE_DONE, BY_PART = 1.0, 3, 0.25
"""What else is worth beginning with: a quarter more or less, and at least so much."""
WELL = (("thanked_within_72h", 0.9), ("filled", 0.8), ("participation", TRULY_ENGAGED))

SORTS = (
    "unanswered",
    "unfilled",
    "unthanked",
    "held",
    "alone",
    "parked",
    "lapsed",
    "one_sided",
    "slow",
    "overridden",
    "out_of_reach",
)
"""What there is to decide, the most pressing first."""
RISKY = ("unanswered", "unfilled", "alone", "held", "one_sided", "parked")
MOST_LINES = 12
"""Decisions in one digest, however long the names are."""
EACH = 3
SOON = timedelta(days=7)


class Deed(NamedTuple):
    """The activity of the week that went best."""

    name: str
    account: str
    kind: str
    rating: int | None
    helped: str | None


class Week(NamedTuple):
    """What happened in the last full week."""

    first: date
    last: date
    asked: int = 0
    """Asks that reached an advocate."""
    said_yes: int = 0
    """Of those."""
    done: int = 0
    filed: int = 0
    risen: tuple[tuple[str, str], ...] = ()
    """(name, tier) of those who reached gold or platinum."""
    best: Deed | None = None

    @property
    def is_quiet(self) -> bool:
        return not (self.asked or self.done or self.filed or self.risen)


class Pending(NamedTuple):
    """How much of one sort waits for a decision."""

    sort: str
    total: int
    name: str | None = None
    """Of whom or what has waited longest."""
    since: date | None = None
    needed_by: date | None = None
    """The earliest day by which one of them is needed."""


class Figure(NamedTuple):
    """A measure beside the same of the period before, and of a year ago where anything was counted then."""

    now: Measure
    before: Measure | None = None
    year_ago: Measure | None = None
    others: int = 0
    """Of an amount: in how many other currencies there is more, which is never added to it."""

    @property
    def moved(self) -> float | None:
        """By how much against the period before; None where either says too little."""
        if self.before is None or self.now.says_little or self.before.says_little:
            return None
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def trend(self) -> str | None:
        """up, down or same; None where either period says too little."""
        if self.moved is None:
            return None
        was = 1.0 if self.now.name in PERCENT else abs(self.before.value or 0.0) if self.before else 0.0
        if abs(self.moved) <= STEADY * was:
            return "same"
        return "up" if self.moved > 0 else "down"


class Line(NamedTuple):
    """One of the three lines: the rule that chose it, and what it is about."""

    code: str
    figure: Figure | None = None
    pending: Pending | None = None
    finding: Finding | None = None


@dataclass(frozen=True)
class Lines:
    """What changed, what is at risk, and what to be glad of."""

    changed: Line
    at_risk: Line
    glad: Line


def last_week(monday: date) -> tuple[date, date]:
    """The last full week before a digest: its Monday and its Sunday."""
    return monday - WEEK, monday - timedelta(days=1)


def figure_days(monday: date) -> tuple[date, date]:
    """The 90 days, ending on the Sunday before, that the figures are of."""
    return monday - timedelta(days=FIGURE_DAYS), monday - timedelta(days=1)


def monday_of(moment: datetime, zone: ZoneInfo) -> date:
    """The Monday of the reader's week in which a moment lies."""
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def due_at(monday: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock of the reader's own Monday, whatever their clocks did at the weekend."""
    return datetime.combine(monday, time(HOUR), zone)


def is_wanted(rhythm: str, chosen_on: date | None, monday: date) -> bool:
    """Whether a reader wants the digest of this Monday: every second week is counted from the week of the choice."""
    if rhythm == FORTNIGHTLY and chosen_on is not None:
        weeks = (monday - (chosen_on - timedelta(days=chosen_on.weekday()))) // WEEK
        return weeks % 2 == 0
    return rhythm != OFF


def figures(now: Reading, before: Reading, year_ago: Reading) -> tuple[Figure, ...]:
    """At most six, those with cases in the order in which they are wanted."""
    found = (_figure(name, now, before, year_ago) for name in FIGURES)
    return tuple(one for one in found if one is not None)[:MOST_FIGURES]


def _figure(name: str, now: Reading, before: Reading, year_ago: Reading) -> Figure | None:
    """None where there are no cases. Of several currencies the one with most deals."""
    counted = [one for one in now.all(name) if one.sample and one.value is not None]
    if not counted:
        return None
    first = max(counted, key=lambda one: one.sample)
    return Figure(
        first, _same(first, before.all(name)), _same(first, year_ago.all(name)), others=len(counted) - 1
    )


def _same(one: Measure, others: Sequence[Measure]) -> Measure | None:
    """The same measure, in the same currency, of another period; None where nothing was counted then."""
    counted = (other for other in others if other.sample and other.value is not None)
    return next((other for other in counted if other.currency == one.currency), None)


def three_lines(
    now: Reading, before: Reading, week: Week, pending: Sequence[Pending], findings: Sequence[Finding]
) -> Lines:
    """What the digest begins with: of the rules for each line the first that applies speaks."""
    return Lines(
        changed=_changed(now, before, week),
        at_risk=_at_risk({one.sort: one for one in pending if one.total}, findings, week),
        glad=_glad(now, before, week),
    )


def _changed(now: Reading, before: Reading, week: Week) -> Line:
    """The first look at all; else the share that moved most; else the CSMs' answers; else how much was done; else the week."""
    if now["activities"].value and not before["activities"].value and not before["participation"].sample:
        return Line("first_look", _figure("activities", now, before, before))
    shares = [one for one in (_figure(name, now, before, before) for name in SHARES) if one is not None]
    far = max(shares, key=lambda one: abs(one.moved or 0.0), default=None)
    if far is not None and far.moved is not None and abs(far.moved) >= FAR:
        return Line("share_rose" if far.moved > 0 else "share_fell", far)
    hours = _figure("csm_answer_hours_median", now, before, before)
    if hours is not None and (by := _by_a_quarter(hours, SLOWER_HOURS)):
        return Line("answers_slower" if by > 0 else "answers_faster", hours)
    done = _figure("activities", now, before, before)
    if done is not None and (by := _by_a_quarter(done, MORE_DONE)):
        return Line("more_done" if by > 0 else "less_done", done)
    return Line("still" if week.is_quiet else "week")


def _by_a_quarter(one: Figure, least: float) -> float:
    """By how much it moved, where that is a quarter of what it was and at least so much; else 0."""
    if one.before is None or one.before.value is None or one.now.value is None:
        return 0.0
    if one.now.name != "activities" and one.moved is None:
        return 0.0
    by = one.now.value - one.before.value
    return by if abs(by) >= max(least, BY_PART * one.before.value) else 0.0


def _at_risk(pending: Mapping[str, Pending], findings: Sequence[Finding], week: Week) -> Line:
    """Whoever waits for our thanks comes first, then who needs an advocate within a week, then what is wrong as a whole, then
    whatever else waits."""
    if "unthanked" in pending:
        return Line("unthanked", pending=pending["unthanked"])
    unfilled = pending.get("unfilled")
    if unfilled is not None and unfilled.needed_by and unfilled.needed_by <= week.last + SOON:
        return Line("needed_soon", pending=unfilled)
    wrong = next((one for one in findings if one.code not in GOOD), None)
    if wrong is not None:
        return Line("finding", finding=wrong)
    waits = next((sort for sort in RISKY if sort in pending), None)
    return Line(waits, pending=pending[waits]) if waits else Line("nothing")


def _glad(now: Reading, before: Reading, week: Week) -> Line:
    """Somebody who rose; else the best deed of the week; else deals won; else what goes well; else whatever was done."""
    if week.risen:
        return Line("risen")
    if week.best is not None:
        return Line("best")
    if won := _figure("won_influenced", now, before, before):
        return Line("won", won)
    for name, least in WELL:
        one = _figure(name, now, before, before)
        if one is not None and not one.now.says_little and (one.now.value or 0.0) >= least:
            return Line(f"well_{name}", one)
    return Line("done" if week.done else "calm")


def fit(counts: Mapping[str, int]) -> dict[str, int]:
    """How many decisions of each sort are shown: one of each in turn, three of a sort at most, until it is full."""
    shown = dict.fromkeys((sort for sort in SORTS if counts.get(sort)), 0)
    for _ in range(EACH):
        for sort in shown:
            if sum(shown.values()) < MOST_LINES and shown[sort] < counts[sort]:
                shown[sort] += 1
    return shown
