"""Owners' overrides: the one that waits to be used, and the one an ask was made with."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.db import built_once
from bot.facts import Overridden
from bot.queries.people import colleague
from bot.rules.verdict import Reason, Verdict
from models import OwnerOverride

HOLDS = timedelta(hours=1)
"""How long an override waits for its ask."""


def waiting_override(
    session: Session, owner: str, advocate_id: str, kind: str, now: datetime
) -> OwnerOverride | None:
    """The newest override that this owner has written for such an ask and not used yet."""
    return session.scalars(
        select(OwnerOverride)
        .where(
            OwnerOverride.advocate_id == advocate_id,
            OwnerOverride.owner == owner,
            OwnerOverride.kind == kind,
            OwnerOverride.ask_id.is_(None),
            OwnerOverride.at > now - HOLDS,
        )
        .order_by(OwnerOverride.at.desc(), OwnerOverride.id.desc())
        .limit(1)
    ).first()


def override_of(session: Session, ask_id: str) -> Overridden | None:
    """What an owner has put aside for this ask; None for all that keep the limits."""
    override = session.scalars(*_of_ask(ask_id)).one_or_none()
    if override is None:
        return None
    return Overridden(colleague(session, override.owner), override.reason, reasons_of(override))


def put_aside(session: Session, ask_id: str) -> tuple[Reason, ...]:
    """The reasons that an owner has put aside for this ask."""
    override = session.scalars(*_of_ask(ask_id)).one_or_none()
    return reasons_of(override) if override else ()


@built_once
def _of_ask(ask_id: str) -> Select[OwnerOverride]:
    return select(OwnerOverride).where(OwnerOverride.ask_id == ask_id)


def reasons_of(override: OwnerOverride) -> tuple[Reason, ...]:
    """What stood against the ask when the owner decided."""
    return tuple(
        Reason(one["code"], date.fromisoformat(one["until"]) if one["until"] else None, one["limit"])
        for one in override.reasons
    )


def kept(verdict: Verdict) -> list[dict[str, str | int | None]]:
    """The reasons of a verdict as they are stored."""
    return [
        {"code": one.code, "until": one.until.isoformat() if one.until else None, "limit": one.limit}
        for one in verdict.reasons
    ]
