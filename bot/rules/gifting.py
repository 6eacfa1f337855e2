"""The life of an incentive, and the facts about a recipient that follow from what is known of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from types import MappingProxyType

from bot.rules.gives import GIVES

INCENTIVE = MappingProxyType(
    {
        "held": frozenset({"approved", "denied", "withdrawn"}),
        "proposed": frozenset({"held", "approved", "denied", "withdrawn"}),
        "approved": frozenset({"ordered", "held", "declined", "withdrawn"}),
        "ordered": frozenset({"parked", "delivered"}),
        "parked": frozenset({"ordered", "delivered", "withdrawn"}),
        "delivered": frozenset[str](),
        "declined": frozenset[str](),
        "denied": frozenset[str](),
        "withdrawn": frozenset[str](),
    }
)
"""From each state to those it may move to. `held` waits for an owner's release, `proposed` for an owner's approval, `approved` for
what the recipient would like, `ordered` for its delivery; `parked` was not taken by whoever fulfils orders. What the guard
holds when it looks again goes back to `held`."""

COMMITTED = frozenset({"held", "proposed", "approved", "ordered", "parked", "delivered"})
"""States that count against caps and budgets: given, promised, or waiting to be."""
FINISHED = frozenset({"delivered", "declined", "denied", "withdrawn"})
GIVEN = frozenset({"ordered", "parked", "delivered"})
"""States from which on there is a connection to disclose."""

TAKE, SWAP, DONATE, DECLINE = "take", "swap", "donate", "decline"
CHOICES = (TAKE, SWAP, DONATE, DECLINE)
"""What a recipient may say to an offer."""

YEAR = timedelta(days=365)
AFTERGLOW_DAYS = 30
"""After a review so many days a gift can be taken for its price."""
LATE_DAYS = 365
"""An activity longer ago than this is thanked for no more."""

CONNECTING_GIVES = frozenset(kind for kind, give in GIVES.items() if give.connects)
"""Of the gives that ship, those that are worth something."""

PUBLIC_ENDINGS = (".gov", ".mil", ".gouv.fr", ".bund.de", ".europa.eu", ".admin.ch")
PUBLIC_LABELS = frozenset({"gov", "mil", "gob", "gouv", "govt", "go", "nhs", "police"})
"""Second-level names that governments use, such as gov.uk and go.jp."""
PUBLIC_INDUSTRIES = frozenset({"government", "public sector", "public administration", "defence", "defense"})


def sector_of(public_sector: bool | None, domain: str, industry: str) -> str:
    """public or private where it is known; where it is not, unknown if the address or the industry speak of the public
    sector, else private."""
    if public_sector is not None:
        return "public" if public_sector else "private"
    labels = domain.lower().split(".")
    looks_public = (
        domain.lower().endswith(PUBLIC_ENDINGS)
        or (len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in PUBLIC_LABELS)
        or industry.strip().lower() in PUBLIC_INDUSTRIES
    )
    return "unknown" if looks_public else "private"


def timing_of(is_done: bool, open_states: Iterable[str]) -> str:
    """When something for an activity is promised: after it, during it (they said yes), or before."""
    if is_done:
        return "after"
    return "during" if {"accepted", "scheduled"} & set(open_states) else "before"


def year_before(day: date) -> date:
    """The last day that no longer counts for the yearly cap."""
    return day - YEAR
