"""What a recipient would like, what is ordered for them, and that it arrived."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.rules.compliance import BLOCK, HOLD, INCENTIVES
from bot.rules.gifting import CHOICES, DECLINE, DONATE, SWAP
from bot.services import giving, people
from bot.services.guarding import Offer, judge_offer, keep
from bot.services.incentive_steps import (
    Outcome,
    against,
    move,
    opened,
    record_on,
    require_state,
)
from bot.services.marks import mark_incentive
from bot.services.program import Program
from bot.trace import current_trace
from models import Activity, Advocate, Cost, GiftCampaign, GiftOrder, Incentive

GIVE_OF = {"donation": "donation", "training": "sponsored_attendance", "experience": "sponsored_attendance"}
"""What a delivered incentive counts as among gives; the others are gifts."""


def choose(
    program: Program,
    by: str,
    incentive_id: str,
    choice: str,
    swap_kind: str | None = None,
    wish: str | None = None,
) -> Outcome:
    """The CSM records what the recipient said: take it, swap it, give it to their charity, or decline. The first three order it.

    The guard looks again: what it blocks is not ordered (state None, with the reason), and what it holds for a new reason waits for
    an owner. Refused where a swap names nothing else, or no charity is known.
    """
    if choice not in CHOICES:
        raise Refused("field_missing", field="choice")
    with program.changing() as session:
        incentive, account, advocate = opened(session, incentive_id)
        people.require_csm(program, session, by, account)
        require_state(incentive, advocate, "approved")
        now = program.now()
        if choice == DECLINE:
            move(session, incentive, "declined")
            _chosen(program, session, by, incentive, choice, wish)
            mark_incentive(program, session, incentive, now)
            return Outcome(advocate.name, "declined", incentive_id=incentive_id)
        kind, wish = _wanted(incentive, advocate, choice, swap_kind, wish)
        offer = Offer(kind, incentive.amount, incentive.for_activity, apart=incentive_id)
        judged = judge_offer(
            program,
            session,
            account,
            advocate,
            offer,
            activity=session.get(Activity, incentive.activity_id) if incentive.activity_id else None,
            campaign=session.get(GiftCampaign, incentive.campaign_id) if incentive.campaign_id else None,
            reason=incentive.reason,
        )
        ruling = judged.ruling
        keep(program, session, by, incentive_id, advocate.id, judged)
        why, better = against(ruling, kind)
        if ruling.verdict == BLOCK:
            record_on(
                program,
                session,
                by,
                "incentive_choice_blocked",
                incentive,
                choice=choice,
                wanted=kind,
                why=why,
            )
            return Outcome(advocate.name, None, why, better, incentive_id)
        incentive.kind, incentive.activity_id = kind, incentive.activity_id or judged.activity_id
        _chosen(program, session, by, incentive, choice, wish)
        if ruling.verdict == HOLD and set(ruling.rules) - set(incentive.held_for):
            incentive.held_for = list(ruling.rules)
            move(session, incentive, "held")
            record_on(program, session, by, "incentive_held", incentive, rules=list(ruling.rules), why=why)
            mark_incentive(program, session, incentive, now, notify=True)
            return Outcome(advocate.name, "held", why, better, incentive_id)
        order(program, session, incentive)
        return Outcome(advocate.name, "ordered", incentive_id=incentive_id)


def order(program: Program, session: Session, incentive: Incentive) -> None:
    """Hands it to whoever fulfils orders, once this transaction is committed."""
    move(session, incentive, "ordered")
    session.add(
        GiftOrder(incentive_id=incentive.id, state="waiting", ordered_at=program.now(), trace=current_trace())
    )
    mark_incentive(program, session, incentive, program.now())


def retry(program: Program, by: str, incentive_id: str) -> None:
    """An order that nobody took is tried again. The CSM or an owner may; Refused where it isn't parked."""
    with program.changing() as session:
        incentive, account, advocate = opened(session, incentive_id)
        people.require_csm(program, session, by, account)
        require_state(incentive, advocate, "parked")
        placed = _order_of(session, incentive_id)
        placed.state, placed.tries, placed.retry_at, placed.last_error = "waiting", 0, 0.0, None
        move(session, incentive, "ordered")
        record_on(program, session, by, "incentive_retried", incentive)
        mark_incentive(program, session, incentive, program.now())


def delivered(program: Program, by: str, incentive_id: str) -> None:
    """The CSM or an owner says that it arrived. It counts as a cost, and as a give where nothing was asked in return."""
    with program.changing() as session:
        incentive, account, advocate = opened(session, incentive_id)
        people.require_csm(program, session, by, account)
        require_state(incentive, advocate, "ordered", "parked")
        now = program.now()
        move(session, incentive, "delivered")
        incentive.delivered_on = now.date()
        placed = _order_of(session, incentive_id)
        if placed.state != "placed":
            placed.state = "dropped"
        if incentive.for_activity is None:
            kind = GIVE_OF.get(incentive.kind, "gift")
            giving.remember(session, advocate.id, kind, now.date(), by, cost=incentive.amount)
        session.add(
            Cost(
                what=f"incentive {incentive.id}",
                on=now.date(),
                amount=incentive.amount,
                currency=incentive.currency,
                kind="incentive",
            )
        )
        record_on(program, session, by, "incentive_delivered", incentive)
        mark_incentive(program, session, incentive, now)


def _wanted(
    incentive: Incentive, advocate: Advocate, choice: str, swap_kind: str | None, wish: str | None
) -> tuple[str, str | None]:
    """The kind to order and what to note with it."""
    if choice == SWAP:
        if swap_kind not in INCENTIVES or swap_kind == incentive.kind:
            raise Refused("swap_for_what", field="swap_kind")
        return swap_kind, wish
    kind = "donation" if choice == DONATE else incentive.kind
    if kind == "donation":
        wish = wish or advocate.charity
        if not wish:
            raise Refused("charity_needed", field="wish", name=advocate.name)
    return kind, wish


def _chosen(
    program: Program, session: Session, by: str, incentive: Incentive, choice: str, wish: str | None
) -> None:
    incentive.choice, incentive.wish, incentive.chosen_at = choice, wish, program.now()
    record_on(program, session, by, "incentive_chosen", incentive, choice=choice, wish=wish)


def _order_of(session: Session, incentive_id: str) -> GiftOrder:
    return session.scalars(select(GiftOrder).where(GiftOrder.incentive_id == incentive_id)).one()
