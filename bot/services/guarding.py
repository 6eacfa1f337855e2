"""Asking the guard about somebody real: their facts today, the verdict, and what is kept of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.queries import incentives as queries
from bot.queries.platforms import platform_rules
from bot.rules.compliance import Proposal, Ruling, judge
from bot.rules.gifting import sector_of, timing_of
from bot.rules.language.judging import judge_text
from bot.rules.language.verdict import Outcome
from bot.services.program import Program
from messages.guard import told
from models import Account, Activity, Advocate, GiftBudget, GiftCampaign, GuardDecision


@dataclass(frozen=True)
class Offer:
    """Something of value that somebody wants to give."""

    kind: str
    amount: float
    for_activity: str | None = None
    apart: str | None = None
    """The incentive that this offer changes: it doesn't count beside itself."""


@dataclass(frozen=True)
class Judged:
    """The verdict on an offer, and the activity it would thank for, where that has taken place."""

    offer: Offer
    proposal: Proposal
    ruling: Ruling
    activity_id: str | None


def judge_offer(
    program: Program,
    session: Session,
    account: Account,
    advocate: Advocate,
    offer: Offer,
    *,
    activity: Activity | None = None,
    campaign: GiftCampaign | None = None,
    reason: str | None = None,
) -> Judged:
    """The guard on an offer to an advocate whose rows are locked. Locks the budgets of the day, so that two offers at once to
    different people never spend the same money. `activity`: the one it is known to be for; `reason`: why, as a colleague put it."""
    now, policy = program.now(), program.policy_in(session)
    today = now.date()
    if offer.for_activity is not None and activity is None:
        activity = queries.unthanked_activity(session, advocate.id, offer.for_activity, today)
    timing = "after"
    if offer.for_activity is not None:
        states = queries.open_states(session, advocate.id, offer.for_activity)
        timing = timing_of(activity is not None, states)
    proposal = Proposal(
        kind=offer.kind,
        activity=offer.for_activity,
        timing=timing,
        platform=activity.platform if activity is not None else None,
        amount=offer.amount,
        sector=sector_of(account.public_sector, account.domain, account.industry),
        relation=advocate.relation or "customer",
        gifts_allowed=advocate.gifts_allowed,
        bargain=_bargain(reason),
        given_this_year=queries.given_in_year(session, advocate.id, today, offer.apart),
        budget_left=queries.budget_left(session, _budgets(session, today), campaign, offer.apart),
        review_near=queries.review_near(session, advocate.id, today),
    )
    ruling = judge(proposal, platform_rules(session), policy, today)
    return Judged(offer, proposal, ruling, activity.id if activity is not None else None)


def keep(
    program: Program,
    session: Session,
    by: str,
    subject_id: str,
    advocate_id: str,
    judged: Judged,
) -> GuardDecision:
    """Keeps a decision with every finding as it was told: rule, verdict, reason, source and day."""
    decision = GuardDecision(
        at=program.now(),
        actor=by,
        subject_kind="incentive",
        subject_id=subject_id,
        advocate_id=advocate_id,
        verdict=judged.ruling.verdict,
        findings=[
            {
                "rule": one.rule,
                "verdict": one.verdict,
                "why": one.why,
                "source": one.source,
                "date": one.on.isoformat(),
                **({"better": one.better} if one.better else {}),
            }
            for one in told(judged.ruling, judged.offer.kind)
        ],
    )
    session.add(decision)
    session.flush()
    return decision


def _bargain(reason: str | None) -> str | None:
    """The words of a reason that the language guard would block in a text: a bargain, or a rating that is steered."""
    findings = judge_text(reason or "").findings
    return next((one.words for one in findings if one.outcome is Outcome.BLOCK), None)


def _budgets(session: Session, today: date) -> list[GiftBudget]:
    return list(
        session.scalars(
            select(GiftBudget)
            .where(GiftBudget.starts_on <= today, GiftBudget.ends_on >= today)
            .order_by(GiftBudget.id)
            .with_for_update()
        )
    )
