"""The states of a request and of an ask, and the only ways from one to the next (program.md section 6)."""

from types import MappingProxyType

ASK = MappingProxyType(
    {
        "reserved": frozenset({"approved", "released", "sent"}),
        "approved": frozenset({"sent", "released"}),
        "sent": frozenset({"awaiting_approval", "accepted", "scheduled", "declined", "no_answer", "unused"}),
        "awaiting_approval": frozenset({"accepted", "scheduled", "unused"}),
        "accepted": frozenset({"accepted", "scheduled", "completed", "unused"}),
        "scheduled": frozenset({"scheduled", "accepted", "completed", "unused"}),
        "completed": frozenset({"accepted", "scheduled"}),
        "unused": frozenset[str](),
        "declined": frozenset[str](),
        "no_answer": frozenset[str](),
        "released": frozenset({"sent"}),
    }
)
"""From each state of an ask to those it may move to. *Sent* is a fact: it is recorded also of a released ask, and of a
reserved one that the CSM wrote to without saying so first. `unused` is a yes that came to nothing; `awaiting_approval`
one that the advocate's company has to agree to first. What was only taken as completed can still be reported on."""

OPEN = frozenset({"reserved", "approved", "sent", "awaiting_approval", "accepted", "scheduled"})
"""An ask is open from its reservation until its outcome is recorded or it is released."""

BEFORE_CONTACT = frozenset({"reserved", "approved"})
CLOSED = frozenset(ASK) - OPEN

REQUEST = MappingProxyType(
    {
        "searching": frozenset({"asking", "unfilled", "cancelled", "closed_unfilled"}),
        "asking": frozenset({"searching", "filled", "cancelled"}),
        "filled": frozenset({"completed", "came_to_nothing", "searching", "cancelled"}),
        "unfilled": frozenset({"asking", "searching", "filled", "cancelled", "closed_unfilled"}),
        "completed": frozenset({"filled"}),
        "came_to_nothing": frozenset({"searching"}),
        "cancelled": frozenset[str](),
        "closed_unfilled": frozenset[str](),
    }
)
"""From each state of a request to those it may move to. `searching` wants the next on its bench; `asking` has an ask with
a CSM or an advocate; `filled` has a yes; `came_to_nothing` had one that was not used; `unfilled` waits for somebody who fits,
`closed_unfilled` waited until the day it was needed by."""

ASK_BACK = MappingProxyType(
    {
        "approved": frozenset({"reserved"}),
        "sent": frozenset({"reserved", "approved", "released"}),
        "awaiting_approval": frozenset({"sent"}),
        "accepted": frozenset({"sent", "awaiting_approval"}),
        "scheduled": frozenset({"sent", "awaiting_approval"}),
        "declined": frozenset({"sent"}),
        "no_answer": frozenset({"sent"}),
        "unused": frozenset({"awaiting_approval", "accepted", "scheduled"}),
        "released": frozenset({"reserved", "approved"}),
    }
)
"""From each state of an ask to those that taking a wrong click back may lead to."""

REQUEST_BACK = MappingProxyType(
    {
        "filled": frozenset({"asking"}),
        "came_to_nothing": frozenset({"filled"}),
        "cancelled": frozenset({"searching", "asking", "filled", "unfilled"}),
    }
)
"""The same of a request."""

LIVE_REQUEST = frozenset({"searching", "asking", "filled", "unfilled"})


class NoSuchMove(ValueError):
    """A state was to move where the table has no way."""


def check_move(table: MappingProxyType[str, frozenset[str]], before: str, after: str) -> None:
    """Nothing where the table has this way, else NoSuchMove."""
    if after not in table.get(before, ()):
        raise NoSuchMove(f"no way from {before} to {after}")
