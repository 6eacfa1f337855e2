"""Gift campaigns and the budgets of a period: set by an owner, audited; who qualifies, what is proposed, what came of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import BadInput, Refused
from bot.queries import campaigns as queries
from bot.queries.campaigns import Qualified, Result
from bot.queries.incentives import budget_left
from bot.rules.campaigns import Criteria
from bot.rules.compliance import BLOCK, INCENTIVES, PASS
from bot.rules.kinds import EFFORT
from bot.services.guarding import Judged, Offer, judge_offer
from bot.services.incentive_steps import against
from bot.services.incentives import place
from bot.services.locks import lock_pair
from bot.services.program import Program, record
from models import Account, Advocate, GiftBudget, GiftCampaign


@dataclass(frozen=True)
class Plan:
    """A campaign as an owner plans it. `amount` is of one gift, `budget` of all."""

    name: str
    goal: str
    kind: str
    amount: float
    budget: float
    criteria: Criteria
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Candidate:
    """Somebody who qualifies, with what the guard says of the gift today."""

    who: Qualified
    verdict: str
    guard_why: str | None


@dataclass(frozen=True)
class Proposed:
    """What came of proposing to everybody who qualifies."""

    filed: int
    held: int
    blocked: int
    there_already: int


def set_budget(program: Program, by: str, starts_on: date, ends_on: date, amount: float) -> GiftBudget:
    """What may be given from one day to another, all recipients together. The same days again change the amount. BadInput."""
    _require_days(starts_on, ends_on)
    _require_amount(amount)
    with program.changing() as session:
        budget = session.scalars(
            select(GiftBudget).where(GiftBudget.starts_on == starts_on, GiftBudget.ends_on == ends_on)
        ).one_or_none()
        before = budget.amount if budget else None
        if budget is None:
            budget = GiftBudget(starts_on=starts_on, ends_on=ends_on)
        budget.amount, budget.currency = amount, program.policy_in(session).currency
        budget.set_by, budget.set_at = by, program.now()
        session.add(budget)
        session.flush()
        record(
            session,
            at=program.now(),
            actor=by,
            action="gift_budget_set",
            subject=("gift_budget", budget.id),
            amount=amount,
            currency=budget.currency,
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
            before=before,
        )
        return budget


def budgets(program: Program) -> list[tuple[GiftBudget, float]]:
    """Every budget, with what is left of it, by its first day."""
    with program.reading() as session:
        rows = session.scalars(select(GiftBudget).order_by(GiftBudget.starts_on, GiftBudget.id)).all()
        return [(one, budget_left(session, [one], None) or 0.0) for one in rows]


def create(program: Program, by: str, plan: Plan) -> GiftCampaign:
    """BadInput where the plan is nonsense or its name is taken."""
    _require_days(plan.starts_on, plan.ends_on)
    _require_amount(plan.amount)
    _require_amount(plan.budget)
    if not plan.name.strip() or not plan.goal.strip():
        raise BadInput("a campaign needs a name and a goal")
    if plan.kind not in INCENTIVES:
        raise BadInput(f"there is no kind “{plan.kind}”; the kinds are {', '.join(INCENTIVES)}")
    if plan.amount > plan.budget:
        raise BadInput(f"one gift of {plan.amount:g} is more than the whole budget of {plan.budget:g}")
    if not plan.criteria.says_something:
        raise BadInput(
            "say whom it is for: at least one of --quiet, --did, --activities, --industry, --segment, --region"
        )
    if plan.criteria.did is not None and plan.criteria.did not in EFFORT:
        raise BadInput(f"there is no kind of activity “{plan.criteria.did}”")
    with program.changing() as session:
        if queries.campaign_named(session, plan.name) is not None:
            raise BadInput(f"there is a campaign “{plan.name.strip()}” already")
        campaign = GiftCampaign(
            name=" ".join(plan.name.split()),
            goal=" ".join(plan.goal.split()),
            kind=plan.kind,
            amount=plan.amount,
            budget=plan.budget,
            currency=program.policy_in(session).currency,
            criteria=plan.criteria.kept(),
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            created_by=by,
            created_at=program.now(),
        )
        session.add(campaign)
        session.flush()
        record(
            session,
            at=program.now(),
            actor=by,
            action="gift_campaign_created",
            subject=("gift_campaign", campaign.id),
            campaign=campaign.name,
            goal=campaign.goal,
            budget=campaign.budget,
            currency=campaign.currency,
        )
        return campaign


def all_of_them(program: Program) -> Sequence[GiftCampaign]:
    """Every campaign, the newest first."""
    with program.reading() as session:
        return session.scalars(
            select(GiftCampaign).order_by(GiftCampaign.starts_on.desc(), GiftCampaign.id.desc())
        ).all()


def who(program: Program, name: str) -> list[Candidate]:
    """Who qualifies today and why, and what the guard says of the gift to each. Nothing is filed or kept."""
    with program.reading() as session:
        campaign = _named(session, name)
        found = queries.qualified(session, campaign, program.now().date())
    return [_candidate(program, campaign, one) for one in found]


def propose(program: Program, by: str, name: str) -> Proposed:
    """Files a gift for everybody who qualifies and has none from this campaign: each CSM is asked to offer it. Each person is a
    transaction of their own. What the guard holds or blocks for somebody is left out. BadInput outside the campaign's days."""
    with program.reading() as session:
        campaign = _named(session, name)
        today = program.now().date()
        if not campaign.starts_on <= today <= campaign.ends_on:
            raise BadInput(
                f"“{campaign.name}” runs from {campaign.starts_on.isoformat()} to {campaign.ends_on.isoformat()}"
            )
        found = queries.qualified(session, campaign, today)
    filed = held = blocked = 0
    new = [one for one in found if one.incentive_state is None]
    for one in new:
        try:
            verdict = _propose_to(program, by, campaign.id, one.advocate_id)
        except Refused:  # erased, or moved to another company, since they were found
            continue
        filed += verdict == PASS
        blocked += verdict == BLOCK
        held += verdict not in (PASS, BLOCK)
    return Proposed(filed, held, blocked, len(found) - len(new))


def result(program: Program, name: str) -> tuple[GiftCampaign, Result]:
    """What came of it so far."""
    with program.reading() as session:
        campaign = _named(session, name)
        return campaign, queries.result(session, campaign)


def _propose_to(program: Program, by: str, campaign_id: str, advocate_id: str) -> str:
    with program.changing() as session:
        account, advocate, judged = _judged(program, session, campaign_id, advocate_id)
        if judged.ruling.verdict == PASS:
            campaign = session.get_one(GiftCampaign, campaign_id)
            place(program, session, by, advocate, judged, campaign=campaign, proposer=account.csm)
        return judged.ruling.verdict


def _judged(
    program: Program, session: Session, campaign_id: str, advocate_id: str
) -> tuple[Account, Advocate, Judged]:
    """The guard on the campaign's gift to one person; their rows and the campaign's are locked."""
    account, advocate = lock_pair(session, advocate_id)
    campaign = session.get_one(GiftCampaign, campaign_id, with_for_update=True)
    offer = Offer(campaign.kind, campaign.amount, Criteria.read(campaign.criteria).did)
    return account, advocate, judge_offer(program, session, account, advocate, offer, campaign=campaign)


def _candidate(program: Program, campaign: GiftCampaign, one: Qualified) -> Candidate:
    with program.changing() as session:
        _, _, judged = _judged(program, session, campaign.id, one.advocate_id)
    return Candidate(one, judged.ruling.verdict, against(judged.ruling, campaign.kind)[0])


def _named(session: Session, name: str) -> GiftCampaign:
    campaign = queries.campaign_named(session, name)
    if campaign is None:
        known = session.scalars(select(GiftCampaign.name).order_by(GiftCampaign.name)).all()
        hint = f": there are {', '.join(known)}" if known else ": there is none yet"
        raise BadInput(f"there is no campaign “{name}”{hint}")
    return campaign


def _require_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise BadInput(f"it ends on {ends_on.isoformat()}, before it starts on {starts_on.isoformat()}")


def _require_amount(amount: float) -> None:
    if not math.isfinite(amount) or amount <= 0:
        raise BadInput(f"an amount must be above 0, not {amount:g}")
