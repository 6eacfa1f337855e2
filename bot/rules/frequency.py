"""Never too often: rules 2 to 4 of program.md section 4. A day window is (today - length, today], in UTC days."""

from collections.abc import Iterator
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
    yield from _rest(facts, kind, policy, today)
    yield from _caps(facts, kind, policy, today)


def _rest(facts: AdvocateFacts, kind: str, policy: Policy, today: date) -> Iterator[Reason]:
    free = max((ask.day + _cooldown(ask, policy) for ask in facts.asks), default=today)
    if free > today:
        yield Reason("cooldown", until=free)
    refused = [ask.day for ask in facts.asks if ask.kind == kind and ask.answer == "no"]
    rested = max(refused, default=date.min) + timedelta(days=policy.rest_after_no_days)
    if rested > today:
        yield Reason("kind_rest", until=rested)


def _cooldown(ask: AskFact, policy: Policy) -> timedelta:
    heavy = policy.high_effort_cooldown_days if ask.effort >= HIGH_EFFORT else 0
    return timedelta(days=max(policy.ask_cooldown_days, heavy))


def _caps(facts: AdvocateFacts, kind: str, policy: Policy, today: date) -> Iterator[Reason]:
    days = sorted(ask.day for ask in facts.asks)
    yield from _full("asks_90", days, policy.asks_per_90_days, QUARTER, today)
    yield from _full("asks_365", days, policy.asks_per_365_days, YEAR, today)
    yield from _effort(facts, effort_of(kind), policy.effort_per_365_days, today)
    yield from _full(
        "account_limit", sorted(facts.account_days), policy.account_asks_per_90_days, QUARTER, today
    )
    personal = facts.max_asks_per_year
    if personal is not None and personal < policy.asks_per_365_days:
        yield from _full("personal_limit", days, personal, YEAR, today)


def _full(code: str, days: list[date], limit: int, window: int, today: date) -> Iterator[Reason]:
    """The cap is full when `limit` of the sorted days stand in the window; it opens as the oldest too many leaves."""
    inside = [day for day in days if day > today - timedelta(days=window)]
    if len(inside) >= limit:
        until = inside[len(inside) - limit] + timedelta(days=window) if limit > 0 else None
        yield Reason(code, until=until, limit=limit)


def _effort(facts: AdvocateFacts, more: int, limit: int, today: date) -> Iterator[Reason]:
    inside = sorted((ask.day, ask.effort) for ask in facts.asks if ask.day > today - timedelta(days=YEAR))
    total = sum(effort for _, effort in inside) + more
    until = None
    for day, effort in inside:
        if total <= limit:
            break
        total -= effort
        until = day + timedelta(days=YEAR)
    if until is not None or total > limit:
        yield Reason("effort", until=until if total <= limit else None, limit=limit)
