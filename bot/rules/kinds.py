"""The kinds of activity that advocates are asked for, and the effort each one costs them."""

from collections.abc import Mapping
from types import MappingProxyType

NONE, LOW, MEDIUM, HIGH = 0, 1, 2, 3
"""Effort, which is also the weight that the yearly limit adds up. NONE never counts for anything."""

EFFORT: Mapping[str, int] = MappingProxyType(
    {
        "review": LOW,
        "testimonial": LOW,
        "social_post": LOW,
        "community_post": LOW,
        "product_feedback": LOW,
        "introduction": LOW,
        "referral": LOW,
        "beta_test": LOW,
        "reference_call": MEDIUM,
        "reference_email": MEDIUM,
        "video_testimonial": MEDIUM,
        "webinar_panel": MEDIUM,
        "podcast": MEDIUM,
        "case_study": HIGH,
        "speaking": HIGH,
        "advisory_board": HIGH,
        "press": HIGH,
        "survey": NONE,
    }
)

KINDS: tuple[str, ...] = tuple(EFFORT)

PUBLISHED = frozenset(
    {
        "review",
        "testimonial",
        "social_post",
        "community_post",
        "video_testimonial",
        "webinar_panel",
        "podcast",
        "case_study",
        "speaking",
        "press",
    }
)
"""Kinds that others can see in the end."""

HIGH_EFFORT = HIGH
"""The effort from which on an ask needs the longer cooldown."""

SHORT_CALL_MINUTES = 15
"""A reference call of at most this length is low effort."""


def effort_of(kind: str, minutes: int | None = None) -> int:
    """The effort of one activity of `kind`, 0 to 3; `minutes` is its length where known. KeyError for an unknown kind."""
    if kind == "reference_call" and minutes is not None and minutes <= SHORT_CALL_MINUTES:
        return LOW
    return EFFORT[kind]


def counts(kind: str) -> bool:
    """Whether activities of `kind` count for frequency, tiers and thanks: all but surveys. KeyError for an unknown kind."""
    return EFFORT[kind] > NONE
