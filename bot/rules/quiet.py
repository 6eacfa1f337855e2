"""Is it a quiet time for them? A pause that somebody chose, or a blackout of the company or of one person."""

from datetime import date, timedelta

from bot.rules.facts import AdvocateFacts
from bot.rules.policy import Policy
from bot.rules.verdict import Reason


def quiet_reasons(facts: AdvocateFacts, policy: Policy, today: date) -> list[Reason]:
    """A pause that is not over, a blackout that today is part of; of several blackouts the one that ends last."""
    found = []
    if facts.paused_until and facts.paused_until > today:
        found.append(Reason("paused", until=facts.paused_until))
    if policy.blackouts or facts.blackouts:
        over = [last for first, last in (*policy.blackouts, *facts.blackouts) if first <= today <= last]
        if over:
            found.append(Reason("blackout", until=max(over) + timedelta(days=1)))
    return found
