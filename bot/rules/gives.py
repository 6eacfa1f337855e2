"""What is done for an advocate with nothing asked in return (program.md section 3): the effort each give takes of us, and
which of the things people care about it serves."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

INFLUENCE, VISIBILITY, NETWORK, LEARNING = "influence", "visibility", "network", "learning"
CAUSE, THANKED = "cause", "being_thanked"
VALUES = (INFLUENCE, VISIBILITY, NETWORK, LEARNING, CAUSE, THANKED)
"""What advocates care about, as far as gives can serve it."""


class GiveKind(NamedTuple):
    """Effort 1 to 3, on the scale of what advocates do for us; the values it serves, the strongest first."""

    effort: int
    serves: tuple[str, ...]


GIVES: Mapping[str, GiveKind] = MappingProxyType(
    {
        "thank_you_note": GiveKind(1, (THANKED,)),
        "handwritten_note": GiveKind(1, (THANKED,)),
        "executive_note": GiveKind(1, (THANKED, INFLUENCE)),
        "executive_call": GiveKind(2, (INFLUENCE, THANKED)),
        "early_access": GiveKind(1, (LEARNING, INFLUENCE)),
        "roadmap_session": GiveKind(2, (INFLUENCE, LEARNING)),
        "peer_introduction": GiveKind(1, (NETWORK, LEARNING)),
        "linkedin_recommendation": GiveKind(1, (VISIBILITY, THANKED)),
        "job_reference": GiveKind(2, (NETWORK, THANKED)),
        "co_presenting": GiveKind(3, (VISIBILITY, NETWORK)),
        "bylined_article": GiveKind(3, (VISIBILITY,)),
        "sponsored_attendance": GiveKind(2, (LEARNING, NETWORK)),
        "spotlight": GiveKind(2, (VISIBILITY,)),
        "flowers": GiveKind(1, (THANKED,)),
        "book": GiveKind(1, (LEARNING, THANKED)),
        "keepsake": GiveKind(2, (THANKED,)),
        "gift": GiveKind(1, (THANKED,)),
        "donation": GiveKind(1, (CAUSE,)),
    }
)
