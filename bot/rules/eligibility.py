"""May this person be asked for this today? All the rules of program.md section 4, in their order."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.rules.facts import AdvocateFacts
from bot.rules.frequency import QUARTER, frequency_reasons
from bot.rules.policy import Policy
from bot.rules.verdict import Reason, Verdict

CODES = (
    "stage",
    "paused",
    "blackout",
    "availability",
    "open_ask",
    "cooldown",
    "kind_rest",
    "asks_90",
    "asks_365",
    "effort",
    "account_limit",
    "personal_limit",
    "thanks",
    "never_kind",
)


def judge(facts: AdvocateFacts, kind: str, policy: Policy, now: datetime) -> Verdict:
    """Eligible, or every reason why not. The same for the match list, the approval, the sending and `explain`."""
    today = now.astimezone(UTC).date()
    return Verdict(
        (
            *_presence(facts, policy, today),
            *frequency_reasons(facts, kind, policy, today),
            *_thanks(facts, today),
            *_preference(facts, kind),
        )
    )


def _presence(facts: AdvocateFacts, policy: Policy, today: date) -> Iterator[Reason]:
    """Rule 1: enrolled, not paused, not in a blackout, available."""
    if facts.stage != "enrolled":
        yield Reason("stage")
    if facts.paused_until and facts.paused_until > today:
        yield Reason("paused", until=facts.paused_until)
    if policy.blackouts or facts.blackouts:
        over = [last for first, last in (*policy.blackouts, *facts.blackouts) if first <= today <= last]
        if over:
            yield Reason("blackout", until=max(over) + timedelta(days=1))
    if facts.available_from and facts.available_from > today:
        yield Reason("availability", until=facts.available_from)


def _thanks(facts: AdvocateFacts, today: date) -> Iterator[Reason]:
    """Rule 5, thanks come first: the last completed activity has been thanked; old imported ones count as thanked."""
    last = facts.last_activity
    if last is None or last.thanked:
        return
    if last.imported and last.completed_on < today - timedelta(days=QUARTER):
        return
    yield Reason("thanks")


def _preference(facts: AdvocateFacts, kind: str) -> Iterator[Reason]:
    """Rule 8: what they never want to be asked for."""
    if kind in facts.never:
        yield Reason("never_kind")
