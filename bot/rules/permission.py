"""Do they and their company allow it? Rule 8 of program.md section 4: preferences, company policy, unwanted company."""

from bot.rules.company_names import same_company
from bot.rules.facts import AdvocateFacts
from bot.rules.verdict import Reason


def permission_reasons(facts: AdvocateFacts, kind: str, prospect: str | None) -> list[Reason]:
    """A kind that they or their company rule out; a prospect that the company wants nothing to do with, where one is known."""
    found = []
    if kind in facts.never:
        found.append(Reason("never_kind"))
    if kind in facts.company_forbids:
        found.append(Reason("company_policy"))
    if prospect and any(same_company(prospect, name) for name in facts.never_with):
        found.append(Reason("competitor"))
    return found
