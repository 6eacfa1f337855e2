"""What comes with a tier (program.md section 7): who sees to it, within how many days, and which of it fits a person. Each
tier includes those before. It is a thank-you for what was done; nobody is told of it as something to reach."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bot.rules.gives import Catalogue, Taste, may_have
from bot.rules.tiers import GOLD, PLATINUM, SILVER, TIERS

CSM, OWNER = "csm", "owner"


class BenefitKind(NamedTuple):
    """The tier it comes with; whose task it is, CSM or OWNER; the days it may take."""

    tier: str
    task_of: str
    days: int
    give: str | None = None
    """The kind of give that it is, once done: so it counts in the balance, and a connection is disclosed."""
    public: bool = False
    """Whether they are named in public."""
    logo: bool = False
    """Whether their company's logo is shown."""
    by_itself: bool = False
    """Another part of the program sees to it: no task."""
    name: str | None = None
    """As people read it, of what owners added; the others have their words in a template."""


Benefits = Mapping[str, BenefitKind]

BENEFITS: Benefits = MappingProxyType(
    {
        "newsletter_mention": BenefitKind(SILVER, OWNER, 45, "spotlight", public=True),
        "partner_page_logo": BenefitKind(SILVER, OWNER, 30, logo=True),
        "priority_support": BenefitKind(SILVER, OWNER, 14),
        "some_betas": BenefitKind(SILVER, CSM, 60, "early_access"),
        "first_pick_of_previews": BenefitKind(SILVER, CSM, 60, "early_access"),
        "executive_check_in": BenefitKind(GOLD, OWNER, 90, by_itself=True),
        "webinar_series": BenefitKind(GOLD, CSM, 30),
        "spotlight": BenefitKind(GOLD, OWNER, 90, by_itself=True),
        "conference_discount": BenefitKind(GOLD, OWNER, 45, "sponsored_attendance"),
        "vip_reception": BenefitKind(GOLD, OWNER, 60, "sponsored_attendance"),
        "advisory_board": BenefitKind(PLATINUM, OWNER, 60),
        "conference_pass": BenefitKind(PLATINUM, OWNER, 45, "sponsored_attendance"),
        "csm_priority": BenefitKind(PLATINUM, CSM, 14),
        "executive_sponsor": BenefitKind(PLATINUM, OWNER, 30, by_itself=True),
        "roadmap_sessions": BenefitKind(PLATINUM, CSM, 60, "roadmap_session"),
        "executive_dinner": BenefitKind(PLATINUM, OWNER, 90, "sponsored_attendance"),
    }
)
"""What ships, tier by tier. Owners add their own and take out what their company does not do (services/benefit_kinds.py)."""


def granted(
    benefits: Benefits,
    tier: str,
    before: Collection[str],
    gives: Catalogue,
    person: Taste,
    *,
    may_use_logo: bool | None,
) -> tuple[str, ...]:
    """What somebody who reached a tier is granted as tasks, in the catalogue's order: all of this tier and those below, but
    what they had within the year (`before`), and what they or their company do not want or may not take."""
    return tuple(
        kind
        for kind, one in benefits.items()
        if TIERS.index(one.tier) <= TIERS.index(tier)
        and not one.by_itself
        and kind not in before
        and not (one.public and person.may_name_publicly is False)
        and not (one.logo and may_use_logo is False)
        and (one.give is None or one.give not in gives or may_have(one.give, gives[one.give], person))
    )


def to_ask_first(
    kind: BenefitKind, gives: Catalogue, person: Taste, *, may_use_logo: bool | None
) -> str | None:
    """What nobody knows yet and has to be asked before: name, logo or gift; None where nothing is."""
    if kind.public and person.may_name_publicly is None:
        return "name"
    if kind.logo and may_use_logo is None:
        return "logo"
    if kind.give is not None and kind.give in gives and gives[kind.give].connects and person.unsure:
        return "gift"
    return None
