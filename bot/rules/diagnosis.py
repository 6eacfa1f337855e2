"""What is wrong with the program as a whole, or right: each finding has its evidence, and in words one next step
(program.md section 10). Nothing is said of fewer than ten cases, but for gaps in the bench, which are counted."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bot.rules.measures import A_WORKING_DAY, FEW, Measure

FEW_TAKE_PART, TRULY_ENGAGED = 0.3, 0.6
SAYS_NO = 0.5
CARRIED = 0.5
"""The share of all activities beyond which a few carry all."""
CONTENT = 3.5
"""Of 5: below it advocates do not feel valued, or find it not worth their time."""
FEW_DEALS, MANY_DEALS = 0.1, 1 / 3
"""Deals helped for each activity: below the first there is little impact, from the second on there is much."""

GOOD = frozenset({"truly_engaged"})
"""Findings that are nothing to worry about."""


class Reading(Protocol):
    """The measures of one period."""

    def __getitem__(self, name: str) -> Measure: ...

    def all(self, name: str) -> Sequence[Measure]: ...


class Gap(NamedTuple):
    """What was wanted and nobody could do, against those who could have."""

    cell: tuple[str, ...]
    """Industry, segment and place as they were asked for; empty: whoever."""
    kind: str
    wanted: int
    """Requests of the last 90 days that found nobody."""
    enrolled: int
    rested: int


class Finding(NamedTuple):
    """One thing that the figures say. Its code names the words, the next step among them."""

    code: str
    evidence: tuple[Measure, ...] = ()
    gap: Gap | None = None


def diagnosis(now: Reading, gaps: Sequence[Gap]) -> tuple[Finding, ...]:
    """Everything that applies, the most serious first. Of the gaps the widest counts, where fewer are rested than were wanted."""
    part, yes, hours = now["participation"], now["acceptance"], now["csm_answer_hours_median"]
    impact, engaged = _impact(now), _above(part, TRULY_ENGAGED)
    found = []
    if impact is not None and impact >= MANY_DEALS and (unhappy := _unhappy(now)):
        found.append(Finding("taking_without_giving", (now["activities"], *_deals(now), *unhappy)))
    if _below(part, FEW_TAKE_PART):
        found.append(Finding("few_take_part", (part,)))
    if _below(yes, SAYS_NO):
        found.append(Finding("says_no", (yes,)))
    if engaged and impact is not None and impact < FEW_DEALS:
        found.append(Finding("friends_and_family", (part, now["activities"], *_deals(now))))
    elif engaged:
        found.append(Finding("truly_engaged", (part,)))
    busiest = (now["busiest_3_share"], now["busiest_tenth_share"])
    if carried := [one for one in busiest if _above(one, CARRIED)]:
        found.append(Finding("few_carry_all", (carried[0], now["never_asked_eligible"])))
    if _above(hours, A_WORKING_DAY):
        found.append(Finding("slow_answers", (hours,)))
    short = [one for one in gaps if one.rested < one.wanted]
    if short:
        found.append(Finding("bench_gap", gap=max(short, key=lambda one: one.wanted - one.rested)))
    return tuple(sorted(found, key=lambda one: one.code in GOOD))


def _deals(now: Reading) -> tuple[Measure, ...]:
    """The deals helped, won and open, where there are any."""
    return tuple(
        one for name in ("won_influenced", "pipeline_influenced") for one in now.all(name) if one.sample
    )


def _impact(now: Reading) -> float | None:
    """Deals helped for each activity; None where too little was done to say."""
    done = now["activities"].value
    if done is None or done < FEW:
        return None
    return sum(one.sample for one in _deals(now)) / done


def _unhappy(now: Reading) -> tuple[Measure, ...]:
    """What advocates say of the program that is too low."""
    least = (("program_nps", 0.0), ("feels_valued", CONTENT), ("worth_my_time", CONTENT))
    return tuple(now[name] for name, low in least if _below(now[name], low))


def _below(one: Measure, least: float) -> bool:
    return not one.says_little and one.value is not None and one.value < least


def _above(one: Measure, most: float) -> bool:
    return not one.says_little and one.value is not None and one.value > most
