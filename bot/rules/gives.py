"""What is done for an advocate with nothing asked in return (program.md section 3): the effort each give takes of us, which of
the things people care about it serves, and which would please this person on this occasion. Ideas are for a colleague: they
never carry an ask."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

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

AGAIN_AFTER = timedelta(days=365)
"""The same thing is not proposed twice in a year."""
MOST = 3

SAID = {
    "a_cause": CAUSE,
    "giving_back": CAUSE,
    "charity": CAUSE,
    "thanks": THANKED,
    "recognition": THANKED,
    "being_seen": VISIBILITY,
    "networking": NETWORK,
    "growth": LEARNING,
    "development": LEARNING,
    "impact": INFLUENCE,
}
"""Other words for what people care about."""

NOTES = frozenset({"thank_you_note", "handwritten_note", "executive_note"})
WITH_INTEREST = ("book", "keepsake")
"""Can be about something they like."""
ON_REQUEST = frozenset({"job_reference", "gift", "thank_you_note"})
"""Nothing to come up with by oneself: the first is theirs to ask for, the second nothing in particular, the third is owed."""
WORK_FOR_THEM = frozenset({"co_presenting", "bylined_article"})
"""Welcome to whoever wants to be seen; to anybody else it is an ask."""
PUBLIC = frozenset({"spotlight", "bylined_article", "co_presenting"})

SUITS: Mapping[str, tuple[str, ...]] = {
    "promotion": ("linkedin_recommendation", "peer_introduction", "executive_note", "handwritten_note"),
    "work_anniversary": ("handwritten_note", "keepsake", "linkedin_recommendation"),
    "program_anniversary": ("keepsake", "handwritten_note", "executive_note", "roadmap_session"),
    "customer_anniversary": ("handwritten_note", "executive_note", "roadmap_session"),
    "company_anniversary": ("flowers", "executive_note", "handwritten_note"),
    "funding": ("executive_note", "peer_introduction", "handwritten_note"),
    "customer_win": ("handwritten_note", "executive_note", "flowers"),
    "tier": ("executive_note", "spotlight", "roadmap_session", "keepsake"),
    "nth_activity": ("executive_note", "keepsake", "spotlight"),
    "quiet": ("executive_call", "roadmap_session", "early_access", "peer_introduction"),
    "unnoticed": ("handwritten_note", "linkedin_recommendation", "peer_introduction", "book"),
    "other": ("handwritten_note",),
}
"""By occasion what suits it for anybody, best first: a kind of milestone, or quiet and unnoticed."""


class Taste(NamedTuple):
    """What is known of somebody that decides what pleases them."""

    id: str
    values: tuple[str, ...] = ()
    """As the data has them, the strongest first."""
    interests: tuple[str, ...] = ()
    given: Mapping[str, date] = {}
    """By kind the last day on which they were given it."""
    charity: str | None = None
    gifts_allowed: bool | None = None
    """Whether their employer lets them take gifts; None: nobody knows."""
    sector: str = "private"
    """public, private or unknown."""
    may_name_publicly: bool | None = None

    @property
    def unsure(self) -> bool:
        """Whether nobody knows if they may take something of value."""
        return self.gifts_allowed is None or self.sector == "unknown"


class Idea(NamedTuple):
    """One give and why it fits: `because` is value (of theirs, in `about`), interest (in `about`), charity (`about`) or
    occasion."""

    kind: str
    because: str
    about: str = ""
    ask_first: bool = False
    """Whether it is worth something and nobody knows if they may take it."""


def fitting(
    catalogue: Catalogue, person: Taste, occasion: str, today: date, most: int = MOST
) -> tuple[Idea, ...]:
    """The best ideas for a person, the best first; at least one, and no two of a sort. Same facts, same ideas; people who
    are alike do not all get the same."""
    cares = [value_of(value) for value in person.values]
    found = []
    for kind, give in catalogue.items():
        if kind in ON_REQUEST or not may_have(kind, give, person):
            continue
        if kind in WORK_FOR_THEM and (VISIBILITY not in cares or occasion == "quiet"):
            continue
        points, idea = _judged(kind, give, person, cares, occasion)
        again = person.given.get(kind, date.min) > today - AGAIN_AFTER
        if points and not again:
            found.append((-points, idea.ask_first, crc32(f"{person.id} {kind}".encode()), idea))
    ideas: list[Idea] = []
    for *_, idea in sorted(found):
        if len(ideas) < most and not any(_alike(catalogue, idea, one) for one in ideas):
            ideas.append(idea)
    return tuple(ideas) or (Idea("handwritten_note", "occasion"),)


def value_of(said: str) -> str:
    """What somebody cares about, as the catalogue calls it."""
    word = "_".join(said.casefold().replace("-", " ").split())
    return SAID.get(word, word)


def may_have(kind: str, give: GiveKind, person: Taste) -> bool:
    """Whether nothing forbids it: an employer without gifts leaves a donation, the public sector nothing of value."""
    if kind in PUBLIC and person.may_name_publicly is False:
        return False
    if not give.connects:
        return True
    if person.sector == "public":
        return False
    return person.gifts_allowed is not False or kind == "donation"


def _judged(kind: str, give: GiveKind, person: Taste, cares: list[str], occasion: str) -> tuple[float, Idea]:
    """Points, none where nothing speaks for it, and the idea with its best reason."""
    ask_first = give.connects and person.unsure
    suits = SUITS.get(occasion, SUITS["other"])
    fits = 2.0 - suits.index(kind) * 0.1 if kind in suits else 0.0
    served = [value for value in cares if value in give.serves]
    if kind == "donation" and person.charity:
        return 2.5 + fits, Idea(kind, "charity", person.charity, ask_first)
    if served:
        best = served[0]
        points = 3.0 - cares.index(best) * 0.5 - give.serves.index(best) * 0.3
        return points + fits, Idea(kind, "value", best, ask_first)
    if kind in WITH_INTEREST and person.interests:
        return 1.5 + fits, Idea(kind, "interest", person.interests[0], ask_first)
    return fits, Idea(kind, "occasion", "", ask_first)


def _alike(catalogue: Catalogue, one: Idea, other: Idea) -> bool:
    """Two notes, or two things that cost money, are no choice."""
    both = {one.kind, other.kind}
    return both <= NOTES or all(catalogue[kind].connects for kind in both)
