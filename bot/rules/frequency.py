"""Never too often: rules 2 to 4 of program.md section 4. A day window is (today - length, today], in UTC days."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.rules.facts import AdvocateFacts, AskFact
from bot.rules.kinds import EFFORT, HIGH_EFFORT, counts
from bot.rules.policy import Policy
from bot.rules.verdict import Reason

QUARTER = 90
YEAR = 365


def frequency_reasons(facts: AdvocateFacts, kind: str, policy: Policy, today: date) -> list[Reason]:
    """Every frequency rule that one more ask of this kind would break today, in the order of the rules."""
    found: list[Reason | None] = []
    if facts.open_asks >= policy.open_asks:
        found.append(Reason("open_ask", limit=policy.open_asks))
    if not counts(kind):
        return _real(found)
    asks = facts.asks
    days = [ask.day for ask in asks]
    if asks:
        found += _cooldown(asks, policy, today), _kind_rest(asks, kind, policy, today)
    found += (
        _full("asks_90", days, policy.asks_per_90_days, QUARTER, today),
        _full("asks_365", days, policy.asks_per_365_days, YEAR, today),
        _effort(asks, EFFORT[kind], policy.effort_per_365_days, today),
    )
    if len(facts.account_days) >= policy.account_asks_per_90_days:
        in_order = sorted(facts.account_days)
        found.append(_full("account_limit", in_order, policy.account_asks_per_90_days, QUARTER, today))
    personal = facts.max_asks_per_year
    if personal is not None and personal < policy.asks_per_365_days:
        found.append(_full("personal_limit", days, personal, YEAR, today))
    return _real(found)


def _real(found: list[Reason | None]) -> list[Reason]:
    return [reason for reason in found if reason is not None]


def _cooldown(asks: Sequence[AskFact], policy: Policy, today: date) -> Reason | None:
    """Rest after the last ask; a longer one after the last of high effort."""
    free = asks[-1].day + timedelta(days=policy.ask_cooldown_days)
    for ask in reversed(asks):
        if ask.effort >= HIGH_EFFORT:
            free = max(free, ask.day + timedelta(days=policy.high_effort_cooldown_days))
            break
    return Reason("cooldown", until=free) if free > today else None


def _kind_rest(asks: Sequence[AskFact], kind: str, policy: Policy, today: date) -> Reason | None:
    """Rest from this kind after a no to it."""
    refused = [ask.day for ask in asks if ask.answer == "no" and ask.kind == kind]
    if not refused:
        return None
    free = refused[-1] + timedelta(days=policy.rest_after_no_days)
    return Reason("kind_rest", until=free) if free > today else None


def _full(code: str, days: Sequence[date], limit: int, window: int, today: date) -> Reason | None:
    """The cap is full when `limit` of the days (in order) stand in the window; it opens as the oldest of them leaves."""
    if limit <= 0:
        return Reason(code, limit=limit)
    if len(days) < limit:
        return None
    free = days[-limit] + timedelta(days=window)
    return Reason(code, until=free, limit=limit) if free > today else None


def _effort(asks: Sequence[AskFact], more: int, limit: int, today: date) -> Reason | None:
    """Full when the weights of the last 365 days and this ask exceed the limit; it opens as the oldest ones leave."""
    begins = today - timedelta(days=YEAR)
    inside = [ask for ask in asks if ask.day > begins]
    over = more + sum([ask.effort for ask in inside]) - limit
    if over <= 0:
        return None
    for ask in inside:
        over -= ask.effort
        if over <= 0:
            return Reason("effort", until=ask.day + timedelta(days=YEAR), limit=limit)
    return Reason("effort", limit=limit)
