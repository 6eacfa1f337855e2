"""Is it the right moment for something bigger? Program.md section 3: first a small favour, then a call, then a stage."""

from datetime import date

from bot.rules.facts import AdvocateFacts
from bot.rules.kinds import EFFORT, HIGH, MEDIUM
from bot.rules.policy import Policy
from bot.rules.spans import days
from bot.rules.verdict import Reason

WELL_FROM = 4
"""The rating, of 5, from which on an activity went well. One that nobody rated went well too."""


def ladder_reasons(facts: AdvocateFacts, kind: str, policy: Policy, today: date) -> list[Reason]:
    """What medium and high effort ask for: time in the program, something given first, and favours that went well."""
    effort = EFFORT[kind]
    if effort < MEDIUM:
        return []
    found = []
    joined = facts.enrolled_on  # unknown counts as long ago
    if joined is not None:
        settled = joined + days(policy.enrolled_days_before_medium)
        if settled > today:
            found.append(Reason("tenure", until=settled))
        if not facts.has_helped and facts.gives_since_enrolling < policy.gives_before_medium:
            cultivated = joined + days(policy.cultivation_days)
            if cultivated > today:
                found.append(Reason("cultivation", until=cultivated))
    none_went_well = facts.has_helped and facts.went_well == 0
    if none_went_well or (effort == HIGH and facts.went_well < policy.successes_before_high):
        found.append(Reason("ladder", limit=policy.successes_before_high if effort == HIGH else 1))
    return found
