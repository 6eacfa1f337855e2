"""An owner decides on an incentive: approve, release what the guard holds, say no. The guard looks again each time."""

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.rules.compliance import BLOCK
from bot.services.guarding import Offer, judge_offer, keep
from bot.services.incentive_steps import (
    Outcome,
    against,
    decided,
    move,
    opened,
    record_on,
    require_owner,
    require_state,
    required,
)
from bot.services.marks import mark_incentive
from bot.services.program import Program
from models import Account, Activity, Advocate, GiftCampaign, Incentive


def approve(program: Program, by: str, incentive_id: str) -> Outcome:
    """An owner approves an amount above the limit. Everything is checked again: what the guard holds by now waits for a release,
    what it blocks is denied. Refused where it doesn't wait for an approval."""
    with program.changing() as session:
        incentive, account, advocate = opened(session, incentive_id)
        require_owner(program, session, by)
        if incentive.state == "held":
            raise Refused("incentive_needs_release")
        require_state(incentive, advocate, "proposed")
        return _decide(program, session, by, incentive, account, advocate, None)


def release(program: Program, by: str, incentive_id: str, reason: str) -> Outcome:
    """An owner releases what the guard holds, with a reason. What it blocks by now is denied, and what it holds for a reason
    that the owner has not seen stays held."""
    with program.changing() as session:
        incentive, account, advocate = opened(session, incentive_id)
        require_owner(program, session, by)
        require_state(incentive, advocate, "held")
        return _decide(program, session, by, incentive, account, advocate, required(reason))


def deny(program: Program, by: str, incentive_id: str, reason: str) -> None:
    """An owner says no, with the reason that the proposer is told."""
    with program.changing() as session:
        incentive, _, advocate = opened(session, incentive_id)
        require_owner(program, session, by)
        require_state(incentive, advocate, "held", "proposed")
        decided(program, incentive, by, required(reason))
        move(session, incentive, "denied")
        record_on(program, session, by, "incentive_denied", incentive, why=reason)
        mark_incentive(program, session, incentive, program.now(), notify=True)


def _decide(
    program: Program,
    session: Session,
    by: str,
    incentive: Incentive,
    account: Account,
    advocate: Advocate,
    reason: str | None,
) -> Outcome:
    campaign = session.get(GiftCampaign, incentive.campaign_id) if incentive.campaign_id else None
    activity = session.get(Activity, incentive.activity_id) if incentive.activity_id else None
    offer = Offer(incentive.kind, incentive.amount, incentive.for_activity, apart=incentive.id)
    judged = judge_offer(
        program,
        session,
        account,
        advocate,
        offer,
        activity=activity,
        campaign=campaign,
        reason=incentive.reason,
    )
    ruling = judged.ruling
    why, better = against(ruling, incentive.kind)
    decision = keep(program, session, by, incentive.id, advocate.id, judged)
    unseen = set(ruling.rules) - set(incentive.held_for)
    if ruling.verdict == BLOCK:
        after, action = "denied", "incentive_denied"
        decided(program, incentive, by, why)
    elif unseen:
        after, action = "held", "incentive_held"
        incentive.held_for = list(ruling.rules)
    else:
        after, action = "approved", "incentive_released" if reason else "incentive_approved"
        decided(program, incentive, by, reason)
        if reason:
            decision.overridden_by, decision.overridden_at = by, program.now()
            decision.override_reason = reason
    if incentive.state != after:
        move(session, incentive, after)
    record_on(
        program,
        session,
        by,
        action,
        incentive,
        rules=list(ruling.rules) or None,
        why=reason if after == "approved" else why,
    )
    mark_incentive(program, session, incentive, program.now(), notify=after != "held")
    if after == "approved":
        why = better = None
    return Outcome(advocate.name, after, why, better, incentive.id)
