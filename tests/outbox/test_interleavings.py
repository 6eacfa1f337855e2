"""Whatever happens in whatever order: in the end Slack shows today's facts, once, and no old button is left."""

import shutil
import tempfile
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.db import Database
from bot.outbox import slots
from bot.outbox.relay import Delivered, parked
from bot.sandbox.server import SlackServer
from models import Slot
from tests.outbox.office import ANN, BEN, Office, WallClock, buttons, make_workspace

MAYBE = ("lose_reply", "drop", "internal_error", "ratelimited", "http")
FAULTS = [("chat.postMessage", kind) for kind in (*MAYBE, "is_archived", "account_inactive")] + [
    (method, kind)
    for method in ("chat.update", "conversations.history", "conversations.open")
    for kind in MAYBE
]
SAY = st.tuples(
    st.just("say"),
    st.sampled_from(("a1", "a2", "a3")),
    st.sampled_from((ANN, ANN, BEN)),
    st.booleans(),
    st.sampled_from((True, True, False)),
    st.booleans(),
)
FAULT = st.sampled_from(FAULTS).map(lambda fault: ("fault", *fault))
DELIVERY = st.one_of(
    st.just(("deliver",)), st.just(("die",)), st.sampled_from((2.0, 12.0, 40.0)).map(lambda s: ("skip", s))
)
ROUND = st.tuples(SAY, st.one_of(DELIVERY, FAULT, SAY), DELIVERY)
"""A change, whatever comes between, and a delivery: most of what happens, in an order that lets things meet."""
REMIND = [("say", about, ANN, True, True, True) for about in ("a1", "a2", "a3")]
NUDGES = st.lists(st.sampled_from(REMIND), min_size=2, max_size=4).map(tuple)
REMINDED = st.tuples(NUDGES, st.one_of(st.just(()), st.tuples(FAULT)), st.tuples(DELIVERY)).map(
    lambda parts: tuple(chain.from_iterable(parts))
)
"""Several people are reminded of at once: what stands there already comes in one message."""


class Killed(BaseException):
    """The process dies here."""


class Story:
    """Plays the steps of one example against an office of its own."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.relay = office.relay()
        self.told: dict[str, str] = {}
        self.said = 0

    def say(self, about: str, to: str, notify: bool, shows: bool, nudge: bool) -> None:
        self.said += 1
        fact = f"{about}: fact {self.said}" if shows else None
        self.office.say(fact, to=to, about=about, notify=notify, nudge=notify and nudge)
        self.told[about] = to

    def fault(self, method: str, kind: str) -> None:
        faults = self.office.slack.faults
        match kind:
            case "lose_reply":
                faults.lose_reply(method)
            case "drop":
                faults.drop(method)
            case "ratelimited":
                faults.ratelimit(method, retry_after=3)
            case "http":
                faults.http_error(method, 502)
            case _:
                faults.fail(method, kind)

    def deliver(self) -> None:
        self.relay.deliver_due()

    def die(self) -> None:
        """A process that is killed between a post and its record, its lease not given back; another takes over."""

        def die(*_: object) -> bool:
            raise Killed

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(slots, "record_post", die)
            patch.setattr("bot.outbox.lease.Lease.release", lambda _: None)
            try:
                self.relay.deliver_due()
            except Killed:
                self.relay = self.office.relay()

    def skip(self, seconds: float) -> None:
        self.office.wall.skip(seconds)
        self.deliver()

    def settle(self) -> None:
        """Slack is well again, the owner has seen what was parked, and time passes."""
        self.office.slack.faults.clear()
        with self.office.program.reading() as session:
            lost = {slot.bundle or slot.subject_id for slot in parked(session)}
            lost |= set(session.scalars(select(Slot.subject_id).where(Slot.bundle.in_(lost))))
        for about, to in self.told.items():
            if about in lost:
                self.office.say(self.office.facts[about], to=to, about=about)
        for _ in range(20):
            self.office.wall.skip(2000)
            if self.relay.deliver_due() == Delivered():
                return
        raise AssertionError("the outbox never comes to rest")


@given(rounds=st.lists(st.one_of(ROUND, REMINDED), max_size=7))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_in_the_end_slack_shows_the_facts_once(
    migrated_sqlite: Path, rounds: list[tuple[tuple[str, ...], ...]]
) -> None:
    wall = WallClock()
    with tempfile.TemporaryDirectory() as folder, SlackServer(make_workspace(wall)) as slack:
        path = Path(folder) / "advocates.db"
        shutil.copy(migrated_sqlite, path)
        db = Database(f"sqlite:///{path}")
        try:
            slack.workspace.scopes.add("im:history")
            office = Office(db, slack, wall)
            story = Story(office)
            for name, *arguments in chain.from_iterable(rounds):
                getattr(story, name)(*arguments)
            story.settle()
            assert_shown(office, story.told)
        finally:
            db.dispose()


def assert_shown(office: Office, told: dict[str, str]) -> None:
    for about, reader in told.items():
        slot = office.slot(about)
        assert slot.sent_version == slot.wanted_version
        assert (slot.attempt, slot.stale_ts, slot.parked_reason) == (None, None, None)
        standing = [
            (user, one.text)
            for user in (ANN, BEN)
            for one in office.inbox(user)
            if buttons(one) and one.text.startswith(about)
        ]
        fact = office.facts[about]
        assert standing == ([(reader, fact)] if fact else [])
    assert_bundles(office, told)


def assert_bundles(office: Office, told: dict[str, str]) -> None:
    """What was put together tells today's facts, below the message of each and nowhere twice."""
    shown: list[tuple[str, str]] = []
    for user in (ANN, BEN):
        inbox = office.inbox(user)
        for bundle in (one for one in inbox if buttons(one) and "for you" in one.text):
            lines = [line for line in bundle.text.splitlines() if line[:1] == "a"]
            shown += [(user, line[:2]) for line in lines]
            for line in lines:
                assert line == office.facts[line[:2]]
                own = next(one for one in inbox if buttons(one) and one.text == line)
                assert float(own.ts) < float(bundle.ts)
    expected = [
        (reader, about)
        for about, reader in told.items()
        if office.facts[about] is not None and office.slot(about).bundle is not None
    ]
    assert sorted(shown) == sorted(expected)
