"""Who deserves a personal note from an executive, why, who writes it, and by when (program.md section 7).

Weeks are ISO weeks of the executive's own calendar, named by their Monday.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple

from bot.rules.working_time import WorkingTime

TIER, FIFTH, PROMOTION, BIG_DEAL, MOMENT = "tier", "fifth_activity", "promotion", "big_deal", "moment"
CAUSES = (BIG_DEAL, PROMOTION, FIFTH, TIER, MOMENT)
"""What a note may be for, the strongest first."""

FOUND_DAYS = 14
"""A cause is taken up within so many days of its own day: of a first import nothing older prompts anybody."""
LAPSE_DAYS = 21
"""After so many days it is too late to write for it."""
APART_DAYS = 30
"""Between two notes to one person at least."""
QUARTER_DAYS = 91
"""Without a word from an executive for so long, somebody in gold or above gets a check-in."""
CHECKED_IN_ON = frozenset({"gold", "platinum"})
"""Tiers."""
SPONSORED = "platinum"
"""The tier with a named executive sponsor, of whose milestones an executive hears as well."""
FIVE, YEAR_DAYS = 5, 365
MOST_A_WEEK = 20
"""More notes than anybody writes by hand."""
WEEK_DAYS = 7
LEAST_HOURS = 4
"""An executive has at least so long before a prompt returns to the pool on their last working day."""
PASS_ON_DAYS = 3
"""Days after which a CSM is reminded, once, of a note that was handed to them."""
TAKE_BACK = timedelta(minutes=15)

NOTE = MappingProxyType(
    {
        "waiting": frozenset({"prompted", "sent", "called", "listened", "lapsed"}),
        "prompted": frozenset({"waiting", "sent", "called", "listened", "handed_over", "lapsed"}),
        "handed_over": frozenset({"passed_on", "lapsed"}),
        "sent": frozenset[str](),
        "called": frozenset[str](),
        "listened": frozenset[str](),
        "passed_on": frozenset[str](),
        "lapsed": frozenset[str](),
    }
)
"""From each state of a note to those it may move to. `waiting` is in the pool; a prompt that nobody wrote goes back there. What an
executive did is a fact: it is recorded also of a note that has just returned to the pool."""

NOTE_BACK = MappingProxyType(
    {one: frozenset({"prompted"}) for one in ("sent", "called", "listened", "handed_over")}
)
"""What taking a wrong click back leads to."""

NOTE_TAKEN_UP = MappingProxyType({"lapsed": frozenset({"handed_over"})})
"""What an owner may still do with a word that nobody wrote in time."""

NOTE_WAITS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "waiting": (
            "an executive with room this week, the most deserving first",
            "the bot",
            f"{LAPSE_DAYS} days after its newest cause: then it lapses. A check-in waits on",
        ),
        "prompted": (
            "a word to the advocate",
            "the executive",
            "the last working hour of their week, or they are away or gone: then it returns to the pool",
        ),
        "handed_over": (
            "the word to be passed on",
            "the CSM",
            f"{LAPSE_DAYS} days, with one reminder after {PASS_ON_DAYS}: then it lapses",
        ),
    }
)
"""What each state that is no end waits for, from whom, and until when; the reference page is made from it."""

OPEN = frozenset({"waiting", "prompted"})
DONE = frozenset({"sent", "called", "listened", "passed_on"})
GIVE_OF: Mapping[str, str] = MappingProxyType(
    {
        "sent": "executive_note",
        "passed_on": "executive_note",
        "called": "executive_call",
        "listened": "executive_call",
    }
)
"""What each counts as among gives."""

_WEIGHTS = {BIG_DEAL: 4, PROMOTION: 3, FIFTH: 3, MOMENT: 1}
_TIER_WEIGHTS = {"platinum": 3, "gold": 2}


class Cause(NamedTuple):
    """One reason for a note."""

    kind: str
    """One of CAUSES."""
    on: date
    """The day it happened, or became known."""
    detail: str | None = None
    """The tier; the prospect or the deal; what was noted of a promotion; which milestone."""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same cause when it is found again. A tier or a fifth may be dated anew by what is noted later."""
        if self.kind == MOMENT:
            return (self.kind, f"{self.detail} {self.on.isoformat()}")
        return (self.kind, self.on.isoformat() if self.kind == PROMOTION else self.detail or "")

    @property
    def weight(self) -> int:
        """4 for a big deal, 3 for a promotion, a fifth activity or platinum, 2 for gold, 1 for silver and for any other milestone of somebody in platinum."""
        if self.kind == TIER:
            return _TIER_WEIGHTS.get(self.detail or "", 1)
        return _WEIGHTS[self.kind]


class Wanting(NamedTuple):
    """Somebody for whom an executive should find a word. Without causes it is a check-in."""

    id: str
    """Of the note; of the advocate where it is a check-in that nobody was prompted for yet."""
    name: str
    causes: tuple[Cause, ...]
    effort: int
    """What they gave in the last 365 days."""
    last_word_on: date | None
    """From any executive."""
    sponsor: str | None = None
    tier: str | None = None

    @property
    def lapses_on(self) -> date | None:
        return lapses_on(self.causes)


def lapses_on(causes: Iterable[Cause]) -> date | None:
    """The first day on which it is too late to write for the newest cause; None for a check-in, which waits."""
    newest = max((one.on for one in causes), default=None)
    return newest + timedelta(days=LAPSE_DAYS + 1) if newest else None


def may_be_taken_up(cause: Cause, today: date) -> bool:
    """Whether a cause is new enough to prompt anybody. What is to come waits for its day."""
    return today - timedelta(days=FOUND_DAYS) <= cause.on <= today


def is_rested(last_word_on: date | None, today: date) -> bool:
    """Whether the last note to them is long enough ago for another."""
    return last_word_on is None or (today - last_word_on).days >= APART_DAYS


def wants_check_in(tier: str | None, last_word_on: date | None, today: date) -> bool:
    """Whether somebody is due a quarterly word from an executive."""
    if tier not in CHECKED_IN_ON:
        return False
    return last_word_on is None or (today - last_word_on).days >= QUARTER_DAYS


def fifth_on(days: Sequence[date], today: date) -> date | None:
    """The latest day up to today on which an activity was the fifth within 365 days; None where none ever was.

    `days` are those of activities that count, in any order, two on one day among them twice.
    """
    done = sorted(day for day in days if day <= today)
    for at in sorted(set(done), reverse=True):
        within = [day for day in done if at - timedelta(days=YEAR_DAYS) < day <= at]
        before = sum(day < at for day in within)
        if before < FIVE <= len(within):
            return at
    return None


def most_deserving(wanting: Iterable[Wanting], today: date) -> list[Wanting]:
    """The most deserving first: whoever has the weightier reasons, then who gave more in the last year, then who has waited
    longest for a word of an executive (never before all), then what lapses first, then by name. Check-ins come after notes, and
    among them platinum first."""

    def rank(one: Wanting) -> tuple[object, ...]:
        return (
            not one.causes,
            one.tier != SPONSORED if not one.causes else False,
            -sum(cause.weight for cause in one.causes),
            -one.effort,
            one.last_word_on or date.min,
            one.lapses_on or today,
            one.name,
            one.id,
        )

    return sorted(wanting, key=rank)


def deal_out(
    ranked: Sequence[Wanting], room: Mapping[str, int], there: Collection[str], today: date
) -> list[tuple[Wanting, str]]:
    """Who writes to whom: each of `ranked`, in that order, with the Slack id of an executive who has room this week.

    Somebody's sponsor writes themselves where they are `there` at all, and is waited for while there is another week before it
    lapses. Else it is whoever has most room left.
    """
    left = dict(room)
    dealt = []
    for one in ranked:
        free = sorted((slack_id for slack_id in left if left[slack_id] > 0), key=lambda at: (-left[at], at))
        if one.sponsor is not None and one.sponsor in there:
            lapses = one.lapses_on
            pressing = lapses is not None and (lapses - today).days <= WEEK_DAYS
            free = [one.sponsor] if one.sponsor in free else free if pressing else []
        if free:
            left[free[0]] -= 1
            dealt.append((one, free[0]))
    return dealt


def sponsors(lacking: Iterable[str], has: Mapping[str, int]) -> list[tuple[str, str]]:
    """A sponsor for everybody of `lacking`, in that order: whoever of the executives `has` fewest, the first id among equals."""
    load = dict(has)
    named = []
    for advocate_id in lacking:
        if not load:
            break
        sponsor = min(load, key=lambda slack_id: (load[slack_id], slack_id))
        load[sponsor] += 1
        named.append((advocate_id, sponsor))
    return named


def week_of(moment: datetime, clock: WorkingTime) -> date:
    """The Monday of an executive's week in which a moment lies."""
    day = moment.astimezone(clock.zone).date()
    return day - timedelta(days=day.weekday())


def returns_at(week: date, clock: WorkingTime) -> datetime:
    """When what an executive has not written by then goes back: in the last hour of their last working day of the week, so that
    they still see it. The week's own beginning where they do not work at all in it."""
    days = [week + timedelta(days=number) for number in range(7)]
    working = [day for day in days if clock.is_working_day(day)]
    if not working:
        return datetime.combine(week, time(), clock.zone).astimezone(UTC)
    begins, ends = clock.hours
    return datetime.combine(working[-1], time(max(begins, ends - 1)), clock.zone).astimezone(UTC)


def is_working_today(now: datetime, clock: WorkingTime) -> bool:
    """Whether there is any working time left of their own day."""
    return clock.opening(now).astimezone(clock.zone).date() == now.astimezone(clock.zone).date()


def reaches_at(now: datetime, clock: WorkingTime) -> datetime | None:
    """When a prompt made now reaches an executive, today in their working hours; None where it would be on another day, or too
    near the time at which it returns."""
    if not is_working_today(now, clock):
        return None
    at = clock.opening(now)
    latest = returns_at(week_of(at, clock), clock) - timedelta(hours=LEAST_HOURS)
    return at if at <= latest else None
