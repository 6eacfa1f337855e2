"""A process that dies or is suspended in the middle: what it had begun is finished by another, once."""

import pytest

from bot.outbox import delivery, slots
from bot.outbox.relay import Delivered
from tests.outbox.office import Office, buttons


class Killed(BaseException):
    """The process dies here."""


def test_a_crash_between_post_and_record_leaves_one_message(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> bool:
        raise Killed

    office.workspace.scopes.add("im:history")
    office.say("one")
    office.relay().deliver_due()
    office.say("two")
    with monkeypatch.context() as patch:
        patch.setattr(slots, "record_post", die)
        with pytest.raises(Killed):
            office.relay().deliver_due()
    assert office.relay().deliver_due() == Delivered(posted=1, stripped=1)
    assert [buttons(one) for one in office.inbox()] == [0, 1]
    assert office.texts()[1] == "two"


def test_a_crash_between_post_and_strip_still_strips(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise Killed

    office.say("one")
    office.relay().deliver_due()
    office.say("two")
    with monkeypatch.context() as patch:
        patch.setattr(delivery.Delivery, "_strip", die)
        with pytest.raises(Killed):
            office.relay().deliver_due()
    assert [buttons(one) for one in office.inbox()] == [1, 1]
    assert office.relay().deliver_due() == Delivered(stripped=1)
    assert [buttons(one) for one in office.inbox()] == [0, 1]


def test_a_killed_workers_conversation_is_taken_over_when_its_lease_has_run_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> bool:
        raise Killed

    office.workspace.scopes.add("im:history")
    office.say("hello")
    with monkeypatch.context() as patch:
        patch.setattr("bot.outbox.lease.Lease.release", lambda _: None)
        patch.setattr(slots, "record_post", die)
        with pytest.raises(Killed):
            office.relay(lease_seconds=20).deliver_due()
    heir = office.relay()
    assert heir.deliver_due() == Delivered()
    office.wall.skip(20.5)
    assert heir.deliver_due() == Delivered(posted=1)
    assert len(office.inbox()) == 1


def test_a_suspended_worker_whose_conversation_was_taken_over_leaves_no_second_set_of_buttons(
    office: Office,
) -> None:
    """The worst case: it sleeps between noting the attempt and sending it, and nobody can look it up."""
    slow = office.sender()
    heir = office.relay()
    send = slow.post

    def sleep_then_post(*arguments: object) -> object:
        office.wall.skip(31)
        heir.deliver_due()
        return send(*arguments)  # type: ignore[arg-type]

    slow.post = sleep_then_post  # type: ignore[method-assign, assignment]
    office.say("hello")
    office.relay(sender=slow).deliver_due()
    assert sorted(buttons(one) for one in office.inbox()) == [0, 1]
    [standing] = [one for one in office.inbox() if buttons(one)]
    assert office.slot().ts == standing.ts
