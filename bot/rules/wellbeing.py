"""Is all well between us and their company? Rule 7 of program.md section 4. What is unknown passes, and is noted."""

from datetime import date

from bot.rules.facts import AdvocateFacts
from bot.rules.policy import Policy
from bot.rules.spans import days
from bot.rules.verdict import Note, Reason

OVERDUE_DAYS = 90
"""So long after its day a renewal that nobody recorded counts as overdue; later the date itself is not to be trusted."""

HEALTH_UNKNOWN = Note("health_unknown")
ESCALATION_UNKNOWN = Note("escalation_unknown")
RENEWAL_UNKNOWN = Note("renewal_unknown")

NOTES = {
    "health_unknown": "health",
    "escalation_unknown": "escalation",
    "renewal_unknown": "renewal",
    "renewal_stale": "renewal",
}
"""Every note there is, and the rule that takes it."""


def wellbeing_reasons(facts: AdvocateFacts, policy: Policy, today: date) -> list[Reason]:
    """Poor health, an open escalation, a renewal that is near or overdue. None of them has a date on which it ends."""
    found = []
    if facts.health is not None and facts.health < policy.min_health:
        found.append(Reason("health", limit=policy.min_health))
    if facts.open_escalation:
        found.append(Reason("escalation"))
    if facts.renewal_date is not None and _renewal_is_open(facts, policy, today):
        found.append(Reason("renewal", limit=policy.renewal_guard_days))
    return found


def wellbeing_notes(facts: AdvocateFacts, today: date) -> list[Note]:
    """What is not known of the company, and a renewal date so long past that it says nothing any more."""
    found = []
    if facts.health is None:
        found.append(HEALTH_UNKNOWN)
    if facts.open_escalation is None:
        found.append(ESCALATION_UNKNOWN)
    due = facts.renewal_date
    if due is None:
        found.append(RENEWAL_UNKNOWN)
    elif due < today - days(OVERDUE_DAYS) and not _renewed_after(facts, due):
        found.append(Note("renewal_stale", due))
    return found


def _renewal_is_open(facts: AdvocateFacts, policy: Policy, today: date) -> bool:
    due = facts.renewal_date
    assert due is not None
    if due >= today:
        return due <= today + days(policy.renewal_guard_days)
    return due >= today - days(OVERDUE_DAYS) and not _renewed_after(facts, due)


def _renewed_after(facts: AdvocateFacts, due: date) -> bool:
    return facts.last_renewed_on is not None and facts.last_renewed_on > due
