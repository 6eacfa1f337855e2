"""From whom a message is for to the Slack conversation it goes to; what Slack says is remembered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.outbox.failures import Never, ReaderGone
from bot.outbox.lease import known_channel, remember_channel
from bot.outbox.profiles import Profiles
from bot.outbox.slack_sender import SlackSender
from bot.queries.waits import colleague_time
from bot.services import readers
from bot.services.program import Program
from models import Person, Slot

LOOK_AGAIN_SECONDS = 3600.0
"""How long a profile and a direct-message channel are used unasked. Slack takes posts to people who have left; only
opening says so."""


@dataclass(frozen=True)
class Destination:
    """A conversation in Slack, and who reads there."""

    channel: str
    reader: str
    """A Slack user or channel id."""
    stand_in_for: str | None = None
    remembered: bool = False
    """Whether the channel is an old answer of Slack's."""
    asked: bool = False
    """Whether Slack was asked just now who they are."""
    opens_at: datetime | None = None
    """When their working hours begin, now or later; None where that has not been looked at."""


def is_channel(address: str) -> bool:
    """Whether an address is a channel id, and not a person's."""
    return address[:1] in "CGD" and "@" not in address


def reader_of(program: Program, session: Session, slot: Slot, now: datetime) -> str:
    """Who reads a slot now: what is meant for a CSM may be for a stand-in, everybody else reads for themselves."""
    if "csm" not in (slot.audience, slot.period) or is_channel(slot.conversation):
        return slot.conversation
    return readers.reader(program, session, slot.conversation, now).address


def opening(program: Program, session: Session, reader: Person | None, now: datetime) -> datetime:
    """When somebody works next, now or later, in the zone and country their profile says now."""
    return colleague_time(reader, program.policy_in(session)).opening(now)


class Addresses:
    """Finds conversations. `stand_ins` are told what was meant for somebody who is gone."""

    def __init__(
        self,
        program: Program,
        sender: SlackSender,
        profiles: Profiles,
        stand_ins: Sequence[str],
        wall: Callable[[], float],
    ) -> None:
        self._program = program
        self._sender = sender
        self._profiles = profiles
        self._stand_ins = stand_ins
        self._wall = wall
        self._opened: dict[str, float] = {}

    def reader(self, slot: Slot, now: datetime) -> str:
        """Who reads a slot now, as `reader_of` says."""
        with self._program.reading() as session:
            return reader_of(self._program, session, slot, now)

    def look(self, slot: Slot, now: datetime) -> tuple[str, Destination | None]:
        """Who reads a slot now, and where they are told: None where Slack has to be asked for that."""
        with self._program.reading() as session:
            address = reader_of(self._program, session, slot, now)
            if is_channel(address):
                return address, Destination(address, address)
            person = self._profiles.fresh(session, address, within=LOOK_AGAIN_SECONDS)
            if person is None or not self._is_open(person.slack_id):
                return address, None
            channel = known_channel(session, person.slack_id)
            if channel is None:
                return address, None
            opens_at = opening(self._program, session, person, now) if slot.in_hours else None
        return address, Destination(channel, person.slack_id, remembered=True, opens_at=opens_at)

    def candidates(self, address: str) -> list[str]:
        """Who may be told, the right one first."""
        if is_channel(address):
            return [address]
        return [address, *(one for one in self._stand_ins if one != address)]

    def reach(self, candidate: str, address: str) -> Destination:
        """Where `candidate` is told what is meant for `address`. Raises a SlackFailure, ReaderGone among them."""
        if is_channel(candidate):
            return Destination(candidate, candidate)
        stand_in_for = None if candidate == address else address
        reader, asked = self._profiles.know(candidate, within=LOOK_AGAIN_SECONDS)
        with self._program.reading() as session:
            channel = known_channel(session, reader)
        if channel is not None and self._is_open(reader):
            return Destination(channel, reader, stand_in_for, remembered=True, asked=asked)
        try:
            opened = self._sender.open_conversation(reader)
        except Never as refusal:
            if stand_in_for is not None:
                raise ReaderGone(refusal.error) from refusal  # the next one may do
            raise
        self._opened[reader] = self._wall()
        if opened != channel:
            with self._program.changing() as session:
                remember_channel(session, reader, opened)
        return Destination(opened, reader, stand_in_for, asked=asked)

    def _is_open(self, reader: str) -> bool:
        return self._wall() - self._opened.get(reader, 0.0) < LOOK_AGAIN_SECONDS

    def forget(self, destination: Destination) -> None:
        """Slack does not know the channel any more: the next delivery opens it anew."""
        self._opened.pop(destination.reader, None)
        with self._program.changing() as session:
            remember_channel(session, destination.reader, None)
