"""Never too often: rules 2 to 4 of program.md section 4. A day window is (today - length, today], in UTC days."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.rules.facts import AdvocateFacts, AskFact
from bot.rules.kinds import HIGH_EFFORT, counts, effort_of
from bot.rules.policy import Policy
from bot.rules.verdict import Reason

QUARTER = 90
YEAR = 365


def frequency_reasons(facts: AdvocateFacts, kind: str, policy: Policy, today: date) -> Iterator[Reason]:
    """Every frequency rule that one more ask of this kind would break today."""
    if facts.open_asks >= policy.open_asks:
        yield Reason("open_ask", limit=policy.open_asks)
    if not counts(kind):
        return
    if facts.asks:
        yield from _rest(facts, kind, policy, today)
    yield from _caps(facts, kind, policy, today)


def _rest(facts: AdvocateFacts, kind: str, policy: Policy, today: date) -> Iterator[Reason]:
    free = max([ask.day + _cooldown(ask, policy) for ask in facts.asks])
    if free > today:
        yield Reason("cooldown", until=free)
    refused = [ask.day for ask in facts.asks if ask.answer == "no" and ask.kind == kind]
    if refused:
        rested = refused[-1] + timedelta(days=policy.rest_after_no_days)
        if rested > today:
            yield Reason("kind_rest", until=rested)


def _cooldown(ask: AskFact, policy: Policy) -> timedelta:
    days = policy.ask_cooldown_days
    if ask.effort >= HIGH_EFFORT:
        days = max(days, policy.high_effort_cooldown_days)
    return timedelta(days=days)


def _caps(facts: AdvocateFacts, kind: str, policy: Policy, today: date) -> Iterator[Reason]:
    days = [ask.day for ask in facts.asks]
    yield from _full("asks_90", days, policy.asks_per_90_days, QUARTER, today)
    yield from _full("asks_365", days, policy.asks_per_365_days, YEAR, today)
    yield from _effort(facts, effort_of(kind), policy.effort_per_365_days, today)
    if len(facts.account_days) >= policy.account_asks_per_90_days:
        in_order = sorted(facts.account_days)
        yield from _full("account_limit", in_order, policy.account_asks_per_90_days, QUARTER, today)
    personal = facts.max_asks_per_year
    if personal is not None and personal < policy.asks_per_365_days:
        yield from _full("personal_limit", days, personal, YEAR, today)


def _full(code: str, days: Sequence[date], limit: int, window: int, today: date) -> Iterator[Reason]:
    """The cap is full when `limit` of the days (in order) stand in the window; it opens as the oldest of them leaves."""
    if limit <= 0:
        yield Reason(code, limit=limit)
    elif len(days) >= limit:
        free = days[-limit] + timedelta(days=window)
        if free > today:
            yield Reason(code, until=free, limit=limit)


def _effort(facts: AdvocateFacts, more: int, limit: int, today: date) -> Iterator[Reason]:
    """Full when the weights of the last 365 days and this ask exceed the limit; it opens as the oldest ones leave."""
    total = more + sum([ask.effort for ask in facts.asks])
    if total <= limit:
        return
    until = None
    for ask in facts.asks:
        if total <= limit:
            break
        total -= ask.effort
        free = ask.day + timedelta(days=YEAR)
        until = free if free > today else None
    if until is not None or total > limit:
        yield Reason("effort", until=until if total <= limit else None, limit=limit)
