"""What is known of a recipient before something is given, and what became of an incentive."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.db import built_once, plain
from bot.facts import Contact
from bot.incentive_facts import GuardFinding, IncentiveStory, OrderFacts
from bot.queries.naming import card
from bot.queries.people import colleague
from bot.rules.gifting import AFTERGLOW_DAYS, COMMITTED, CONNECTING_GIVES, GIVEN, LATE_DAYS, year_before
from bot.rules.lifecycle import OPEN
from models import (
    Account,
    Activity,
    Advocate,
    Ask,
    GiftBudget,
    GiftCampaign,
    GiftOrder,
    Give,
    GuardDecision,
    Incentive,
    OwnGive,
)


def unthanked_activity(session: Session, advocate_id: str, kind: str, today: date) -> Activity | None:
    """Their latest activity of a kind in the last year that nothing was given or promised for yet."""
    taken = select(Incentive.activity_id).where(
        Incentive.advocate_id == advocate_id,
        Incentive.activity_id.is_not(None),
        Incentive.state.in_(COMMITTED),
    )
    return session.scalars(
        select(Activity)
        .where(
            Activity.advocate_id == advocate_id,
            Activity.kind == kind,
            Activity.completed_on > today - timedelta(days=LATE_DAYS),
            Activity.completed_on <= today,
            Activity.id.not_in(taken),
        )
        .order_by(Activity.completed_on.desc(), Activity.id.desc())
        .limit(1)
    ).one_or_none()


def latest_for(session: Session, advocate_id: str, kind: str, today: date) -> Incentive | None:
    """What was last given or promised for an activity of this kind in the last year."""
    return session.scalars(
        select(Incentive)
        .where(
            Incentive.advocate_id == advocate_id,
            Incentive.for_activity == kind,
            Incentive.state.in_(COMMITTED),
            Incentive.proposed_on > year_before(today),
        )
        .order_by(Incentive.proposed_at.desc(), Incentive.id.desc())
        .limit(1)
    ).one_or_none()


def open_states(session: Session, advocate_id: str, kind: str) -> Sequence[str]:
    """The states of their open asks of a kind."""
    return session.scalars(
        select(Ask.state).where(Ask.advocate_id == advocate_id, Ask.kind == kind, Ask.state.in_(OPEN))
    ).all()


def review_near(session: Session, advocate_id: str, today: date) -> bool:
    """Whether they are being asked for a review, or wrote one in the last weeks."""
    if open_states(session, advocate_id, "review"):
        return True
    lately = select(Activity.id).where(
        Activity.advocate_id == advocate_id,
        Activity.kind == "review",
        Activity.completed_on > today - timedelta(days=AFTERGLOW_DAYS),
    )
    return session.scalar(lately.limit(1)) is not None


def given_in_year(session: Session, advocate_id: str, today: date, apart: str | None = None) -> float:
    """What they were given or promised in the last 365 days; beside one incentive only what was proposed before it."""
    total = session.scalar(
        select(func.sum(Incentive.amount)).where(
            Incentive.advocate_id == advocate_id,
            Incentive.state.in_(COMMITTED),
            Incentive.proposed_on > year_before(today),
            _before(apart),
        )
    )
    return float(total or 0.0)


def _before(apart: str | None) -> ColumnElement[bool]:
    """What counts beside an incentive: what was proposed before it, so that nobody is pushed out by whoever came later. Ids
    grow with time. Beside a new one everything counts."""
    return true() if apart is None else Incentive.id < apart


def budget_left(
    session: Session, budgets: Sequence[GiftBudget], campaign: GiftCampaign | None, apart: str | None = None
) -> float | None:
    """The least that any of these budgets has left; beside one incentive only what was proposed before it is spent. None where
    there is no budget."""
    left = [
        budget.amount
        - _spent(
            session,
            Incentive.proposed_on.between(budget.starts_on, budget.ends_on),
            _before(apart),
        )
        for budget in budgets
    ]
    if campaign is not None:
        spent = _spent(session, Incentive.campaign_id == campaign.id, _before(apart))
        left.append(campaign.budget - spent)
    return min(left) if left else None


def _spent(session: Session, *conditions: object) -> float:
    total = session.scalar(
        select(func.sum(Incentive.amount)).where(Incentive.state.in_(COMMITTED), *conditions)  # type: ignore[arg-type]
    )
    return float(total or 0.0)


def connection_of(advocate_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Whether this advocate was ever given something: what they say carries a connection."""
    incentive = select(Incentive.id).where(Incentive.advocate_id == advocate_id, Incentive.state.in_(GIVEN))
    own = select(OwnGive.kind).where(OwnGive.connects)
    give = select(Give.id).where(
        Give.advocate_id == advocate_id,
        or_(Give.kind.in_(CONNECTING_GIVES), Give.kind.in_(own), Give.cost > 0),
    )
    return or_(incentive.exists(), give.exists())


def is_connected(session: Session, advocate_id: str) -> bool:
    """The same for one advocate."""
    return bool(plain(session, *_connection(advocate_id)).scalar())


@built_once
def _connection(advocate_id: str) -> Select[bool]:
    return select(connection_of(Advocate.id)).where(Advocate.id == advocate_id)


def decision_of(session: Session, incentive_id: str) -> GuardDecision | None:
    """The guard's last decision on an incentive."""
    return session.scalars(
        select(GuardDecision)
        .where(GuardDecision.subject_kind == "incentive", GuardDecision.subject_id == incentive_id)
        .order_by(GuardDecision.at.desc(), GuardDecision.id.desc())
        .limit(1)
    ).one_or_none()


def incentive_story(session: Session, incentive_id: str) -> IncentiveStory | None:
    """One incentive with everyone around it; None where it is gone."""
    incentive = session.get(Incentive, incentive_id)
    if incentive is None:
        return None
    advocate = session.get_one(Advocate, incentive.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    activity = _activity_of(session, incentive)
    campaign = session.get(GiftCampaign, incentive.campaign_id) if incentive.campaign_id else None
    decision = decision_of(session, incentive_id)
    return IncentiveStory(
        id=incentive.id,
        state=incentive.state,
        kind=incentive.kind,
        proposed_kind=incentive.proposed_kind,
        amount=incentive.amount,
        currency=incentive.currency,
        for_activity=incentive.for_activity,
        done_on=activity.completed_on if activity else None,
        reason=incentive.reason,
        campaign=campaign.name if campaign else None,
        advocate=card(session, advocate),
        contact=Contact(advocate.email, advocate.phone),
        csm=colleague(session, account.csm),
        proposer=colleague(session, incentive.proposed_by),
        proposed_at=incentive.proposed_at,
        findings=tuple(_finding(one) for one in decision.findings) if decision else (),
        held_for=tuple(incentive.held_for),
        decided_by=colleague(session, incentive.decided_by) if incentive.decided_by else None,
        decided_at=incentive.decided_at,
        decision_reason=incentive.decision_reason,
        choice=incentive.choice,
        wish=incentive.wish,
        charity=advocate.charity,
        order=_order(session, incentive_id),
        delivered_on=incentive.delivered_on,
    )


def _activity_of(session: Session, incentive: Incentive) -> Activity | None:
    """What it thanks for: as it was known when it was proposed, or what has taken place since."""
    if incentive.activity_id is not None:
        return session.get(Activity, incentive.activity_id)
    if incentive.for_activity is None:
        return None
    return session.scalars(
        select(Activity)
        .where(
            Activity.advocate_id == incentive.advocate_id,
            Activity.kind == incentive.for_activity,
            Activity.completed_on >= incentive.proposed_on,
        )
        .order_by(Activity.completed_on, Activity.id)
        .limit(1)
    ).one_or_none()


def _finding(kept: dict[str, str]) -> GuardFinding:
    return GuardFinding(
        rule=kept["rule"],
        verdict=kept["verdict"],
        why=kept["why"],
        source=kept["source"],
        on=date.fromisoformat(kept["date"]),
        better=kept.get("better"),
    )


def _order(session: Session, incentive_id: str) -> OrderFacts | None:
    order = session.scalars(select(GiftOrder).where(GiftOrder.incentive_id == incentive_id)).one_or_none()
    if order is None:
        return None
    return OrderFacts(
        order.state, order.provider, order.reference, order.placed_at, order.tries, order.last_error
    )
