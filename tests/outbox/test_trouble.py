"""When Slack refuses, hesitates or loses a reply: nothing is lost, nothing stands there twice, nothing loops."""

import logging
import threading
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.outbox.relay import Delivered, ViewRequest, parked
from messages.render import Message
from tests.outbox.office import ANN, BEN, WINS, Office, buttons, eventually, message


def test_a_429_parks_only_its_own_conversation(office: Office) -> None:
    office.workspace.open_im(ANN)
    channel = office.workspace.im_of(ANN)
    assert channel is not None
    office.slack.faults.ratelimit("chat.postMessage", retry_after=30, channel=channel.id)
    office.say("for Ann", to=ANN, about="a1")
    office.say("also for Ann", to=ANN, about="a2")
    office.say("for Ben", to=BEN, about="b1")
    relay = office.relay()
    assert relay.deliver_due() == Delivered(posted=1, retried=1)
    assert (office.texts(ANN), office.texts(BEN)) == ([], ["for Ben"])
    office.wall.skip(29)
    assert relay.deliver_due() == Delivered()
    office.wall.skip(2)
    assert relay.deliver_due() == Delivered(posted=2)
    assert office.texts(ANN) == ["for Ann", "also for Ann"]


def test_a_post_whose_reply_is_lost_is_found_and_not_sent_again(office: Office) -> None:
    office.workspace.scopes.add("im:history")
    office.slack.faults.lose_reply("chat.postMessage")
    office.say("Can Dana take a call?")
    relay = office.relay()
    assert relay.deliver_due() == Delivered(retried=1)
    assert office.slot().attempt is not None
    office.wall.skip(2)
    assert relay.deliver_due() == Delivered(posted=1)
    assert len(office.inbox()) == 1
    assert (office.slot().ts, office.slot().attempt) == (office.inbox()[0].ts, None)


def test_a_found_post_is_brought_up_to_date_with_what_changed_since(office: Office) -> None:
    office.workspace.scopes.add("im:history")
    office.slack.faults.lose_reply("chat.postMessage")
    relay = office.relay()
    office.say("one")
    relay.deliver_due()
    office.say("two", notify=False)
    office.wall.skip(2)
    assert relay.deliver_due() == Delivered(posted=1, updated=1)
    assert office.texts() == ["two"]


def test_a_post_that_never_arrived_is_sent_again_after_looking(office: Office) -> None:
    office.workspace.scopes.add("im:history")
    office.slack.faults.drop("chat.postMessage")
    office.say("hello")
    relay = office.relay()
    relay.deliver_due()
    office.wall.skip(2)
    assert relay.deliver_due() == Delivered(posted=1)
    assert office.texts() == ["hello"]
    assert office.calls("conversations.history") == 1


@pytest.mark.parametrize("error", ["internal_error", "fatal_error"])
def test_an_error_inside_slack_means_perhaps_and_is_looked_up(office: Office, error: str) -> None:
    office.workspace.scopes.add("im:history")
    office.slack.faults.fail("chat.postMessage", error)
    office.say("hello")
    relay = office.relay()
    relay.deliver_due()
    office.wall.skip(2)
    relay.deliver_due()
    assert office.texts() == ["hello"]
    assert office.calls("conversations.history") == 1


def test_without_the_scope_a_lost_reply_is_sent_again_and_said_once(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    relay = office.relay()
    for about in ("a1", "a2"):
        office.slack.faults.lose_reply("chat.postMessage")
        office.say("hello", about=about)
        relay.deliver_due()
        office.wall.skip(6)
        assert relay.deliver_due() == Delivered(posted=1)
    assert len(office.inbox()) == 4
    assert office.calls("conversations.history") == 1
    assert sum("grant im:history" in record.message for record in caplog.records) == 1


@pytest.mark.parametrize("error", ["is_archived", "restricted_action", "not_in_channel", "invalid_blocks"])
def test_a_definite_refusal_parks_the_slot_with_its_reason_until_it_is_marked_anew(
    office: Office, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    office.slack.faults.fail("chat.postMessage", error)
    office.say("a private matter", to=WINS)
    relay = office.relay()
    assert relay.deliver_due() == Delivered(parked=1)
    assert relay.deliver_due() == Delivered()
    with office.program.reading() as session:
        assert [slot.parked_reason for slot in parked(session)] == [error]
    [line] = [record.message for record in caplog.records if record.levelno == logging.ERROR]
    assert office.slot().id in line
    assert error in line
    assert "private" not in line
    office.say("a private matter", to=WINS)
    assert relay.deliver_due() == Delivered(posted=1)


def test_a_refused_repost_leaves_the_old_message_as_it_stands(office: Office) -> None:
    relay = office.relay()
    office.say("one", to=WINS)
    relay.deliver_due()
    before = office.slot()
    office.say("two", to=WINS)
    office.slack.faults.fail("chat.postMessage", "restricted_action")
    assert relay.deliver_due() == Delivered(parked=1)
    after = office.slot()
    assert (after.channel, after.ts, after.stale_ts) == (before.channel, before.ts, None)
    assert buttons(office.workspace.messages(WINS)[0]) == 1


def test_when_slack_cannot_be_reached_it_is_tried_again_within_five_seconds_and_then_ever_less(
    office: Office,
) -> None:
    office.say("hello")
    relay = office.relay()
    office.slack.refuse_connections()
    waits = []
    for _ in range(8):
        assert relay.deliver_due() == Delivered(retried=1)
        waits.append(office.slot().retry_at - office.wall())
        office.wall.skip(waits[-1] + 0.1)
    assert waits[0] < 5
    assert waits[:5] == sorted(waits[:5])
    assert max(waits) <= 900 * 1.25
    assert office.slot().attempt is None  # never sent, so there is nothing to look up
    office.slack.start()
    assert relay.deliver_due() == Delivered(posted=1)
    assert office.slot().tries == 0


def test_a_held_back_message_is_not_overtaken_however_long_a_delivery_takes(office: Office) -> None:
    """Ann's first message fails, and delivering Ben's takes longer than its back-off."""

    def view(session: Session, request: ViewRequest) -> Message | None:
        if request.subject_id == "b1":
            office.wall.skip(6)
        return office.view(session, request)

    office.slack.faults.drop("chat.postMessage")
    for about, to in (("a1", ANN), ("a2", ANN), ("b1", BEN)):
        office.say(about, to=to, about=about)
    relay = office.relay(view=view)
    relay.deliver_due()
    assert (office.texts(ANN), office.texts(BEN)) == ([], ["b1"])
    relay.deliver_due()
    assert office.texts(ANN) == ["a1", "a2"]


def test_a_bare_http_500_is_tried_again(office: Office) -> None:
    office.workspace.scopes.add("im:history")
    office.slack.faults.http_error("chat.postMessage", 503)
    office.say("hello")
    relay = office.relay()
    assert relay.deliver_due() == Delivered(retried=1)
    assert office.slot().last_error == "http_503"
    office.wall.skip(2)
    assert relay.deliver_due() == Delivered(posted=1)


def test_short_trouble_does_not_change_the_order(office: Office) -> None:
    office.workspace.scopes.add("im:history")
    relay = office.relay()
    office.slack.faults.lose_reply("chat.postMessage")
    for number in range(3):
        office.say(f"message {number}", about=f"a{number}", due=timedelta(seconds=number - 3))
    relay.deliver_due()
    office.wall.skip(2)
    relay.deliver_due()
    assert office.texts() == ["message 0", "message 1", "message 2"]


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "missing_scope", "account_inactive"])
def test_a_refused_token_parks_nothing_and_is_said_clearly(
    office: Office, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    office.say("for Ann", to=ANN, about="a1")
    office.say("for Ben", to=BEN, about="b1")
    office.slack.faults.fail("*", error, times=None)
    relay = office.relay()
    assert relay.deliver_due() == Delivered(retried=1)
    assert f"Slack refuses the bot ({error})" in caplog.text
    office.slack.faults.clear()
    assert relay.deliver_due() == Delivered(posted=2)


def test_a_token_refused_at_the_look_up_is_not_taken_for_a_missing_scope(office: Office) -> None:
    office.workspace.scopes.add("im:history")
    office.slack.faults.lose_reply("chat.postMessage")
    office.say("hello")
    relay = office.relay()
    relay.deliver_due()
    office.wall.skip(2)
    office.slack.faults.fail("conversations.history", "invalid_auth")
    assert relay.deliver_due() == Delivered(retried=1)
    relay.deliver_due()
    assert office.texts() == ["hello"]


def test_a_mistake_in_a_view_delays_only_its_own_slot(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    def view(session: object, request: ViewRequest) -> Message | None:
        if request.subject_id == "broken":
            raise KeyError("no such fact")
        return message("fine")

    office.say("", about="broken")
    office.say("", about="sound")
    relay = office.relay(view=view)
    assert relay.deliver_due() == Delivered(posted=1, retried=1)
    assert office.texts() == ["fine"]
    assert office.slot("broken").last_error == "not rendered: KeyError"
    assert "Traceback" in caplog.text
    assert relay.deliver_due() == Delivered()


def test_a_mistake_in_a_view_neither_ends_the_threads_nor_makes_them_spin(office: Office) -> None:
    seen: list[str] = []

    def view(session: object, request: ViewRequest) -> Message | None:
        seen.append(request.subject_id)
        if request.subject_id == "broken":
            raise KeyError("no such fact")
        return message("fine")

    relay = office.relay(view=view)
    with office.running(relay, threads=1):
        office.say("", about="broken")
        assert eventually(lambda: "broken" in seen)
        office.say("", about="sound")
        assert eventually(lambda: office.texts() == ["fine"])
        threading.Event().wait(0.6)
    assert seen.count("broken") == 1


def test_no_contact_data_and_no_text_reach_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    office.say("a private matter", to="ann@example.com")
    office.slack.faults.lose_reply("chat.postMessage")
    relay = office.relay()
    relay.deliver_due()
    office.wall.skip(2)
    relay.deliver_due()
    assert office.slot().id in caplog.text
    assert "private" not in caplog.text
    assert "ann@" not in caplog.text


def test_no_transaction_is_open_while_slack_is_called(office: Office) -> None:
    sender = office.sender()
    send = sender.post

    def post(*arguments: object) -> object:
        pool = office.db.engine.pool
        assert pool.checkedout() == 0  # type: ignore[attr-defined]
        return send(*arguments)  # type: ignore[arg-type]

    sender.post = post  # type: ignore[method-assign, assignment]
    office.say("hello")
    assert office.relay(sender=sender).deliver_due() == Delivered(posted=1)
