"""Who could be in the spotlight, and the month's suggestion."""

from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from bot.facts import Contact, DocumentedStory
from bot.milestone_facts import SpotlightStory
from bot.queries.naming import card
from bot.queries.people import colleague
from bot.rules.spotlight import REST_DAYS, Candidate
from bot.rules.tiers import COMMUNITY
from models import Account, Advocate, Give, Spotlight, Story

GIVEN = "spotlight"


def has_suggestion(session: Session, month: str) -> bool:
    """Whether somebody was suggested for a month already."""
    return session.scalar(select(Spotlight.id).where(Spotlight.month == month)) is not None


def candidates(session: Session, now: datetime) -> list[Candidate]:
    """Everybody enrolled who helped in the last year, has not said no to being named, is not paused, and was neither
    suggested nor in the spotlight in the last 365 days: one statement."""
    since, today = now - timedelta(days=REST_DAYS), now.date()
    story = exists().where(Story.advocate_id == Advocate.id, Story.may_share.is_(True))
    rows = session.execute(
        select(Advocate.id, Advocate.tier, Advocate.values, story)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Advocate.stage == "enrolled",
            Advocate.tier != COMMUNITY,
            or_(Advocate.may_name_publicly.is_(None), Advocate.may_name_publicly.is_(True)),
            or_(Advocate.paused_until.is_(None), Advocate.paused_until <= today),
            or_(Advocate.relation.is_(None), Advocate.relation == "customer"),
            Account.churned_on.is_(None),
            ~exists().where(Spotlight.advocate_id == Advocate.id, Spotlight.suggested_at > since),
            ~exists().where(
                Give.advocate_id == Advocate.id, Give.kind == GIVEN, Give.given_on > since.date()
            ),
        )
        .order_by(Advocate.id)
    )
    return [Candidate(row[0], row[1], tuple(row[2]), bool(row[3])) for row in rows]


def spotlight_story(session: Session, spotlight_id: str) -> SpotlightStory | None:
    """The month's suggestion as it stands; None where it is gone, or they have left."""
    one = session.get(Spotlight, spotlight_id)
    if one is None:
        return None
    advocate = session.get_one(Advocate, one.advocate_id)
    if advocate.stage == "retired":
        return None
    account = session.get_one(Account, advocate.account_id)
    out = select(Give.id).where(
        Give.advocate_id == advocate.id, Give.kind == GIVEN, Give.given_on >= one.suggested_at.date()
    )
    return SpotlightStory(
        id=one.id,
        month=date.fromisoformat(f"{one.month}-01"),
        advocate=card(session, advocate),
        contact=Contact(advocate.email, advocate.phone),
        account=account.name,
        company=account.name if account.may_use_logo else None,
        products=tuple(account.products),
        reasons=tuple(one.reasons),
        csm=colleague(session, account.csm),
        story=_story(session, advocate, account),
        agreed=one.agreed,
        out=session.scalar(out.limit(1)) is not None,
    )


def _story(session: Session, advocate: Advocate, account: Account) -> DocumentedStory | None:
    row = session.scalars(
        select(Story)
        .where(Story.advocate_id == advocate.id, Story.may_share.is_(True))
        .order_by(Story.title, Story.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    numbers = bool(account.may_share_numbers)
    return DocumentedStory(
        row.title,
        row.use_case,
        row.before if numbers else None,
        row.after if numbers else None,
        row.measure,
        row.value if numbers else None,
        row.link,
    )
