"""Processes are killed in a storm of requests: everything a person was told was filed is there, and delivered once.

KILLS says how many (five unless told; `make test-kills` says 50). Doubles may only come of lost replies, and with
im:history granted not even of those.
"""

import os
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest

from bot.db import Database
from bot.sandbox.driver import Driver
from bot.sandbox.filling import NotPossible, NotSubmittable
from bot.sandbox.server import SlackServer
from bot.sandbox.transport import BotReply, HttpTransport
from bot.sandbox.workspace import Workspace
from models import ReferenceRequest, Slot
from tests.journeys.office import ANA, SECRET, open_office, people
from tests.journeys.processes import Process

KILLS = int(os.environ.get("KILLS", "5"))
SELLERS = 4
CUSTOMERS = 40 * max(1, KILLS // 5)
LONGEST_LIFE = 8.0
QUIET_AFTER = 90.0
"""Seconds within which everything is delivered once nobody is killed any more: a dead worker's lease and some more."""


@dataclass
class Door:
    """The way to whichever process is alive now."""

    transport: HttpTransport | None = None

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> BotReply:
        if self.transport is None:
            raise ConnectionRefusedError
        return self.transport.post(path, body, headers)


@dataclass
class Storm:
    """Sellers who keep filing requests, each for a customer of their own, until they are told to stop."""

    slack: Driver
    door: Door
    told: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    turn: "list[int]" = field(default_factory=lambda: [0])
    lock: threading.Lock = field(default_factory=threading.Lock)

    def until_more_is_told(self) -> None:
        """Until somebody was told of one more, for a while at the most: a process that is killed before it answers proves nothing."""
        so_far, until = len(self.told), time.monotonic() + LONGEST_LIFE
        while len(self.told) == so_far and time.monotonic() < until:
            time.sleep(0.02)

    def sell(self, seller: str) -> None:
        actor = self.slack.as_person(seller)
        while not self.stop.is_set():
            if self.door.transport is None:  # between two lives; each try would use up a customer
                time.sleep(0.02)
                continue
            with self.lock:
                self.turn[0] += 1
                number = self.turn[0]
            if number > CUSTOMERS:
                return
            deal = f"Deal {number}"
            try:
                while actor.modal is not None:
                    actor.close_modal()
                answer = actor.command("/reference", f"product{number:04}")
                if not answer.buttons("reference_request"):
                    continue
                actor.click(answer, "reference_request")
                self.slack.until(lambda: actor.modal is not None, 2.0, "a modal")
                filed = actor.submit(deal_name=deal)
            except (NotPossible, NotSubmittable, AssertionError):
                continue  # the process died under their hands: they were told nothing
            if filed.status == 200 and not filed.errors:
                self.told.append(deal)


@pytest.mark.kills
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_people_were_told_survives_kills(kind: str, request: pytest.FixtureRequest) -> None:
    db: Database = request.getfixturevalue(f"{kind}_db")
    chance = random.Random(KILLS)
    workspace = Workspace()
    workspace.scopes.add("im:history")
    people(workspace)
    sellers = [f"U0SELLER{number}" for number in range(SELLERS)]
    for seller in sellers:
        workspace.add_person(seller, seller.lower(), email=f"{seller.lower()}@ours.example")
    with SlackServer(workspace) as server:
        office = open_office(db, server)
        for number in range(1, CUSTOMERS + 1):
            account = office.add_account(f"Customer {number:04}", products=[f"product{number:04}"])
            office.add_advocate(f"Person {number:04}", account)
        door = Door()
        storm = Storm(Driver(workspace, door, SECRET), door)
        threads = [threading.Thread(target=storm.sell, args=[seller]) for seller in sellers]
        team = start_all(kind, db, server, door)
        for thread in threads:
            thread.start()
        for _ in range(KILLS):
            storm.until_more_is_told()
            time.sleep(chance.uniform(0.2, 1.0))
            victim = chance.randrange(len(team))
            door.transport = None if team[victim].command != "worker" else door.transport
            team[victim].kill()
            team[victim] = start(team[victim].command, db, server, door)
        storm.stop.set()
        for thread in threads:
            thread.join()
        wait_until_quiet(db)
        for process in team:
            assert process.stop() == 0
        judge(storm, db, workspace, sellers)
        office.wired.close()


def start_all(kind: str, db: Database, server: SlackServer, door: Door) -> list[Process]:
    """One embedded process on SQLite; a web and two workers on PostgreSQL."""
    commands = ["serve"] if kind == "sqlite" else ["web", "worker", "worker"]
    return [start(command, db, server, door) for command in commands]


def start(command: str, db: Database, server: SlackServer, door: Door) -> Process:
    process = Process(command, db, server)
    if command != "worker":
        door.transport = HttpTransport(process.address)
    return process


def wait_until_quiet(db: Database) -> None:
    """Until every message that is wanted stands in Slack."""
    until = time.monotonic() + QUIET_AFTER
    while True:
        with db.reading() as session:
            waiting = session.query(Slot).filter(Slot.sent_version < Slot.wanted_version).count()
        if not waiting:
            return
        assert time.monotonic() < until, f"{waiting} messages are still not delivered"
        time.sleep(0.2)


def judge(storm: Storm, db: Database, workspace: Workspace, sellers: list[str]) -> None:
    with db.reading() as session:
        filed = {row.deal_name: row for row in session.query(ReferenceRequest).all()}
    assert storm.told, "nobody could file anything: the storm proves nothing"
    assert set(storm.told) <= set(filed), "somebody was told it was filed, and it is not there"
    posted: Counter[str] = Counter()
    for reader in (*sellers, ANA):
        channel = workspace.im_of(reader)
        for message in workspace.messages(channel.id) if channel else ():
            metadata = message.metadata or {}
            posted[metadata.get("event_payload", {}).get("slot", "none")] += 1
    with db.reading() as session:
        slots = {slot.id: slot for slot in session.query(Slot).all()}
    assert set(posted) == set(slots), "a message nobody wanted, or one that never arrived"
    doubles = {slots[slot].subject_kind: count for slot, count in posted.items() if count > 1}
    assert doubles == {}, "a message arrived twice"
    requests = {slot.subject_id for slot in slots.values() if slot.audience == "requester"}
    assert requests == {row.id for row in filed.values()}
