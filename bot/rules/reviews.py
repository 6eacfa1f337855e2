"""Who is asked for a review does not depend on how happy they are: program.md section 8.

Everyone known at any account is in. A small part of section 4 applies, and it is told a small part of the facts: what
speaks of satisfaction never reaches it. Nothing ranks but rest; equals are drawn by lot.
"""

from datetime import date
from hashlib import sha256

from bot.rules.facts import AdvocateFacts
from bot.rules.frequency import frequency_reasons
from bot.rules.loop import loop_reasons
from bot.rules.matching import Candidate, Wanted
from bot.rules.permission import permission_reasons
from bot.rules.policy import Policy
from bot.rules.quiet import quiet_reasons
from bot.rules.verdict import Reason

REVIEW = "review"
"""The kind of activity that this page is about."""

CODES = (
    "stage",
    "relation",
    "paused",
    "blackout",
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
    "never_kind",
    "company_policy",
)
"""Every rule that applies to a review, in order. `stage` means retired here: all other stages are in."""

OUR_OWN = ("staff", "agent", "relative")
"""Relations that keep somebody out: they would review their own work, or that of somebody close."""

LEAST_ASKED_THEN_LOT = "least_asked_then_lot"
"""The name of the rule of the order, as it is recorded."""

DEFERRALS = ("on_leave", "changing_role", "asked_elsewhere", "busy_season", "wrong_contact", "freeze")
"""The neutral reasons for which a CSM may put a review off; none of them says how happy somebody is."""

TOLD_NEVER = "told_never"
"""The neutral reason for never: the advocate said so themselves."""


def review_reasons(facts: AdvocateFacts, policy: Policy, today: date) -> list[Reason]:
    """Every reason against asking this person for a review today, in the order of `CODES`."""
    seen = _seen(facts)
    found = [Reason("stage")] if facts.stage == "retired" else []
    if facts.relation in OUR_OWN:
        found.append(Reason("relation"))
    return [
        *found,
        *quiet_reasons(seen, policy, today),
        *frequency_reasons(seen, REVIEW, policy, today),
        *loop_reasons(seen, today),
        *permission_reasons(seen, REVIEW, prospect=None),
    ]


def _seen(facts: AdvocateFacts) -> AdvocateFacts:
    """All that the rules of section 4 are told about somebody who may be asked for a review; the rest stays unknown to them."""
    return AdvocateFacts(
        stage="known",
        paused_until=facts.paused_until,
        blackouts=facts.blackouts,
        max_asks_per_year=facts.max_asks_per_year,
        never=facts.never,
        open_asks=facts.open_asks,
        asks=facts.asks,
        account_days=facts.account_days,
        last_activity=facts.last_activity,
        untold=facts.untold,
        unused_yeses=facts.unused_yeses,
        company_forbids=facts.company_forbids,
    )


def meets(candidate: Candidate, wanted: Wanted) -> bool:
    """Whether they have, of each field that the words name, at least one thing: for a review words filter, they do not rank."""
    for name, terms in wanted.spellings.items():
        has = candidate.has.get(name, frozenset())
        if not any(spellings & has for spellings in terms.values()):
            return False
    if not wanted.by_size:
        return True
    size, high = candidate.employees, wanted.max_employees
    return size is not None and (wanted.min_employees or 0) <= size and (high is None or size <= high)


def review_order(candidate: Candidate, seed: str) -> tuple[int, date, str]:
    """The sort key: asked least in 365 days, longest ago, then the lot. Same seed, same order."""
    return candidate.asked_365, candidate.last_asked_on or date.min, lot(seed, candidate.id)


def lot(seed: str, advocate_id: str) -> str:
    """The lot that somebody draws with this seed: the same on every machine and in every process."""
    return sha256(f"{seed}:{advocate_id}".encode()).hexdigest()


def seed_of(day: date) -> str:
    """The seed of everything drawn anew on this day: nobody gets another order by asking again."""
    return day.isoformat()
