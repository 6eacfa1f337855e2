"""Never too often: rules 2 to 4 of program.md section 4. A day window is (today - length, today], in UTC days."""

from collections.abc import Sequence
from datetime import date

from bot.rules.facts import AdvocateFacts, AskFact
from bot.rules.kinds import EFFORT, HIGH_EFFORT, counts
from bot.rules.policy import Policy
from bot.rules.spans import days
from bot.rules.verdict import Reason

QUARTER = 90
YEAR = 365


def frequency_reasons(facts: AdvocateFacts, kind: str, policy: Policy, today: date) -> list[Reason]:
    """Every frequency rule that one more ask of this kind would break today, in the order of the rules."""
    found = []
    if facts.open_asks >= policy.open_asks:
        found.append(Reason("open_ask", None, policy.open_asks))
    if not counts(kind):
        return found
    asks = facts.asks
    held = len(asks)
    if asks:
        found += _rests(asks, kind, policy, today)
    # Most people are far from every limit: counting tells so without a look at the days.
    if held >= policy.asks_per_90_days:
        found += _full("asks_90", asks, policy.asks_per_90_days, QUARTER, today)
    if held >= policy.asks_per_365_days:
        found += _full("asks_365", asks, policy.asks_per_365_days, YEAR, today)
    if held * HIGH_EFFORT + EFFORT[kind] > policy.effort_per_365_days:
        found += _effort(asks, EFFORT[kind], policy.effort_per_365_days, today)
    most = policy.account_asks_per_90_days
    if len(facts.account_days) >= most:
        found += _full("account_limit", [(day,) for day in sorted(facts.account_days)], most, QUARTER, today)
    personal = facts.max_asks_per_year
    if personal is not None and personal < policy.asks_per_365_days:
        found += _full("personal_limit", asks, personal, YEAR, today)
    return found


def _rests(asks: Sequence[AskFact], kind: str, policy: Policy, today: date) -> list[Reason]:
    """Rest after the last ask, a longer one after the last of high effort; rest from this kind after a no to it."""
    free = asks[-1].day + days(policy.ask_cooldown_days)
    high = refused = None
    for day, asked_kind, effort, answer in asks:
        if effort >= HIGH_EFFORT:
            high = day
        if answer == "no" and asked_kind == kind:
            refused = day
    if high is not None:
        free = max(free, high + days(policy.high_effort_cooldown_days))
    found = [Reason("cooldown", free)] if free > today else []
    if refused is not None:
        free = refused + days(policy.rest_after_no_days)
        if free > today:
            found.append(Reason("kind_rest", free))
    return found


def _full(
    code: str, asks: Sequence[tuple[date, *tuple[object, ...]]], limit: int, window: int, today: date
) -> Sequence[Reason]:
    """The cap is full when `limit` of the asks, whose days are in order, stand in the window; it opens as the oldest of
    them leaves."""
    if limit <= 0:
        return (Reason(code, None, limit),)
    if len(asks) < limit:
        return ()
    free = asks[-limit][0] + days(window)
    return (Reason(code, free, limit),) if free > today else ()


def _effort(asks: Sequence[AskFact], more: int, limit: int, today: date) -> Sequence[Reason]:
    """Full when the weights of the last 365 days and this ask exceed the limit; it opens as the oldest ones leave."""
    over = more + sum([ask.effort for ask in asks]) - limit
    if over <= 0:
        return ()
    begins = today - days(YEAR)
    for ask in asks:
        if ask.day > begins:
            break
        over -= ask.effort
    if over <= 0:
        return ()
    for ask in asks:
        if ask.day > begins:
            over -= ask.effort
            if over <= 0:
                return (Reason("effort", ask.day + days(YEAR), limit),)
    return (Reason("effort", None, limit),)
