"""Orders reach whoever fulfils them once: as lines of a file, or as signed JSON; what is not taken is tried again or parked."""

import csv
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.db import Database
from bot.errors import BadSetting
from bot.incentive_facts import GiftOrderFacts
from bot.outbox.gift_orders import BACK_OFF_SECONDS, GiftOrders
from bot.outbox.gift_provider import GiftProvider, NotTaken, Refused
from bot.outbox.gift_webhook import GiftWebhook
from bot.outbox.order_file import COLUMNS, OrderFile
from bot.services.program import Program
from bot.wiring import build
from models import Account, Advocate, AuditEntry, GiftOrder, Incentive, Slot
from tests.journeys.office import ANA, MONDAY, settings

SECRET = "between-us"
ORDER = GiftOrderFacts(
    id="0order",
    ordered_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
    kind="swag",
    amount=30.0,
    currency="USD",
    recipient="Sarah Chen",
    email="sarah@northwind.example",
    company="Northwind Bank",
    country=None,
    wish="Size M",
    disclosure="The vendor sent me a small gift to thank me.",
    contact="ana@ours.example",
)


class Receiver:
    """A gift service on loopback: takes an order once by its key, and checks who signed it."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        """What it answers before it takes anything."""
        self.keys: list[str] = []
        self.orders: dict[str, dict[str, Any]] = {}
        self.unsigned = 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.take(dict(self.headers), body)
                answer = json.dumps({"reference": f"R-{len(receiver.orders)}"}).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", receiver.url)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Tests read what it kept."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/orders"

    def take(self, headers: dict[str, str], body: bytes) -> int:
        signed = headers["X-Gift-Timestamp"].encode() + b"." + body
        expected = "v1=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, headers["X-Gift-Signature"]):
            self.unsigned += 1
            return 401
        self.keys.append(headers["Idempotency-Key"])
        if self.answers:
            return self.answers.pop(0)
        self.orders.setdefault(headers["Idempotency-Key"], json.loads(body))
        return 200

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    yield one
    one.stop()


class Clockwork:
    """Wall time that the test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def waiting_order(db: Database) -> str:
    """One order that waits to be passed on; its id."""
    with db.changing() as session:
        when = {"created_at": MONDAY, "updated_at": MONDAY}
        account = Account(
            domain="northwind.example",
            name="Northwind Bank",
            industry="Fintech",
            segment="smb",
            region="emea",
            csm=ANA,
            **when,
        )
        session.add(account)
        session.flush()
        advocate = Advocate(
            email="sarah@northwind.example",
            name="Sarah Chen",
            account_id=account.id,
            stage="enrolled",
            **when,
        )
        session.add(advocate)
        session.flush()
        incentive = Incentive(
            advocate_id=advocate.id,
            kind="swag",
            proposed_kind="swag",
            amount=30,
            currency="USD",
            timing="after",
            proposed_by=ANA,
            proposed_at=MONDAY,
            proposed_on=MONDAY.date(),
            state="ordered",
            choice="take",
            wish="Size M",
        )
        session.add(incentive)
        session.flush()
        order = GiftOrder(incentive_id=incentive.id, state="waiting", ordered_at=MONDAY)
        session.add(order)
        session.flush()
        return order.id


def passing(db: Database, provider: GiftProvider, wall: Clockwork | None = None) -> GiftOrders:
    return GiftOrders(Program(db, FixedClock(MONDAY)), provider, wall or Clockwork())


def stand(db: Database) -> tuple[GiftOrder, Incentive]:
    with db.reading() as session:
        return session.query(GiftOrder).one(), session.query(Incentive).one()


def test_an_order_becomes_one_line_of_the_file(db: Database, tmp_path: Path) -> None:
    order_id = waiting_order(db)
    path = tmp_path / "orders.csv"
    passed = passing(db, OrderFile(path)).pass_on()
    assert (passed.placed, passed.parked, passed.retried) == (1, 0, 0)
    order, incentive = stand(db)
    assert (order.state, order.provider, incentive.state) == ("placed", "order file", "ordered")
    assert order.placed_at == MONDAY
    [line] = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert tuple(line) == COLUMNS
    assert (line["order"], line["recipient"], line["wish"]) == (order_id, "Sarah Chen", "Size M")
    assert passing(db, OrderFile(path)).pass_on().placed == 0


def test_the_same_order_is_one_line_however_often_it_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    for _ in range(3):
        OrderFile(path).place(ORDER)
    OrderFile(path).place(replace(ORDER, id="0other", recipient="Müller, “Jo”\nline two"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["order"] for row in rows] == ["0order", "0other"]
    assert rows[1]["recipient"] == "Müller, “Jo”\nline two"


def test_many_at_once_never_mix_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    orders = [replace(ORDER, id=f"0order{number:03}") for number in range(40)]
    threads = [threading.Thread(target=OrderFile(path).place, args=(one,)) for one in orders * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with path.open(encoding="utf-8", newline="") as file:
        assert sorted(row["order"] for row in csv.DictReader(file)) == [one.id for one in orders]


@pytest.mark.parametrize("wish", ["=HYPERLINK(1)", "+1", "-1", "@x"])
def test_a_spreadsheet_takes_nothing_for_a_formula(tmp_path: Path, wish: str) -> None:
    path = tmp_path / "orders.csv"
    OrderFile(path).place(replace(ORDER, wish=wish))
    assert f"'{wish}" in path.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_tried_again_and_then_parked(db: Database, tmp_path: Path) -> None:
    waiting_order(db)
    wall = Clockwork()
    orders = passing(db, OrderFile(tmp_path / "missing" / "orders.csv"), wall)
    for number, seconds in enumerate(BACK_OFF_SECONDS):
        assert orders.pass_on().retried == 1
        order, incentive = stand(db)
        assert (order.state, order.tries, incentive.state) == ("waiting", number + 1, "ordered")
        assert "can’t be written" in (order.last_error or "")
        assert orders.pass_on().retried == 0, "not before its time"
        wall.now += seconds
    assert orders.pass_on().parked == 1
    order, incentive = stand(db)
    assert (order.state, incentive.state) == ("parked", "parked")
    with db.reading() as session:
        slot = session.query(Slot).filter_by(audience="proposer").one()
        entry = session.query(AuditEntry).filter_by(action="incentive_parked").one()
    assert slot.notify_version == slot.wanted_version, "the proposer is told"
    assert "can’t be written" in entry.details["error"]


def test_a_webhook_is_signed_carries_its_key_and_gives_the_reference(
    db: Database, receiver: Receiver
) -> None:
    order_id = waiting_order(db)
    assert passing(db, GiftWebhook(receiver.url, SECRET)).pass_on().placed == 1
    order, _ = stand(db)
    assert (order.state, order.provider, order.reference) == ("placed", "webhook", "R-1")
    assert receiver.keys == [order_id]
    sent = receiver.orders[order_id]
    assert (sent["event"], sent["id"], sent["kind"], sent["amount"]) == (
        "gift.ordered",
        order_id,
        "swag",
        30.0,
    )
    assert sent["recipient"] == "Sarah Chen"
    assert sent["disclosure"] == "The vendor sent me a small gift to thank me."
    assert "address" not in sent


@pytest.mark.parametrize("status", [500, 503, 429, 408])
def test_a_service_in_trouble_is_asked_again_with_the_same_key(
    db: Database, receiver: Receiver, status: int
) -> None:
    order_id = waiting_order(db)
    receiver.answers = [status, status]
    wall = Clockwork()
    orders = passing(db, GiftWebhook(receiver.url, SECRET), wall)
    assert orders.pass_on().retried == 1
    assert (stand(db)[0].last_error or "") == f"the gift service answered {status}"
    wall.now += BACK_OFF_SECONDS[0]
    assert orders.pass_on().retried == 1
    wall.now += BACK_OFF_SECONDS[1]
    assert orders.pass_on().placed == 1
    assert receiver.keys == [order_id] * 3
    assert len(receiver.orders) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 410, 302])
def test_a_refusal_parks_the_order_at_once(db: Database, receiver: Receiver, status: int) -> None:
    waiting_order(db)
    receiver.answers = [status]
    assert passing(db, GiftWebhook(receiver.url, SECRET)).pass_on().parked == 1
    order, incentive = stand(db)
    assert (order.state, incentive.state) == ("parked", "parked")
    assert order.last_error == f"the gift service refused it with {status}"
    assert receiver.orders == {}


def test_a_wrong_secret_is_refused_by_the_receiver(db: Database, receiver: Receiver) -> None:
    waiting_order(db)
    assert passing(db, GiftWebhook(receiver.url, "somebody-else")).pass_on().parked == 1
    assert receiver.unsigned == 1


def test_nobody_there_is_tried_again(sqlite_db: Database) -> None:
    waiting_order(sqlite_db)
    assert passing(sqlite_db, GiftWebhook("http://127.0.0.1:9/", SECRET)).pass_on().retried == 1
    assert "does not answer" in (stand(sqlite_db)[0].last_error or "")


class Lost:
    """Takes the order and dies before it can say so."""

    name = "lost"

    def __init__(self, inner: GiftProvider) -> None:
        self._inner = inner

    def place(self, order: GiftOrderFacts) -> str | None:
        self._inner.place(order)
        raise SystemExit


def test_a_process_that_dies_after_sending_orders_nothing_twice(db: Database, receiver: Receiver) -> None:
    order_id = waiting_order(db)
    wall = Clockwork()
    webhook = GiftWebhook(receiver.url, SECRET)
    with pytest.raises(SystemExit):
        passing(db, Lost(webhook), wall).pass_on()
    assert passing(db, webhook, wall).pass_on().placed == 0, "still leased"
    wall.now += 61
    assert passing(db, webhook, wall).pass_on().placed == 1
    assert receiver.keys == [order_id, order_id]
    assert len(receiver.orders) == 1


class Slow:
    """Counts how often it is asked."""

    name = "slow"

    def __init__(self) -> None:
        self.asked = 0

    def place(self, order: GiftOrderFacts) -> str | None:
        self.asked += 1
        return None


def test_two_workers_place_an_order_once(db: Database) -> None:
    waiting_order(db)
    provider, wall = Slow(), Clockwork()
    threads = [threading.Thread(target=passing(db, provider, wall).pass_on) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert provider.asked == 1


class Told:
    """Answers what it is told to."""

    name = "told"

    def __init__(self, error: Exception) -> None:
        self._error = error

    def place(self, order: GiftOrderFacts) -> str | None:
        raise self._error


def test_what_was_delivered_by_hand_meanwhile_stays_delivered(sqlite_db: Database) -> None:
    waiting_order(sqlite_db)
    wall = Clockwork()
    assert passing(sqlite_db, Told(NotTaken("busy")), wall).pass_on().retried == 1
    with sqlite_db.changing() as session:
        session.query(Incentive).one().state = "delivered"
    wall.now += BACK_OFF_SECONDS[0]
    passing(sqlite_db, Told(Refused("no")), wall).pass_on()
    assert stand(sqlite_db)[1].state == "delivered"


def test_an_order_goes_out_in_the_background_as_soon_as_it_is_made(sqlite_db: Database) -> None:
    provider = Slow()
    orders = GiftOrders(Program(sqlite_db, FixedClock(MONDAY)), provider)
    orders.start()
    try:
        waiting_order(sqlite_db)
        deadline = threading.Event()
        for _ in range(200):
            if provider.asked:
                break
            deadline.wait(0.02)
    finally:
        orders.stop()
    assert provider.asked == 1


def test_an_address_without_a_secret_stops_the_start(sqlite_db: Database) -> None:
    url = sqlite_db.url.render_as_string(hide_password=False)
    with pytest.raises(BadSetting, match="GIFT_WEBHOOK_SECRET is not set"):
        build(settings(url, "http://127.0.0.1:9/", gift_webhook_url="https://gifts.example/"))
