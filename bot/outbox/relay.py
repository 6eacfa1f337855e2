"""The relay: whatever is marked and due goes out to Slack, once, in order, and is noted as sent."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import wall_time
from bot.outbox import slots
from bot.outbox.addresses import Addresses
from bot.outbox.bundling import AUDIENCE, KIND, bundle_view
from bot.outbox.charts import Charts
from bot.outbox.crew import Crew
from bot.outbox.delivery import Delivered, Delivery, HeldBack
from bot.outbox.failures import TokenRefused
from bot.outbox.lease import LEASE_SECONDS, Lease, LeaseLost, take_lease
from bot.outbox.parts import Before, Parts
from bot.outbox.profiles import Profiles
from bot.outbox.slack_sender import SlackSender
from bot.outbox.slots import parked
from bot.outbox.view import View, ViewRequest, Views
from bot.services.program import Program

__all__ = ["Delivered", "Relay", "View", "ViewRequest", "Views", "parked"]

logger = logging.getLogger(__name__)


@dataclass
class _Pass:
    """One look at what is due. A slot is tried at most once in it, unless it is marked anew."""

    until: datetime | None = None
    stopping: Callable[[], bool] = lambda: False
    delivered: Delivered = field(default_factory=Delivered)
    tried: set[tuple[str, int]] = field(default_factory=set)
    """(slot id, wanted version)"""


class Relay:
    """Sends what is due. Any number of relays, in any number of processes, may share one database.

    `views` render by (subject kind, audience). `stand_ins` are Slack ids, the first is told what is meant for somebody
    who is gone. `before(subject_kind, subject_id)` runs ahead of each rendering, outside any transaction.
    """

    def __init__(
        self,
        program: Program,
        sender: SlackSender,
        views: Views,
        stand_ins: Sequence[str] = (),
        before: Before | None = None,
        *,
        lease_seconds: float = LEASE_SECONDS,
        wall: Callable[[], float] = wall_time,
    ) -> None:
        self._program = program
        addresses = Addresses(program, sender, Profiles(program, sender), stand_ins, wall)
        all_views = {**views, (KIND, AUDIENCE): bundle_view(program, views)}
        self._parts = Parts(program, sender, Charts(sender), addresses, all_views, before, wall)
        self._lease_seconds = lease_seconds
        self._wall = wall
        self._token = _TokenTrouble(wall)
        self._crew: Crew | None = None

    def deliver_due(self, until: datetime | None = None) -> Delivered:
        """Sends what is due by `until` (program time, default now) in this thread, then returns.

        A message that fails is tried once: what is left waits for a relay that runs, or for the next call.
        """
        work = _Pass(until)
        passed: set[str] = set()
        while addresses := [one for one in self._due(until) if one not in passed]:
            for address in addresses:
                try:
                    if not self._deliver_conversation(address, work):
                        passed.add(address)
                except TokenRefused:
                    return work.delivered
        return work.delivered

    def start(self, threads: int = 4) -> None:
        """Delivers in background threads until `stop`."""
        assert self._crew is None, "the relay runs already"
        self._crew = Crew(self._work, self._due_now, threads)
        self._program.db.after_marks(self._crew.wake)
        self._crew.start()

    def stop(self) -> None:
        """Finishes the messages in hand, for two seconds at most. What Slack keeps waiting longer is looked up later."""
        if self._crew is not None:
            self._crew.stop()
            self._crew = None

    def _due(self, until: datetime | None, limit: int | None = None) -> list[str]:
        with self._program.reading() as session:
            return slots.due_conversations(session, until or self._program.now(), self._wall(), limit)

    def _due_now(self, limit: int) -> list[str]:
        return [] if self._token.is_waiting() else self._due(None, limit)

    def _work(self, address: str, stopping: Callable[[], bool]) -> None:
        try:
            self._deliver_conversation(address, _Pass(stopping=stopping))
        except TokenRefused:
            return  # said already, and everything waits

    def _deliver_conversation(self, address: str, work: _Pass) -> bool:
        """Sends what is due there, in order. False when there is nothing (more) to do: done, held back, or another's."""
        lease = take_lease(self._program.db, address, self._lease_seconds, self._wall)
        if lease is None:
            return False
        tried = len(work.tried)
        try:
            while not work.stopping() and self._deliver_next(lease, work):
                self._token.is_fine()
        except HeldBack:
            return False  # those behind it must not overtake it in this pass
        except LeaseLost:
            logger.warning("a conversation was taken over by another worker before it was done")
        except TokenRefused as refusal:
            self._token.refused(refusal.error)
            raise
        finally:
            lease.release()
        return len(work.tried) > tried

    def _deliver_next(self, lease: Lease, work: _Pass) -> bool:
        now = work.until or self._program.now()
        with self._program.reading() as session:
            slot = slots.next_slot(session, lease.address, now, self._wall(), work.tried)
        if slot is None:
            return False
        work.tried.add((slot.id, slot.wanted_version))
        Delivery(self._parts, lease, now, work.delivered).deliver(slot)
        return True


class _TokenTrouble:
    """While Slack refuses the bot itself, nothing is sent: one look now and then, and one clear line in the log."""

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        self._lock = threading.Lock()
        self._refusals = 0
        self._until = 0.0

    def is_waiting(self) -> bool:
        return self._wall() < self._until

    def is_fine(self) -> None:
        self._refusals = 0

    def refused(self, error: str) -> None:
        with self._lock:
            if self.is_waiting():
                return
            steps = slots.BACK_OFF_SECONDS
            seconds = steps[min(self._refusals, len(steps) - 1)]
            self._refusals += 1
            self._until = self._wall() + seconds
        logger.error(
            "Slack refuses the bot (%s): nothing is sent. Check SLACK_BOT_TOKEN and the app's scopes; next try in %.0f s",
            error,
            seconds,
        )
