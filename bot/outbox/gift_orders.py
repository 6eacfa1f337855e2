"""Passes orders on to whoever fulfils gifts: each until it is taken, or parked where it never will be."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.clock import wall_time
from bot.incentive_facts import GiftOrderFacts
from bot.outbox.crew import Crew
from bot.outbox.gift_provider import GiftProvider, NotTaken, Refused
from bot.services.gift_orders import facts_of, parked, placed, put_off
from bot.services.program import Program
from bot.trace import tracing
from models import GiftOrder
from models.incentives import WAITING

LEASE_SECONDS = 60.0
BACK_OFF_SECONDS = (2.0, 10.0, 60.0, 300.0, 900.0, 3600.0)
"""Before the second try, the third, …; after the last of them the order is parked."""

logger = logging.getLogger(__name__)


@dataclass
class Passed:
    """How many orders went which way."""

    placed: int = 0
    parked: int = 0
    retried: int = 0


class GiftOrders:
    """Any number of these, in any number of processes, may share one database: an order has one sender at a time."""

    def __init__(
        self, program: Program, provider: GiftProvider, wall: Callable[[], float] = wall_time
    ) -> None:
        self._program = program
        self._provider = provider
        self._wall = wall
        self._crew: Crew | None = None

    def pass_on(self, until: datetime | None = None) -> Passed:
        """Tries every order that is due once, in this thread."""
        passed = Passed()
        for order_id in self._due(until=until):
            self._pass(order_id, passed)
        return passed

    def start(self) -> None:
        """Passes orders on in the background until `stop`."""
        assert self._crew is None, "orders are being passed on already"
        self._crew = Crew(lambda order_id, _: self._pass(order_id, Passed()), self._due, 1)
        self._program.db.after_marks(self._crew.wake)
        self._crew.start()

    def stop(self) -> None:
        """Finishes the order in hand, for two seconds at most; what it sent carries its key when it is sent again."""
        if self._crew is not None:
            self._crew.stop()
            self._crew = None

    def _due(self, limit: int | None = None, until: datetime | None = None) -> list[str]:
        wall = self._wall()
        with self._program.reading() as session:
            return list(
                session.scalars(
                    select(GiftOrder.id)
                    .where(
                        WAITING,
                        GiftOrder.retry_at <= wall,
                        GiftOrder.lease_until <= wall,
                        GiftOrder.ordered_at <= (until or self._program.now()),
                    )
                    .order_by(GiftOrder.retry_at, GiftOrder.id)
                    .limit(limit)
                )
            )

    def _pass(self, order_id: str, passed: Passed) -> None:
        with self._program.changing() as session:
            facts = facts_of(session, order_id) if self._take(session, order_id) else None
        if facts is None:
            return
        with tracing(facts.trace):
            self._place(facts.order, facts.tries, passed)

    def _place(self, order: GiftOrderFacts, tries: int, passed: Passed) -> None:
        try:
            reference = self._provider.place(order)
        except Refused as refusal:
            parked(self._program, order.id, self._provider.name, str(refusal))
            passed.parked += 1
            logger.warning("order %s was refused: %s", order.id, refusal)
        except NotTaken as trouble:
            if tries >= len(BACK_OFF_SECONDS):
                parked(self._program, order.id, self._provider.name, str(trouble))
                passed.parked += 1
                logger.warning("order %s was not taken in %d tries: %s", order.id, tries + 1, trouble)
                return
            put_off(self._program, order.id, str(trouble), self._wall() + BACK_OFF_SECONDS[tries])
            passed.retried += 1
            logger.info("order %s was not taken yet: %s", order.id, trouble)
        else:
            placed(self._program, order.id, self._provider.name, reference)
            passed.placed += 1

    def _take(self, session: Session, order_id: str) -> bool:
        """Whether this worker has the order now."""
        wall = self._wall()
        taken = session.execute(
            update(GiftOrder)
            .where(GiftOrder.id == order_id, GiftOrder.state == "waiting")
            .where(GiftOrder.lease_until <= wall)
            .values(lease_until=wall + LEASE_SECONDS)
        )
        assert isinstance(taken, CursorResult)
        return bool(taken.rowcount == 1)
