"""What an owner may put aside for one ask, with a written reason: limits and rest, never what somebody has decided."""

from collections.abc import Collection

from bot.rules.reviews import REVIEW
from bot.rules.verdict import Reason, Verdict

DECIDED = frozenset({"stage", "relation", "never_kind", "company_policy", "competitor"})
"""Not ours to put aside: who is not in the program, what they never want, what their company forbids."""


def may_override(reason: Reason) -> bool:
    """Whether an owner may put this reason aside. A personal limit of none at all is a wish like any other "never"."""
    if reason.code == "personal_limit" and reason.limit is not None and reason.limit <= 0:
        return False
    return reason.code not in DECIDED


def overridable(verdict: Verdict, kind: str) -> bool:
    """Whether an owner may put aside everything that stands against the ask; False where nothing does, and for reviews,
    where nobody is picked past the others."""
    if kind == REVIEW or verdict.eligible:
        return False
    return all(may_override(reason) for reason in verdict.reasons)


def despite(verdict: Verdict, put_aside: Collection[Reason]) -> Verdict:
    """The verdict without the reasons that an owner has put aside. What came up since stays, and so does one of the same
    kind that lasts longer than the one they knew of."""
    if not put_aside:
        return verdict
    left = tuple(
        one
        for one in verdict.reasons
        if not may_override(one) or not any(_covers(it, one) for it in put_aside)
    )
    return Verdict(left, verdict.notes)


def _covers(known: Reason, now: Reason) -> bool:
    if known.code != now.code:
        return False
    return known.until is None or (now.until is not None and now.until <= known.until)
