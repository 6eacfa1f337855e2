"""Was the last time brought to a good end? Rules 5 and 6 of program.md section 4: thanks come first, then what came of it."""

from collections.abc import Collection
from datetime import date

from bot.rules.facts import AdvocateFacts
from bot.rules.frequency import QUARTER
from bot.rules.spans import days
from bot.rules.verdict import Reason

DECIDED = ("won", "lost")
"""Results of a deal that there is something to tell of."""


def known_outcome(result: str | None, published_on: date | None, today: date) -> str | None:
    """What came of an activity, as far as it is known: won, lost or published; None while there is nothing to tell."""
    if result in DECIDED:
        return result
    if published_on is not None and published_on <= today:
        return "published"
    return None


def untold_news(
    result: str | None, published_on: date | None, told_on: date | None, told: Collection[str], today: date
) -> tuple[str, ...]:
    """What they have not heard of an activity: won or lost first, then published. Empty where nothing is owed.

    `told_on` is empty while something is owed; `told` are the outcomes they heard of before.
    """
    if told_on is not None:
        return ()
    known = [result] if result in DECIDED else []
    if published_on is not None and published_on <= today:
        known.append("published")
    return tuple(one for one in known if one not in told)


def loop_reasons(facts: AdvocateFacts, today: date) -> list[Reason]:
    """What is still owed to them: thanks for the last activity, and a word on every outcome that is known.

    What was imported and lies more than 90 days back counts as thanked and told.
    """
    found = []
    last = facts.last_activity
    if last is not None and not last.thanked and not (last.imported and _is_old(last.completed_on, today)):
        found.append(Reason("thanks"))
    owed = facts.untold and not all(one.imported and _is_old(one.completed_on, today) for one in facts.untold)
    if owed or facts.unused_yeses:
        found.append(Reason("loop"))
    return found


def _is_old(day: date, today: date) -> bool:
    return day < today - days(QUARTER)
