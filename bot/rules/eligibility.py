"""May this person be asked for this today? All the rules of program.md section 4, in their order."""

from datetime import UTC, date, datetime

from bot.rules import reviews
from bot.rules.facts import AdvocateFacts
from bot.rules.frequency import frequency_reasons
from bot.rules.ladder import ladder_reasons
from bot.rules.loop import loop_reasons
from bot.rules.permission import permission_reasons
from bot.rules.policy import Policy
from bot.rules.quiet import quiet_reasons
from bot.rules.verdict import Reason, Verdict
from bot.rules.wellbeing import wellbeing_notes, wellbeing_reasons

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
    "loop",
    "health",
    "escalation",
    "renewal",
    "never_kind",
    "company_policy",
    "competitor",
    "tenure",
    "cultivation",
    "ladder",
)


def judge(
    facts: AdvocateFacts, kind: str, policy: Policy, now: datetime, prospect: str | None = None
) -> Verdict:
    """Eligible, or every reason why not. The same for the match list, the approval, the sending and `explain`.

    `prospect` is the company they would speak to, where it is known. Reviews have a table of rules of their own.
    """
    today = now.astimezone(UTC).date()
    reasons = reasons_against(facts, kind, policy, today, prospect)
    return Verdict(reasons, () if kind == reviews.REVIEW else tuple(wellbeing_notes(facts, today)))


def reasons_against(
    facts: AdvocateFacts, kind: str, policy: Policy, today: date, prospect: str | None = None
) -> tuple[Reason, ...]:
    """The reasons of `judge` alone, for a UTC day: what a match list needs of thousands."""
    if kind == reviews.REVIEW:
        return tuple(reviews.review_reasons(facts, policy, today))
    return (
        *_presence(facts, policy, today),
        *frequency_reasons(facts, kind, policy, today),
        *loop_reasons(facts, today),
        *wellbeing_reasons(facts, policy, today),
        *permission_reasons(facts, kind, prospect),
        *ladder_reasons(facts, kind, policy, today),
    )


def codes_for(kind: str) -> tuple[str, ...]:
    """The rules that apply to this kind, in their order."""
    return reviews.CODES if kind == reviews.REVIEW else CODES


def _presence(facts: AdvocateFacts, policy: Policy, today: date) -> list[Reason]:
    """Rule 1: enrolled, not paused, not in a blackout, available."""
    found = []
    if facts.stage != "enrolled":
        found.append(Reason("stage"))
    found += quiet_reasons(facts, policy, today)
    if facts.available_from and facts.available_from > today:
        found.append(Reason("availability", until=facts.available_from))
    return found
