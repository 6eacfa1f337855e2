"""A small office for the outbox: a pretend Slack, a clock that can be moved, and one message whose words a test sets."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import FixedClock
from bot.db import Database
from bot.outbox.lease import LEASE_SECONDS
from bot.outbox.mark import mark
from bot.outbox.relay import Relay, View, ViewRequest
from bot.outbox.slack_sender import SlackSender, make_client
from bot.sandbox.records import Message as SlackMessage
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from bot.services.program import Program
from messages.render import Message
from models import Slot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANN, BEN, OLGA = "U0ANN", "U0BEN", "U0OLGA"
WINS = "C0WINS"


class WallClock:
    """The machine's clock, plus what a test has skipped."""

    def __init__(self) -> None:
        self.skipped = 0.0

    def __call__(self) -> float:
        return time.time() + self.skipped

    def skip(self, seconds: float) -> None:
        self.skipped += seconds


def make_workspace(wall: Callable[[], float]) -> Workspace:
    """Ann and Ben ask and answer, Olga owns the program, and #wins is where the bot may speak."""
    workspace = Workspace(clock=wall)
    workspace.add_person(ANN, "ann", email="ann@example.com")
    workspace.add_person(BEN, "ben", email="ben@example.com")
    workspace.add_person(OLGA, "olga", email="olga@example.com")
    workspace.add_channel(WINS, "wins", members=(workspace.app.user_id, ANN))
    return workspace


@dataclass
class Office:
    """What a test needs in one hand. `facts` are the state that the messages are views of, by subject id."""

    db: Database
    slack: SlackServer
    wall: WallClock
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOON))
    facts: dict[str, str | None] = field(default_factory=dict)
    requests: list[ViewRequest] = field(default_factory=list)
    relays: list[Relay] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        return self.slack.workspace

    @property
    def program(self) -> Program:
        return Program(self.db, self.clock)

    def view(self, _session: Session, request: ViewRequest) -> Message | None:
        """Today's words with a button; nothing where the fact is None."""
        self.requests.append(request)
        words = self.facts[request.subject_id]
        return None if words is None else message(words)

    def relay(
        self,
        stand_ins: Sequence[str] = (),
        *,
        view: View | None = None,
        before: Callable[[str, str], None] | None = None,
        lease_seconds: float = LEASE_SECONDS,
        sender: SlackSender | None = None,
    ) -> Relay:
        views = {("ask", "csm"): view or self.view}
        relay = Relay(
            self.program,
            sender or self.sender(),
            views,
            stand_ins,
            before,
            lease_seconds=lease_seconds,
            wall=self.wall,
        )
        self.relays.append(relay)
        return relay

    def sender(self, timeout: int = 5) -> SlackSender:
        return SlackSender(make_client(self.workspace.app.bot_token, self.slack.url, timeout))

    def say(
        self,
        words: str | None,
        *,
        to: str = ANN,
        about: str = "a1",
        due: timedelta = timedelta(),
        notify: bool = True,
        nudge: bool = False,
    ) -> None:
        """A change of state and its mark, in one transaction."""
        self.facts[about] = words
        with self.program.changing() as session:
            mark(
                session,
                subject=("ask", about),
                audience="csm",
                conversation=to,
                due_at=self.clock.now() + due,
                notify=notify,
                nudge=nudge,
            )

    def slot(self, about: str = "a1") -> Slot:
        with self.program.reading() as session:
            slot = session.scalars(select(Slot).where(Slot.subject_id == about)).one()
            session.expunge(slot)
            return slot

    def inbox(self, user: str = ANN) -> list[SlackMessage]:
        """The direct messages a person has, oldest first."""
        channel = self.workspace.im_of(user)
        return self.workspace.messages(channel.id) if channel else []

    def texts(self, user: str = ANN) -> list[str]:
        return [one.text for one in self.inbox(user)]

    def calls(self, method: str) -> int:
        return sum(call.method == method for call in self.workspace.calls)

    @contextmanager
    def running(self, *relays: Relay, threads: int = 4) -> Iterator[None]:
        """The relays deliver in the background while the block runs."""
        for relay in relays:
            relay.start(threads)
        try:
            yield
        finally:
            for relay in relays:
                relay.stop()


def message(words: str) -> Message:
    button: dict[str, Any] = {
        "type": "button",
        "action_id": "ask_review",
        "text": {"type": "plain_text", "text": "Answer"},
        "value": "opaque",
    }
    section = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
    return Message(words, [section, {"type": "actions", "elements": [button]}])


def buttons(shown: SlackMessage) -> int:
    return sum(len(block.get("elements", [])) for block in shown.blocks if block["type"] == "actions")


def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether something becomes true within that time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
