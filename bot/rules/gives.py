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
    """Effort 1 to 3, on the scale of what advocates do for us; the values it serves, the strongest first; whether it is worth
    something, which whoever was given it has to say (free products, access and passes are such connections too)."""

    effort: int
    serves: tuple[str, ...]
    connects: bool = False
    name: str | None = None
    """As people read it, of what owners added; the others have their words in a template."""


Catalogue = Mapping[str, GiveKind]
"""Every kind of give there is, by the word that stands in the data."""


GIVES: Catalogue = MappingProxyType(
    {
        "thank_you_note": GiveKind(1, (THANKED,)),
        "handwritten_note": GiveKind(1, (THANKED,)),
        "executive_note": GiveKind(1, (THANKED, INFLUENCE)),
        "executive_call": GiveKind(2, (INFLUENCE, THANKED)),
        "early_access": GiveKind(1, (LEARNING, INFLUENCE), connects=True),
        "roadmap_session": GiveKind(2, (INFLUENCE, LEARNING)),
        "peer_introduction": GiveKind(1, (NETWORK, LEARNING)),
        "linkedin_recommendation": GiveKind(1, (VISIBILITY, THANKED)),
        "job_reference": GiveKind(2, (NETWORK, THANKED)),
        "co_presenting": GiveKind(3, (VISIBILITY, NETWORK)),
        "bylined_article": GiveKind(3, (VISIBILITY,)),
        "sponsored_attendance": GiveKind(2, (LEARNING, NETWORK), connects=True),
        "spotlight": GiveKind(2, (VISIBILITY,)),
        "flowers": GiveKind(1, (THANKED,), connects=True),
        "book": GiveKind(1, (LEARNING, THANKED), connects=True),
        "keepsake": GiveKind(2, (THANKED,), connects=True),
        "gift": GiveKind(1, (THANKED,), connects=True),
        "donation": GiveKind(1, (CAUSE,), connects=True),
    }
)
"""What ships. Owners add kinds of their own (services/give_kinds.py)."""
