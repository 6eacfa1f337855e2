"""What becomes of an order: taken, tried again later, or parked with the reason. Each is one transaction that tells the proposer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.incentive_facts import GiftOrderFacts
from bot.queries.people import colleague
from bot.services.incentive_steps import move, opened, record_on
from bot.services.marks import mark_incentive
from bot.services.program import Program
from messages.guard import disclosure
from models import Account, Advocate, GiftOrder, Incentive

ACTOR = "job:gift_orders"


@dataclass(frozen=True)
class OrderToPlace:
    """An order as it is to be placed now, and how often that was tried before."""

    order: GiftOrderFacts
    tries: int
    trace: str


def facts_of(session: Session, order_id: str) -> OrderToPlace:
    """From today's facts: nothing personal is kept with the order itself."""
    order = session.get_one(GiftOrder, order_id)
    incentive = session.get_one(Incentive, order.incentive_id)
    advocate = session.get_one(Advocate, incentive.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    contact = colleague(session, incentive.proposed_by)
    facts = GiftOrderFacts(
        id=order.id,
        ordered_at=order.ordered_at,
        kind=incentive.kind,
        amount=incentive.amount,
        currency=incentive.currency,
        recipient=advocate.name,
        email=advocate.email,
        company=account.name,
        country=account.country,
        wish=incentive.wish,
        disclosure=disclosure(incentive.kind),
        contact=contact.email or contact.mention,
    )
    return OrderToPlace(facts, order.tries, order.trace)


def placed(program: Program, order_id: str, provider: str, reference: str | None) -> None:
    """The provider took it."""
    with _waiting(program, order_id) as (session, order, incentive):
        order.state, order.provider, order.reference = "placed", provider, reference
        order.placed_at, order.last_error = program.now(), None
        record_on(
            program, session, ACTOR, "incentive_ordered", incentive, provider=provider, reference=reference
        )
        mark_incentive(program, session, incentive, program.now())


def put_off(program: Program, order_id: str, error: str, retry_at: float) -> None:
    """Not yet: tried again from `retry_at` (wall time) on. The proposer's message says so from the first time."""
    with _waiting(program, order_id) as (session, order, incentive):
        changed = order.last_error != error
        order.tries, order.retry_at, order.last_error = order.tries + 1, retry_at, error
        if changed:
            mark_incentive(program, session, incentive, program.now())


def parked(program: Program, order_id: str, provider: str, error: str) -> None:
    """Never, as it is: the proposer and the owners are told why, and can try again."""
    with _waiting(program, order_id) as (session, order, incentive):
        order.state, order.last_error, order.tries = "parked", error, order.tries + 1
        if incentive.state == "ordered":
            move(session, incentive, "parked")
        record_on(program, session, ACTOR, "incentive_parked", incentive, provider=provider, error=error)
        mark_incentive(program, session, incentive, program.now(), notify=True)


@contextmanager
def _waiting(program: Program, order_id: str) -> Iterator[tuple[Session, GiftOrder, Incentive]]:
    """The order and its incentive, its lease ended. What was delivered by hand meanwhile stays as it is: then the order is only
    noted as it turned out."""
    with program.changing() as session:
        incentive_id = session.scalar(select(GiftOrder.incentive_id).where(GiftOrder.id == order_id))
        assert incentive_id is not None
        incentive, _, _ = opened(session, incentive_id)
        order = session.get_one(GiftOrder, order_id)
        order.lease_until = 0.0
        yield session, order, incentive
