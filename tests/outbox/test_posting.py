"""A message is a view of state: posted once, kept true by updates, posted anew when its reader is needed."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.outbox.relay import Delivered, View, ViewRequest
from messages.render import Message
from tests.outbox.office import ANN, BEN, NOON, WINS, Office, buttons


def test_a_mark_becomes_a_message_with_text_blocks_and_an_opaque_key(office: Office) -> None:
    office.say("Can Dana take a call?")
    assert office.relay().deliver_due() == Delivered(posted=1)
    [shown] = office.inbox()
    assert shown.text == "Can Dana take a call?"
    assert buttons(shown) == 1
    assert shown.metadata is not None
    assert shown.metadata["event_type"] == "advocate_slot"
    assert shown.metadata["event_payload"]["slot"] == office.slot().id
    slot = office.slot()
    assert (slot.sent_version, slot.channel, slot.ts) == (1, shown.channel, shown.ts)
    assert (slot.attempt, slot.attempted_at, slot.tries, slot.last_error) == (None, None, 0, None)


def test_nothing_is_sent_twice(office: Office) -> None:
    office.say("Can Dana take a call?")
    relay = office.relay()
    relay.deliver_due()
    assert relay.deliver_due() == Delivered()
    assert len(office.inbox()) == 1


def test_a_mere_change_of_state_updates_the_message_in_place(office: Office) -> None:
    office.say("Can Dana take a call?")
    relay = office.relay()
    relay.deliver_due()
    office.say("Dana said yes", notify=False)
    assert relay.deliver_due() == Delivered(updated=1)
    assert office.texts() == ["Dana said yes"]
    assert buttons(office.inbox()[0]) == 1


def test_changes_before_a_delivery_become_one_message_with_the_newest_facts(office: Office) -> None:
    for words in ("one", "two", "three"):
        office.say(words)
    assert office.relay().deliver_due() == Delivered(posted=1)
    assert office.texts() == ["three"]
    assert office.slot().sent_version == 3


def test_a_change_that_needs_its_reader_posts_anew_and_takes_the_old_buttons_away(office: Office) -> None:
    office.say("Can Dana take a call?")
    relay = office.relay()
    relay.deliver_due()
    office.say("Dana is still waiting")
    assert relay.deliver_due() == Delivered(posted=1, stripped=1)
    old, new = office.inbox()
    assert (new.text, buttons(new)) == ("Dana is still waiting", 1)
    assert old.text == "This has moved on. The latest is in a newer message below."
    assert buttons(old) == 0
    assert (office.slot().ts, office.slot().stale_ts) == (new.ts, None)


def test_an_unanswered_strip_is_made_up_for_later(office: Office) -> None:
    office.say("one")
    relay = office.relay()
    relay.deliver_due()
    office.say("two")
    office.slack.faults.fail("chat.update", "internal_error")
    assert relay.deliver_due() == Delivered(posted=1, retried=1)
    assert buttons(office.inbox()[0]) == 1
    office.wall.skip(5)
    assert relay.deliver_due() == Delivered(stripped=1)
    assert [buttons(one) for one in office.inbox()] == [0, 1]


def test_a_message_that_can_no_longer_be_updated_is_posted_anew(office: Office) -> None:
    relay = office.relay()
    for number, error in enumerate(("message_not_found", "cant_update_message", "edit_window_closed")):
        about = f"a{number}"
        office.say("first", about=about)
        relay.deliver_due()
        office.say(f"second {error}", about=about, notify=False)
        office.slack.faults.fail("chat.update", error)
        assert relay.deliver_due() == Delivered(posted=1)
        assert office.texts()[-1] == f"second {error}"


def test_a_new_reader_gets_the_message_and_the_old_one_loses_the_buttons(office: Office) -> None:
    office.say("Can Dana take a call?", to=ANN)
    relay = office.relay()
    relay.deliver_due()
    office.say("Can Dana take a call?", to=BEN, notify=False)
    assert relay.deliver_due() == Delivered(posted=1, stripped=1)
    assert office.texts(ANN) == ["This has moved on, and <@U0BEN> is looking after it now."]
    assert office.texts(BEN) == ["Can Dana take a call?"]


def test_a_view_that_shows_nothing_sends_nothing(office: Office) -> None:
    office.say(None)
    relay = office.relay()
    assert relay.deliver_due() == Delivered()
    assert office.slot().sent_version == 1
    assert office.calls("chat.postMessage") == 0


def test_a_message_with_nothing_left_to_show_loses_its_buttons(office: Office) -> None:
    office.say("Can Dana take a call?")
    relay = office.relay()
    relay.deliver_due()
    office.say(None)
    assert relay.deliver_due() == Delivered(stripped=1)
    assert office.texts() == ["This has moved on. There is nothing left for you to do here."]
    office.say("Dana is back")
    assert relay.deliver_due() == Delivered(posted=1)
    assert office.texts()[-1] == "Dana is back"


def test_a_quiet_message_updates_what_stands_even_where_its_mark_would_notify(office: Office) -> None:
    relay = office.relay(view=quiet_when_answered(office))
    office.say("Can Dana take a call?")
    relay.deliver_due()
    office.say("Dana said yes")
    assert relay.deliver_due() == Delivered(updated=1)
    assert office.texts() == ["Dana said yes"]


def test_a_quiet_message_is_never_a_new_one(office: Office) -> None:
    relay = office.relay(view=quiet_when_answered(office))
    office.say("Dana said yes", about="a1")
    assert relay.deliver_due() == Delivered()
    office.say("Can Dana take a call?", about="a2")
    relay.deliver_due()
    office.say("Dana said yes", about="a2", to=BEN)
    assert relay.deliver_due() == Delivered(stripped=1)
    assert office.texts(BEN) == []
    assert (office.slot("a1").sent_version, office.slot("a2").sent_version) == (1, 2)


def quiet_when_answered(office: Office) -> View:
    def view(session: Session, request: ViewRequest) -> Message | None:
        shown = office.view(session, request)
        return replace(shown, quiet="yes" in shown.text) if shown else None

    return view


def test_what_is_due_later_waits_for_the_programs_clock(office: Office) -> None:
    office.say("Good morning", due=timedelta(hours=21))
    relay = office.relay()
    assert relay.deliver_due() == Delivered()
    assert relay.deliver_due(until=NOON + timedelta(hours=21)) == Delivered(posted=1)
    assert office.requests[0].now == NOON + timedelta(hours=21)


def test_a_conversation_is_told_in_the_order_of_what_was_due(office: Office) -> None:
    for number in (3, 1, 2):
        office.say(f"message {number}", about=f"a{number}", due=timedelta(minutes=number - 9))
    office.relay().deliver_due()
    assert office.texts() == ["message 1", "message 2", "message 3"]


def test_a_channel_is_posted_to_as_it_is(office: Office) -> None:
    office.say("Well done, Dana", to=WINS)
    office.relay().deliver_due()
    assert [one.text for one in office.workspace.messages(WINS)] == ["Well done, Dana"]
    assert office.requests[0].reader == WINS
    assert office.calls("conversations.open") == 0


def test_what_must_be_checked_again_is_checked_before_rendering_and_may_change_the_facts(
    office: Office,
) -> None:
    def before(kind: str, subject_id: str) -> None:
        office.facts[subject_id] = f"{kind} checked"

    office.say("unchecked")
    office.relay(before=before).deliver_due()
    assert office.texts() == ["ask checked"]


def test_a_conversation_is_opened_once(office: Office) -> None:
    relay = office.relay()
    for number in range(3):
        office.say("hello", about=f"a{number}")
        relay.deliver_due()
    assert office.calls("conversations.open") == 1


def test_a_channel_that_slack_has_forgotten_is_opened_again(office: Office) -> None:
    relay = office.relay()
    office.say("hello")
    relay.deliver_due()
    office.say("hello again")
    office.slack.faults.fail("chat.postMessage", "channel_not_found")
    assert relay.deliver_due() == Delivered(retried=1)
    office.wall.skip(5)
    assert relay.deliver_due() == Delivered(posted=1, stripped=1)
    assert office.calls("conversations.open") == 2
