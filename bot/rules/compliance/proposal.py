"""What is proposed: the facts that the guard judges."""

from dataclasses import dataclass

GIFT_CARD, DONATION = "gift_card", "donation"
INCENTIVES = (GIFT_CARD, "swag", "credit", "training", DONATION, "experience")
"""The kinds of incentive."""
TIMINGS = ("before", "during", "after")
"""When it is promised, seen from the activity."""
SECTORS = ("private", "public", "unknown")
RELATIONS = ("customer", "staff", "agent", "relative")
CONDITIONS = ("positive", "rating", "deal_won")
"""What it may be made to depend on: something positive being said, a rating, the deal being won."""

BOUNDED = frozenset({"reference_call", "survey"})
"""Activities that begin and end and leave nothing published: the only ones that something like cash may follow."""
PRAISE = frozenset(
    {"testimonial", "video_testimonial", "case_study", "social_post", "community_post", "press"}
)
"""Activities whose outcome is published praise."""
WRITTEN_ON_PLATFORMS = frozenset({"testimonial", "video_testimonial", "social_post", "community_post"})
"""What is a review by another name once it stands on a review platform."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something of value for one recipient. Amounts are in the program's currency; unknown is None."""

    kind: str
    """One of INCENTIVES."""
    activity: str | None = None
    """The kind of activity it is for; None is a general thank-you with no activity behind it."""
    timing: str = "after"
    platform: str | None = None
    """The review platform, canonical where it is known, else as it was named."""
    amount: float | None = None
    sector: str = "private"
    """Of the recipient's employer. Unknown means that it may well be public."""
    relation: str = "customer"
    gifts_allowed: bool | None = True
    """Whether the recipient's employer lets them take gifts."""
    condition: str | None = None
    """One of CONDITIONS, where it depends on one."""
    bargain: str | None = None
    """Words of the reason given for it that read as if it depended on what is said; they may be meant otherwise."""
    given_this_year: float = 0.0
    """What this recipient has been given or promised in the last 365 days, this one apart."""
    budget_left: float | None = None
    """What is left of the period's budget, where there is one."""
    review_near: bool = False
    """Whether this person is being asked for a review, or wrote one in the last weeks."""
