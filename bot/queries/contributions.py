"""A year of one advocate's help, and what the people of one company did since a day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.contribution_facts import Contribution, Contributions, ImpactYear
from bot.facts import Colleague, Contact, StoryCard
from bot.queries.naming import card
from bot.queries.reference_requests import activity_story
from bot.queries.stories import showable_stories
from bot.rules.names import after, looked_up
from models import Account, Activity, Advocate

YEAR = timedelta(days=365)
TOLD = 12
"""Activities that a letter names: it stays a letter."""
STORIES = 3


def impact_year(session: Session, advocate: Advocate, csm: Colleague, now: datetime) -> ImpactYear:
    """The last 365 days of one advocate; surveys do not count."""
    since = now.date() - YEAR
    ids = session.scalars(
        select(Activity.id)
        .where(
            Activity.advocate_id == advocate.id,
            Activity.completed_on > since,
            Activity.completed_on <= now.date(),
            Activity.effort > 0,
        )
        .order_by(Activity.completed_on.desc(), Activity.id.desc())
    ).all()
    stories = [activity_story(session, one, now) for one in reversed(ids[:TOLD])]
    told = [one.card for one in showable_stories(session, [advocate.id]) if one.is_own]
    return ImpactYear(
        card(session, advocate),
        Contact(advocate.email, advocate.phone),
        csm,
        since,
        tuple(one for one in stories if one is not None),
        max(0, len(ids) - TOLD),
        tuple(told[:STORIES]),
    )


def contributions(session: Session, account: Account, since: date, today: date) -> Contributions:
    """Everything of the account's people since that day, included. A prospect, an amount, what was said: never part of it."""
    rows = session.execute(
        select(Activity, Advocate.name, Advocate.may_name_publicly)
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .where(
            Advocate.account_id == account.id,
            Activity.completed_on >= since,
            Activity.completed_on <= today,
            Activity.effort > 0,
        )
        .order_by(Activity.completed_on.desc(), Activity.id)
    )
    lines = [
        Contribution(
            one.kind,
            one.completed_on,
            one.minutes,
            one.platform,
            name if may_name else None,
            one.published_link if may_name and one.published_on and one.published_on <= today else None,
        )
        for one, name, may_name in rows
    ]
    people = session.scalars(select(Advocate.id).where(Advocate.account_id == account.id)).all()
    stories: dict[str, StoryCard] = {one.card.link: one.card for one in showable_stories(session, people[:1])}
    return Contributions(account.name, since, tuple(lines), tuple(stories.values())[:STORIES])


def accounts_called(
    session: Session, typed: str, csms: Collection[str] | None, limit: int
) -> Sequence[Account]:
    """Accounts by domain or by how their name begins, of some CSMs or of all."""
    begins = " ".join(looked_up(typed))
    if not begins:
        return []
    found = select(Account).where(
        (Account.domain == typed.strip().lower())
        | ((Account.name_key >= begins) & (Account.name_key < after(begins)))
    )
    if csms is not None:
        found = found.where(Account.csm.in_(csms))
    return session.scalars(found.order_by(Account.name_key).limit(limit)).all()
