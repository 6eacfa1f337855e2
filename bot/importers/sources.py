"""Every kind of file that can be imported and exported."""

from bot.errors import BadInput
from bot.importers import (
    accounts,
    activities,
    advocates,
    asks,
    costs,
    deals,
    gives,
    milestones,
    signals,
    stories,
)
from bot.importers.columns import Source
from bot.importers.nearest import nearest

SOURCES = {
    source.name: source
    for source in (
        accounts.SOURCE,
        advocates.SOURCE,
        activities.SOURCE,
        asks.SOURCE,
        gives.SOURCE,
        signals.SOURCE,
        milestones.SOURCE,
        stories.SOURCE,
        deals.SOURCE,
        costs.SOURCE,
    )
}
"""In an order in which they can be imported: each refers only to those before it."""


def source_named(kind: str) -> Source:
    """The source of that name, or BadInput with the names there are."""
    if source := SOURCES.get(kind):
        return source
    meant = nearest(kind, SOURCES)
    advice = f"did you mean {meant}? " if meant else ""
    raise BadInput(f"{kind}: there is no such kind of data; {advice}It can be {', '.join(SOURCES)}")
