"""Counters that tell when something derived from the data must be built anew."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Version


def version(session: Session, name: str) -> int:
    """How often it has changed. A session looks once, for all names together."""
    known: dict[str, int] | None = session.info.get("versions")
    if known is None:
        rows = session.execute(select(Version.name, Version.number)).all()
        known = session.info["versions"] = {row.name: row.number for row in rows}
    return known.get(name, 0)


def grow(session: Session, name: str) -> None:
    """Says, in the caller's transaction, that it has changed."""
    row = session.get(Version, name, with_for_update=True)
    if row is None:
        session.add(Version(name=name, number=1))
    else:
        row.number += 1
