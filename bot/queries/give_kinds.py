"""The kinds of give that owners added."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.gives import GiveKind
from models import OwnGive

CATALOGUE = "gives"
"""The name of the version that grows with each change."""


def own_kinds(session: Session) -> dict[str, GiveKind]:
    """By the word that stands in the data, in the order in which they were added."""
    rows = session.scalars(select(OwnGive).order_by(OwnGive.at, OwnGive.kind))
    return {one.kind: GiveKind(one.effort, tuple(one.serves), one.connects, one.name) for one in rows}
