"""What a job has to say waits for its reader's working hours; what it only keeps true does not."""

from datetime import UTC, datetime

from bot.outbox.mark import nobody_clicked
from tests.outbox.office import Office

EVENING = datetime(2026, 3, 2, 21, tzinfo=UTC)
MORNING = datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_a_job_posts_in_the_morning_and_updates_at_once(office: Office) -> None:
    office.say("a note to send")
    relay = office.relay()
    relay.deliver_due()
    office.clock.at = EVENING
    with nobody_clicked(office.db):
        office.say("a note to send, no way back", notify=False)
        office.say("news", about="a2")
    relay.deliver_due()
    assert office.texts() == ["a note to send, no way back"]
    office.clock.at = MORNING
    relay.deliver_due()
    assert office.texts() == ["a note to send, no way back", "news"]


def test_what_a_job_keeps_true_does_not_hasten_what_waits(office: Office) -> None:
    office.clock.at = EVENING
    with nobody_clicked(office.db):
        office.say("handed back")
        office.say("handed back, no way back", notify=False)
    relay = office.relay()
    relay.deliver_due()
    assert office.texts() == []
    office.say("answered", notify=False)
    relay.deliver_due()
    assert office.texts() == ["answered"], "a click is shown at once"
