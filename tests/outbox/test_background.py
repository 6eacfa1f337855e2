"""Relays that run: at once, in order, once only, however many there are; and they end when told to."""

import threading
import time

import pytest
from sqlalchemy import event

from bot.db import Database
from bot.outbox import slots
from bot.outbox.lease import take_lease
from bot.outbox.relay import Relay
from tests.outbox.office import ANN, BEN, NOON, Office, eventually

PEOPLE = [f"U0P{number}" for number in range(6)]


def populate(office: Office) -> None:
    for user in PEOPLE:
        office.workspace.add_person(user, user.lower())


def test_delivery_starts_well_within_a_second_of_the_commit(office: Office) -> None:
    with office.running(office.relay()):
        time.sleep(0.4)
        office.say("hello")
        began = time.monotonic()
        assert eventually(lambda: office.texts() == ["hello"])
        assert time.monotonic() - began < 0.7


def test_a_mark_of_another_process_is_noticed_within_a_second(office: Office) -> None:
    other = Database(office.db.url.render_as_string(hide_password=False))
    relay_db, office.db = office.db, other
    office.facts["a1"] = "hello"
    try:
        listening = Office(relay_db, office.slack, office.wall, facts=office.facts)
        with listening.running(listening.relay()):
            time.sleep(0.4)
            office.say("hello")
            assert eventually(lambda: office.texts() == ["hello"], seconds=1.0)
    finally:
        other.dispose()


def test_two_relays_with_four_threads_each_send_everything_once_and_in_order(office: Office) -> None:
    populate(office)
    with office.running(office.relay(), office.relay()):
        for number in range(8):
            for user in PEOPLE:
                office.say(f"message {number}", to=user, about=f"{user}-{number}")
        assert eventually(lambda: all(len(office.inbox(user)) == 8 for user in PEOPLE), 20)
    for user in PEOPLE:
        assert office.texts(user) == [f"message {number}" for number in range(8)]


def test_a_lost_reply_here_and_there_changes_neither_number_nor_order(office: Office) -> None:
    populate(office)
    office.workspace.scopes.add("im:history")
    with office.running(office.relay(), office.relay(), threads=2):
        for number in range(3):
            for user in PEOPLE[:4]:
                office.say(f"message {number}", to=user, about=f"{user}-{number}")
            office.slack.faults.lose_reply("chat.postMessage")
            office.slack.faults.drop("chat.postMessage")
        assert eventually(lambda: all(len(office.inbox(user)) >= 3 for user in PEOPLE[:4]), 20)
    for user in PEOPLE[:4]:
        assert office.texts(user) == [f"message {number}" for number in range(3)]


def test_a_failed_message_is_tried_again_within_five_seconds(office: Office) -> None:
    office.slack.faults.fail("chat.postMessage", "internal_error")
    with office.running(office.relay()):
        office.say("hello")
        assert eventually(lambda: office.texts() == ["hello"], seconds=5.0)


def test_a_change_while_its_message_is_under_way_is_shown_as_well(office: Office) -> None:
    office.slack.faults.delay("chat.postMessage", seconds=0.3)
    with office.running(office.relay()):
        office.say("one")
        assert eventually(lambda: office.slot().attempt is not None)
        office.say("two", notify=False)
        assert eventually(lambda: office.texts() == ["two"])


def test_a_slow_conversation_does_not_hold_up_another(office: Office) -> None:
    office.workspace.open_im(ANN)
    channel = office.workspace.im_of(ANN)
    assert channel is not None
    office.slack.faults.delay("chat.postMessage", seconds=1.0, channel=channel.id)
    with office.running(office.relay(), threads=2):
        office.say("for Ann", to=ANN, about="a1")
        office.say("for Ben", to=BEN, about="b1")
        assert eventually(lambda: office.texts(BEN) == ["for Ben"], seconds=0.8)
        assert eventually(lambda: office.texts(ANN) == ["for Ann"])


def test_stopping_finishes_the_message_in_hand_and_leaves_the_rest(office: Office) -> None:
    office.slack.faults.delay("chat.postMessage", seconds=0.4)
    for number in range(3):
        office.say(f"message {number}", about=f"a{number}")
    relay = office.relay()
    relay.start(threads=1)
    assert eventually(lambda: office.slot("a0").attempt is not None)
    began = time.monotonic()
    relay.stop()
    assert time.monotonic() - began < 2
    assert office.texts() == ["message 0"]
    assert office.slot("a0").attempt is None
    assert not [one for one in threading.enumerate() if one.name.startswith("relay")]
    with office.running(relay):
        assert eventually(lambda: len(office.texts()) == 3)


def test_a_crew_survives_a_database_that_fails_for_a_moment(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    find = Relay._due
    failures = iter([True])

    def fail_once(relay: Relay, *arguments: object) -> list[str]:
        if next(failures, False):
            raise OSError("the database is away")
        return find(relay, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Relay, "_due", fail_once)
    with office.running(office.relay()):
        office.say("hello")
        assert eventually(lambda: office.texts() == ["hello"])
    assert "could not see what is due" in caplog.text


def test_a_conversation_is_leased_to_one_of_many(office: Office) -> None:
    taken: list[object] = []
    gate = threading.Barrier(8)

    def take() -> None:
        gate.wait()
        lease = take_lease(office.db, ANN, 30, office.wall)
        if lease:
            taken.append(lease)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1


def test_the_search_for_work_uses_its_index(sqlite_db: Database) -> None:
    statements: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    with sqlite_db.reading() as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", see)
        slots.due_conversations(session, NOON, 0.0)
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statements[0].replace("?", "0")).all()
    assert "ix_slots_wanted" in str(plan)
