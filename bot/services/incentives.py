"""Something of value for an advocate: proposed, judged by the guard, decided by an owner where one is needed."""

import math

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.incentive_facts import IncentiveStory
from bot.queries import incentives as queries
from bot.rules.compliance import BLOCK, HOLD, INCENTIVES
from bot.rules.kinds import EFFORT
from bot.services import people
from bot.services.guarding import Judged, Offer, judge_offer, keep
from bot.services.incentive_steps import Outcome, against, move, opened, record_on, require_state
from bot.services.locks import lock_pair
from bot.services.marks import mark_incentive
from bot.services.program import Program, record
from models import Account, Activity, Advocate, GiftCampaign, Incentive, new_id

MOST = 100_000.0
"""An amount above this is a slip of the finger."""


def propose(
    program: Program,
    by: str,
    advocate_id: str,
    offer: Offer,
    reason: str | None = None,
    submission: str | None = None,
) -> Outcome:
    """The CSM or an owner wants to give something. What the guard blocks is not filed, but kept as a decision with its reasons.

    The same modal sent twice proposes once. Refused for anybody else, for nonsense, and where the activity was thanked for already.
    """
    require_sense(offer)
    with program.changing() as session:
        account, advocate = lock_pair(session, advocate_id)
        people.require_csm(program, session, by, account)
        if submission is not None:
            filed = session.scalars(select(Incentive).where(Incentive.submission == submission)).one_or_none()
            if filed is not None:
                return Outcome(advocate.name, filed.state, incentive_id=filed.id)
        judged = judge_offer(program, session, account, advocate, offer, reason=reason)
        _require_first(program, session, advocate, judged)
        return place(program, session, by, advocate, judged, reason=reason, submission=submission)


def place(
    program: Program,
    session: Session,
    by: str,
    advocate: Advocate,
    judged: Judged,
    *,
    reason: str | None = None,
    submission: str | None = None,
    campaign: GiftCampaign | None = None,
    proposer: str | None = None,
) -> Outcome:
    """Files what was judged in this transaction: held, waiting for approval or approved; what is blocked is only kept.
    `proposer` is who is told, where another than `by`."""
    offer, ruling = judged.offer, judged.ruling
    now, policy = program.now(), program.policy_in(session)
    incentive_id = new_id()
    keep(program, session, by, incentive_id, advocate.id, judged)
    why, better = against(ruling, offer.kind)
    state = None
    if ruling.verdict == HOLD:
        state = "held"
    elif ruling.verdict != BLOCK:
        state = "proposed" if offer.amount > policy.gift_approval_above else "approved"
    if state is not None:
        incentive = Incentive(
            id=incentive_id,
            submission=submission,
            advocate_id=advocate.id,
            campaign_id=campaign.id if campaign else None,
            activity_id=judged.activity_id,
            kind=offer.kind,
            proposed_kind=offer.kind,
            amount=offer.amount,
            currency=policy.currency,
            for_activity=offer.for_activity,
            timing=judged.proposal.timing,
            platform=judged.proposal.platform,
            reason=reason,
            proposed_by=proposer or by,
            proposed_at=now,
            proposed_on=now.date(),
            state=state,
            held_for=list(ruling.rules),
        )
        session.add(incentive)
        session.flush()
    record(
        session,
        at=now,
        actor=by,
        action="incentive_proposed" if state else "incentive_blocked",
        subject=("incentive", incentive_id),
        advocate_id=advocate.id,
        kind=offer.kind,
        amount=offer.amount,
        currency=policy.currency,
        for_activity=offer.for_activity,
        state=state,
        rules=list(ruling.rules) or None,
        why_not=why,
        note=reason,
        campaign=campaign.name if campaign else None,
    )
    if state is not None:
        mark_incentive(program, session, incentive, now, notify=True)
    return Outcome(advocate.name, state, why, better, incentive_id if state else None)


def withdraw(program: Program, by: str, incentive_id: str) -> None:
    """The CSM or an owner takes it back before it is ordered, or after an order that nobody took."""
    with program.changing() as session:
        incentive, account, advocate = opened(session, incentive_id)
        people.require_csm(program, session, by, account)
        require_state(incentive, advocate, "held", "proposed", "approved", "parked")
        move(session, incentive, "withdrawn")
        record_on(program, session, by, "incentive_withdrawn", incentive)
        mark_incentive(program, session, incentive, program.now())


def story(program: Program, by: str, incentive_id: str, states: tuple[str, ...]) -> IncentiveStory:
    """For a modal: one incentive, for the CSM and owners, while it is in one of these states; else Refused."""
    with program.reading() as session:
        found = queries.incentive_story(session, incentive_id)
        if found is None:
            raise Refused("incentive_gone")
        advocate = session.get_one(Advocate, found.advocate.id)
        people.require_csm(program, session, by, session.get_one(Account, advocate.account_id))
        if found.state not in states:
            raise Refused("incentive_moved_on", state=found.state, name=found.advocate.name)
        return found


def kind_of_activity(program: Program, subject_id: str) -> str | None:
    """The kind of the activity beneath a button; None where the button was about no activity."""
    with program.reading() as session:
        activity = session.get(Activity, subject_id)
        return activity.kind if activity is not None else None


def require_sense(offer: Offer) -> None:
    """Refused where the kind, the amount or the activity is nonsense."""
    if offer.kind not in INCENTIVES:
        raise Refused("unknown_incentive", field="kind")
    if not math.isfinite(offer.amount) or not 0 < offer.amount <= MOST:
        raise Refused("amount_nonsense", field="amount")
    if offer.for_activity is not None and offer.for_activity not in EFFORT:
        raise Refused("unknown_kind", field="for_activity")


def _require_first(program: Program, session: Session, advocate: Advocate, judged: Judged) -> None:
    """One activity is thanked for once with something of value."""
    kind = judged.offer.for_activity
    if kind is None or judged.activity_id is not None:
        return
    earlier = queries.latest_for(session, advocate.id, kind, program.now().date())
    if earlier is not None:
        raise Refused("incentive_already", field="for_activity", name=advocate.name, on=earlier.proposed_on)
