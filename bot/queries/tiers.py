"""What tiers are judged from: who did how much in a year, and on which days."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.rules.kinds import KINDS
from bot.rules.tiers import COMMUNITY, REMEMBERED, YEAR, moves
from models import Activity, Advocate

MOVING = [kind for kind in KINDS if moves(kind)]


class Recognised(NamedTuple):
    """One person as their row says, and how many activities of the last 365 days count."""

    id: str
    tier: str
    done: int


def recognised(session: Session, today: date) -> list[Recognised]:
    """Everybody above the community, and whoever did something that counts in the last 365 days: one statement."""
    done = (
        select(Activity.advocate_id, func.count().label("done"))
        .where(
            Activity.completed_on > today - YEAR, Activity.completed_on <= today, Activity.kind.in_(MOVING)
        )
        .group_by(Activity.advocate_id)
        .subquery()
    )
    rows = session.execute(
        select(Advocate.id, Advocate.tier, func.coalesce(done.c.done, 0))
        .outerjoin(done, done.c.advocate_id == Advocate.id)
        .where((Advocate.tier != COMMUNITY) | (done.c.done > 0))
        .order_by(Advocate.id)
    )
    return [Recognised(*row) for row in rows]


def days_done(session: Session, advocates: Collection[str], today: date) -> Mapping[str, list[date]]:
    """By advocate the days of what counts in the last 730 days, as far back as rules/tiers.py looks."""
    rows = session.execute(
        select(Activity.advocate_id, Activity.completed_on).where(
            Activity.advocate_id.in_(advocates),
            Activity.completed_on > today - REMEMBERED,
            Activity.completed_on <= today,
            Activity.kind.in_(MOVING),
        )
    )
    days: dict[str, list[date]] = {one: [] for one in advocates}
    for advocate, day in rows:
        days[advocate].append(day)
    return days
