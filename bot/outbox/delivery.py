"""Brings the slots of one leased conversation up to date in Slack, one after the other. No transaction is open meanwhile."""

import logging
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.outbox import slots
from bot.outbox.addresses import Destination, opening
from bot.outbox.bundling import put_together
from bot.outbox.failures import (
    FilesRefused,
    Never,
    NotUpdatable,
    OutcomeUnknown,
    ReaderGone,
    SlackFailure,
    TokenRefused,
    TryLater,
)
from bot.outbox.lease import Lease, reader_in
from bot.outbox.parts import Parts
from bot.outbox.sharing import is_share, settle_share, share_file
from bot.outbox.slack_sender import Posted, PostKey
from bot.outbox.summaries import renew_summary
from bot.outbox.view import ViewRequest
from bot.queries.people import colleague
from bot.trace import tracing
from messages.render import File, Message, words
from models import Person, Slot

HELD_BACK_SECONDS = 5.0
"""How long a failed message holds back those after it: order is kept through short trouble, not through long."""
Result = TypeVar("Result")
logger = logging.getLogger(__name__)


@dataclass
class Delivered:
    """How many messages went which way. `retried`: not this time, but later."""

    posted: int = 0
    updated: int = 0
    stripped: int = 0
    parked: int = 0
    retried: int = 0


class RenderingFailed(Exception):
    """A view (or what runs before it) raised: a bug of ours, which only its own slot may suffer from."""


class HeldBack(Exception):
    """The conversation must wait; its other slots are not tried now."""


class Delivery:
    """The slots of one leased conversation, as of `now` (program time); counts into `delivered`."""

    def __init__(self, parts: Parts, lease: Lease, now: datetime, delivered: Delivered) -> None:
        self._parts = parts
        self._program = parts.program
        self._sender = parts.sender
        self._lease = lease
        self._now = now
        self.delivered = delivered

    def deliver(self, slot: Slot) -> None:
        """Posts, updates or strips, and records it; or records why not.

        Raises HeldBack when the conversation has to wait, TokenRefused when everything has, LeaseLost.
        """
        with tracing(slot.trace):
            try:
                self._bring_up_to_date(slot)
            except RenderingFailed as failure:
                logger.exception("%s cannot be rendered", _name(slot))
                with self._program.changing() as session:
                    self._put_off(slot, session, f"not rendered: {type(failure.__cause__).__name__}")
            except TokenRefused as refusal:
                with self._program.changing() as session:
                    slots.note_error(session, slot, refusal.error)
                self.delivered.retried += 1
                raise
            except Never as refusal:
                self._park(slot, refusal.error)
            except (TryLater, OutcomeUnknown) as failure:
                self._wait(slot, failure)

    def _bring_up_to_date(self, slot: Slot) -> None:
        if slot.attempt is not None:
            slot = self._settle_attempt(slot)
        if slot.stale_ts is not None:
            self._strip(slot)
        if slot.sent_version >= slot.wanted_version:
            return
        self._run_before(slot)
        gone = ""
        meant_for, known = self._parts.addresses.look(slot, self._now)
        for candidate in self._parts.addresses.candidates(meant_for):
            try:
                self._lease.hold()
                if known is None or candidate != meant_for:
                    destination = self._parts.addresses.reach(candidate, meant_for)
                else:
                    destination = known
                # Whom Slack was asked about may turn out to be away or gone.
                if destination.asked and self._parts.addresses.reader(slot, self._now) != meant_for:
                    self._bring_up_to_date(self._read(slot.id))
                    return
                self._show(slot, destination)
            except ReaderGone as refusal:
                gone = refusal.error
            else:
                renew_summary(self._program, slot, destination.reader, self._now)
                return
        raise Never(f"nobody to tell: {gone}")

    def _waits_for_hours(self, slot: Slot, to: Destination) -> bool:
        """Puts off a post that a job caused until the reader's working hours begin, in the zone and country their profile
        says now. An update disturbs nobody, and takes old buttons away."""
        if not slot.in_hours:
            return False
        at = to.opens_at
        if at is None:
            with self._program.reading() as session:
                at = opening(self._program, session, session.get(Person, to.reader), self._now)
        if at <= self._now:
            return False
        with self._program.changing() as session:
            slots.postpone(session, slot, at)
        return True

    def _settle_attempt(self, slot: Slot) -> Slot:
        """Finds out whether a post whose outcome is unknown stands in Slack. Returns the slot as it is then."""
        assert slot.attempt is not None
        self._lease.hold()
        found = settle_share(self._parts, slot) if is_share(slot.attempt) else self._settle_post(slot)
        if found:
            self.delivered.posted += 1
            logger.info("%s was found: its post had arrived", _name(slot))
        return self._read(slot.id)

    def _settle_post(self, slot: Slot) -> bool:
        """Whether the post stands there; notes that it does, or that it never did."""
        assert slot.attempt is not None
        assert slot.channel is not None
        assert slot.attempted_at is not None
        found = self._sender.find_post(slot.channel, slot.attempt, slot.attempted_at)
        with self._program.changing() as session:
            if found is None:
                slots.end_attempt(session, slot, slot.attempt)
            else:
                slots.record_post(session, slot, slot.attempt, *found)
        return found is not None

    def _run_before(self, slot: Slot) -> None:
        if self._parts.before is None:
            return
        try:
            self._parts.before(slot.subject_kind, slot.subject_id)
        except Exception as error:
            raise RenderingFailed from error

    def _render(self, slot_id: str, to: Destination) -> tuple[Slot, Message | None]:
        """The slot and its message, read together: what is shown is never older than the version it goes under."""
        with self._program.reading() as session:
            slot = slots.read_slot(session, slot_id)
            try:
                view = self._parts.views[slot.subject_kind, slot.audience]
                request = ViewRequest(
                    slot.subject_id,
                    slot.period,
                    self._now,
                    to.reader,
                    version=slot.wanted_version,
                    again=slot.sent_version > 0,
                    stand_in_for=to.stand_in_for,
                )
                return slot, view(session, request)
            except Exception as error:
                raise RenderingFailed from error

    def _show(self, slot: Slot, to: Destination) -> None:
        if slot.ts is None and self._waits_for_hours(slot, to):
            return  # what it says then is nobody's concern before
        slot, message = self._render(slot.id, to)
        if slot.conversation != self._lease.address:
            return  # another reader since: the worker who holds their conversation tells them
        if message is not None and message.file is not None:
            if not self._waits_for_hours(slot, to):
                self._share(slot, message, message.file, to)
            return
        old = Posted(slot.channel, slot.ts) if slot.channel and slot.ts else None
        stands = old is not None and old.channel == to.channel
        if message is None or (message.quiet and not stands):
            self._show_nothing(slot)
            return
        anew = slot.notify_version > slot.sent_version and not message.quiet
        posts = old is None or not stands or anew
        if posts and self._waits_for_hours(slot, to):
            return
        try:
            if old is None or (posts and not (stands and put_together(self._parts, slot, to, self._now))):
                self._post(slot, message, to, old)
                return
            try:
                self._update(slot, message, old)
            except NotUpdatable:
                if message.quiet:
                    self._show_nothing(slot)
                elif not self._waits_for_hours(slot, to):
                    self._post(slot, message, to, None)
        except Never as refusal:
            if refusal.error == "channel_not_found" and to.remembered:
                self._parts.addresses.forget(to)
                raise TryLater(refusal.error) from refusal
            raise

    def _post(self, slot: Slot, message: Message, to: Destination, old: Posted | None) -> None:
        self._lease.hold()
        key = PostKey(slot.id, secrets.token_hex(8), slot.wanted_version)
        started = self._parts.wall()
        with self._program.changing() as session:
            if not slots.begin_attempt(session, slot, key.attempt, to.channel, started, old):
                return
        try:
            posted = self._send(slot, message, lambda form: self._sender.post(to.channel, form, key))
        except OutcomeUnknown:
            raise  # the attempt's key stays: it is looked up before anything is sent again
        except SlackFailure:
            with self._program.changing() as session:
                slots.end_attempt(session, slot, key.attempt)
            raise
        with self._program.changing() as session:
            recorded = slots.record_post(session, slot, key.attempt, posted, key.version)
        self.delivered.posted += 1
        self._log("posted", slot, started)
        if not recorded:
            self._strip_message(posted, "elsewhere")
        elif old is not None:
            self._strip(self._read(slot.id))

    def _send(self, slot: Slot, message: Message, send: Callable[[Message], Result]) -> Result:
        return self._parts.charts.send(message, slot.tries, self._lease.hold, send)

    def _share(self, slot: Slot, message: Message, file: File, to: Destination) -> None:
        """A convenience: where files are not allowed, or do not arrive, the message's blocks are shown, if it has any."""
        started = self._parts.wall()
        try:
            if share_file(self._parts, self._lease, slot, message.text, file, to):
                self.delivered.posted += 1
                self._log("shared", slot, started)
        except FilesRefused as refusal:
            logger.info("%s goes without its file: %s", _name(slot), refusal.error)
            if message.blocks:
                self._post(slot, message, to, None)
            else:
                self._show_nothing(slot)

    def _update(self, slot: Slot, message: Message, at: Posted) -> None:
        self._lease.hold()
        started = self._parts.wall()
        self._send(slot, message, lambda form: self._sender.update(at, form))
        with self._program.changing() as session:
            recorded = slots.record_update(session, slot)
        self.delivered.updated += 1
        self._log("updated", slot, started)
        if not recorded:
            self._strip_message(at, "elsewhere")

    def _show_nothing(self, slot: Slot) -> None:
        with self._program.changing() as session:
            slots.record_nothing_shown(session, slot)
        if slot.ts is not None:
            self._strip(self._read(slot.id))

    def _strip(self, slot: Slot) -> None:
        """Takes the buttons off the message that another has superseded."""
        if slot.stale_channel is None or slot.stale_ts is None:
            return
        if slot.ts is None:
            left = "withdrawn"
        else:
            left = "below" if slot.channel == slot.stale_channel else "elsewhere"
        self._lease.hold()
        now_in = slot.channel if left == "elsewhere" else None
        self._strip_message(Posted(slot.stale_channel, slot.stale_ts), left, now_in)
        with self._program.changing() as session:
            slots.record_stripped(session, slot)

    def _strip_message(self, at: Posted, left: str, now_in: str | None = None) -> None:
        """`now_in` is the channel in which somebody else has it now."""
        with self._program.reading() as session:
            reader = reader_in(session, now_in) if now_in else None
            who = colleague(session, reader) if reader else None
        text = words("outbox/superseded", who=who)[left]
        context = {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}
        try:
            self._sender.update(at, Message(text, [context]))
        except Never as refusal:
            logger.info("a superseded message cannot be changed any more: %s", refusal.error)
        else:
            self.delivered.stripped += 1

    def _park(self, slot: Slot, reason: str) -> None:
        with self._program.changing() as session:
            is_parked = slots.park(session, slot, reason)
        if is_parked:
            self.delivered.parked += 1
            logger.error("%s is parked: %s", _name(slot), reason)
        else:
            self.delivered.retried += 1

    def _wait(self, slot: Slot, failure: TryLater | OutcomeUnknown) -> None:
        asked_to_wait = failure.after if isinstance(failure, TryLater) else None
        with self._program.changing() as session:
            if asked_to_wait is not None:
                slots.note_error(session, slot, failure.error)
                self._lease.keep_quiet(session, asked_to_wait)
                self.delivered.retried += 1
            else:
                seconds = self._put_off(slot, session, failure.error)
                self._lease.keep_quiet(session, min(seconds, HELD_BACK_SECONDS))
        raise HeldBack from failure

    def _put_off(self, slot: Slot, session: Session, error: str) -> float:
        """Back-off with jitter: seconds until the next try."""
        steps = slots.BACK_OFF_SECONDS
        seconds = steps[min(slot.tries, len(steps) - 1)] * random.uniform(0.75, 1.25)  # noqa: S311
        slots.put_off(session, slot, error, self._parts.wall() + seconds)
        self.delivered.retried += 1
        logger.warning("%s waits %.0f s for another try: %s", _name(slot), seconds, error)
        return seconds

    def _read(self, slot_id: str) -> Slot:
        with self._program.reading() as session:
            return slots.read_slot(session, slot_id)

    def _log(self, done: str, slot: Slot, started: float) -> None:
        logger.info("%s %s in %.0f ms", _name(slot), done, 1000 * (self._parts.wall() - started))


def _name(slot: Slot) -> str:
    """Opaque ids only: no name, no address, no text."""
    return f"slot {slot.id} ({slot.subject_kind} {slot.subject_id}, {slot.audience})"
