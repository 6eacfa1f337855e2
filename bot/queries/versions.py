"""Counters that tell when something derived from the data must be built anew."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import insert_into, plain
from models import Version

VERSIONS = select(Version.name, Version.number)


def version(session: Session, name: str) -> int:
    """How often it has changed. A session looks once, for all names together."""
    known: dict[str, int] | None = session.info.get("versions")
    if known is None:
        known = session.info["versions"] = dict(plain(session, VERSIONS).all())
    return known.get(name, 0)


def grow(session: Session, name: str) -> None:
    """Says, in the caller's transaction, that it has changed. Whoever says so at the same time counts as well."""
    new = insert_into(session, Version).values(name=name, number=1)
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_={"number": Version.number + 1}))
