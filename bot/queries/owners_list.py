"""What has waited too long although somebody was reminded: the owners' list."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.facts import OwnersList
from bot.queries.reference_requests import activity_story, ask_story
from bot.rules.policy import Policy
from models import Activity, Ask

SHOWN = 8
"""Lines of each sort: what a message holds however long the names are."""


def owners_list(session: Session, policy: Policy, now: datetime, owners: Collection[str]) -> OwnersList:
    """Everything on it today, as far as a message holds it."""
    listed = [
        list(
            session.scalars(
                select(table.id)
                .where(table.with_owners_since.is_not(None))
                .order_by(table.with_owners_since, table.id)
                .limit(SHOWN)
            )
        )
        for table in (Ask, Activity)
    ]
    count = sum(
        session.scalar(select(func.count()).where(table.with_owners_since.is_not(None))) or 0
        for table in (Ask, Activity)
    )
    asks = [ask_story(session, one, policy, now, owners) for one in listed[0]]
    activities = [activity_story(session, one, now) for one in listed[1]]
    return OwnersList(
        tuple(one for one in asks if one is not None),
        tuple(one for one in activities if one is not None),
        count - sum(len(ids) for ids in listed),
    )
