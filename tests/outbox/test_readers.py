"""Who a message reaches: people by id or address, and whoever stands in for those who are gone."""

from bot.outbox.relay import Delivered
from tests.outbox.office import ANN, OLGA, Office


def test_what_is_meant_for_somebody_who_has_left_goes_to_the_owner_who_knows_for_whom_it_was(
    office: Office,
) -> None:
    office.workspace.change_person(ANN, deleted=True)
    office.say("Can Dana take a call?", to=ANN)
    relay = office.relay([OLGA])
    assert relay.deliver_due() == Delivered(posted=1)
    assert office.texts(OLGA) == ["Can Dana take a call?"]
    assert (office.requests[-1].reader, office.requests[-1].stand_in_for) == (OLGA, ANN)
    office.say("Dana said yes", to=ANN, notify=False)
    assert relay.deliver_due() == Delivered(updated=1)
    assert office.texts(OLGA) == ["Dana said yes"]


def test_somebody_found_to_have_left_at_the_post_is_stood_in_for_too(office: Office) -> None:
    office.say("Can Dana take a call?", to=ANN)
    office.slack.faults.fail("chat.postMessage", "account_inactive")
    assert office.relay([OLGA]).deliver_due() == Delivered(posted=1)
    assert office.texts(OLGA) == ["Can Dana take a call?"]


def test_somebody_who_leaves_while_the_bot_runs_is_noticed_within_an_hour(office: Office) -> None:
    relay = office.relay([OLGA])
    office.say("one", to=ANN)
    relay.deliver_due()
    office.workspace.change_person(ANN, deleted=True)
    office.wall.skip(3600)
    office.say("two", to=ANN, notify=False)
    assert relay.deliver_due() == Delivered(posted=1, stripped=1)
    assert office.texts(OLGA) == ["two"]


def test_with_nobody_to_stand_in_it_is_parked(office: Office) -> None:
    office.say("hello", to="gone@example.com")
    assert office.relay().deliver_due() == Delivered(parked=1)
    assert office.slot().parked_reason == "nobody to tell: users_not_found"


def test_a_stand_in_who_does_not_exist_is_passed_over(office: Office) -> None:
    office.say("hello", to="gone@example.com")
    assert office.relay(["U0NOBODY", OLGA]).deliver_due() == Delivered(posted=1)
    assert office.texts(OLGA) == ["hello"]


def test_a_colleague_is_found_by_email_once_and_remembered(office: Office) -> None:
    relay = office.relay()
    for about in ("a1", "a2"):
        office.say("hello", to="Ann@Example.com", about=about)
        relay.deliver_due()
    assert office.texts(ANN) == ["hello", "hello"]
    assert office.calls("users.lookupByEmail") == 1
    assert office.requests[0].reader == ANN
    assert office.requests[0].stand_in_for is None


def test_an_unknown_user_id_is_parked(office: Office) -> None:
    office.say("hello", to="U0NOBODY")
    assert office.relay([OLGA]).deliver_due() == Delivered(parked=1)
    assert office.slot().parked_reason == "user_not_found"
