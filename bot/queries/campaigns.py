"""Who meets a gift campaign's criteria, and what became of what it gave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.rules.campaigns import RE_ENGAGED_DAYS, Criteria, Known, Why, why
from models import Account, Activity, Advocate, Ask, GiftCampaign, Give, Incentive


@dataclass(frozen=True)
class Qualified:
    """Somebody who meets the criteria, and why."""

    advocate_id: str
    name: str
    account: str
    why: tuple[Why, ...]
    incentive_state: str | None
    """The state of what this campaign gave them already."""


def campaign_named(session: Session, name: str) -> GiftCampaign | None:
    """A campaign by its name, whatever its case."""
    return session.scalars(
        select(GiftCampaign).where(func.lower(GiftCampaign.name) == name.strip().lower())
    ).one_or_none()


def qualified(session: Session, campaign: GiftCampaign, today: date) -> list[Qualified]:
    """Everybody enrolled who meets the criteria on a day, by name. Six statements, whatever their number."""
    criteria = Criteria.read(campaign.criteria)
    since = today - timedelta(days=criteria.within_days)
    contacts: dict[str, date] = {}
    for advocate_id, day in _contacts(session):
        contacts[advocate_id] = max(day, contacts.get(advocate_id, day))
    done: dict[str, dict[str, date]] = {}
    counts: dict[str, int] = {}
    rows = session.execute(
        select(Activity.advocate_id, Activity.kind, func.max(Activity.completed_on), func.count())
        .where(Activity.completed_on > since, Activity.completed_on <= today, Activity.kind != "survey")
        .group_by(Activity.advocate_id, Activity.kind)
    )
    for advocate_id, kind, last, count in rows:
        done.setdefault(advocate_id, {})[kind] = last
        counts[advocate_id] = counts.get(advocate_id, 0) + count
    given = select(Incentive.advocate_id, Incentive.state).where(Incentive.campaign_id == campaign.id)
    states = {row.advocate_id: row.state for row in session.execute(given)}
    people = session.execute(
        select(Advocate.id, Advocate.name, Account.name, Account.industry, Account.segment, Account.region)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Advocate.stage == "enrolled", or_(Advocate.relation.is_(None), Advocate.relation == "customer")
        )
        .order_by(Advocate.name, Advocate.id)
    )
    found = []
    for advocate_id, name, account, industry, segment, region in people:
        known = Known(
            industry,
            segment,
            region,
            contacts.get(advocate_id),
            done.get(advocate_id, {}),
            counts.get(advocate_id, 0),
        )
        reasons = why(criteria, known, today)
        if reasons is not None:
            found.append(Qualified(advocate_id, name, account, reasons, states.get(advocate_id)))
    return found


def _contacts(session: Session) -> Iterator[tuple[str, date]]:
    asked = select(Ask.advocate_id, func.max(Ask.counted_on)).where(Ask.contacted_at.is_not(None))
    for statement in (
        asked.group_by(Ask.advocate_id),
        select(Activity.advocate_id, func.max(Activity.completed_on)).group_by(Activity.advocate_id),
        select(Give.advocate_id, func.max(Give.given_on)).group_by(Give.advocate_id),
    ):
        for advocate_id, day in session.execute(statement):
            if day is not None:
                yield advocate_id, day


@dataclass(frozen=True)
class Result:
    """What became of a campaign, in numbers of people, and its cost so far."""

    offered: int
    """Filed and not denied or taken back."""
    waiting: int
    """For an owner, or for the recipient's word."""
    taken: int
    swapped: int
    donated: int
    declined: int
    delivered: int
    stuck: int
    cost: float
    """Of what was ordered or delivered."""
    currency: str
    re_engaged: int
    """Of those offered something: how many said yes to an ask or did something within 90 days."""


def result(session: Session, campaign: GiftCampaign) -> Result:
    """The numbers as they stand."""
    rows: Sequence[Incentive] = session.scalars(
        select(Incentive).where(
            Incentive.campaign_id == campaign.id, Incentive.state.not_in(("denied", "withdrawn"))
        )
    ).all()
    going = [one for one in rows if one.state in ("ordered", "parked", "delivered")]
    return Result(
        offered=len(rows),
        waiting=sum(one.state in ("held", "proposed", "approved") for one in rows),
        taken=sum(one.choice == "take" for one in going),
        swapped=sum(one.choice == "swap" for one in going),
        donated=sum(one.choice == "donate" for one in going),
        declined=sum(one.state == "declined" for one in rows),
        delivered=sum(one.state == "delivered" for one in rows),
        stuck=sum(one.state == "parked" for one in rows),
        cost=sum(one.amount for one in going),
        currency=campaign.currency,
        re_engaged=sum(_came_back(session, one) for one in rows if one.chosen_at is not None),
    )


def _came_back(session: Session, incentive: Incentive) -> bool:
    since = incentive.chosen_at
    assert since is not None
    until = since + timedelta(days=RE_ENGAGED_DAYS)
    return _did_something(session, incentive.advocate_id, since, until) or _said_yes(
        session, incentive.advocate_id, since, until
    )


def _did_something(session: Session, advocate_id: str, since: datetime, until: datetime) -> bool:
    found = select(Activity.id).where(
        Activity.advocate_id == advocate_id,
        Activity.completed_on > since.date(),
        Activity.completed_on <= until.date(),
    )
    return session.scalar(found.limit(1)) is not None


def _said_yes(session: Session, advocate_id: str, since: datetime, until: datetime) -> bool:
    found = select(Ask.id).where(
        Ask.advocate_id == advocate_id,
        Ask.answer == "yes",
        Ask.answered_at > since,
        Ask.answered_at <= until,
    )
    return session.scalar(found.limit(1)) is not None
