"""Nudges for one reader that fall due together come as one message, and each of them is told once."""

from bot.outbox.bundling import MOST
from bot.outbox.mark import nobody_clicked
from tests.outbox.office import ANN, BEN, Office, buttons


def remind(office: Office, *abouts: str, to: str = ANN) -> None:
    for about in abouts:
        office.say(f"{about} again", to=to, about=about, nudge=True)


def standing(office: Office, *abouts: str, to: str = ANN) -> None:
    """Each has its message already: a nudge is no news."""
    for about in abouts:
        office.say(f"{about} at first", to=to, about=about)
    office.relay().deliver_due()


def test_several_reminders_come_as_one_message(office: Office) -> None:
    standing(office, "a1", "a2", "a3")
    remind(office, "a1", "a2", "a3")
    delivered = office.relay().deliver_due()
    assert (delivered.posted, delivered.updated) == (1, 3)
    *singles, together = office.inbox()
    assert [one.text for one in singles] == ["a1 again", "a2 again", "a3 again"]
    assert together.text.splitlines() == [
        "*3 things wait for you*",
        "a1 again",
        "a2 again",
        "a3 again",
        "Each stands in full further up.",
    ]
    assert buttons(together) == 3


def test_one_reminder_alone_and_news_come_by_themselves(office: Office) -> None:
    standing(office, "a1", "a2", "a3")
    remind(office, "a1", "new")
    office.say("news", about="a2")
    remind(office, "a3", to=BEN)
    office.relay().deliver_due()
    assert sorted(office.texts()[-3:]) == ["a1 again", "new again", "news"]
    assert office.texts(BEN) == ["a3 again"]


def test_the_list_is_kept_true_and_what_is_told_anew_leaves_it(office: Office) -> None:
    standing(office, "a1", "a2", "a3")
    remind(office, "a1", "a2", "a3")
    relay = office.relay()
    relay.deliver_due()
    office.say(None, about="a1", notify=False)
    office.say("a2 answered", about="a2", notify=False)
    remind(office, "a3")
    relay.deliver_due()
    together, alone = office.inbox()[-2:]
    assert together.text.splitlines()[:2] == ["*1 thing waits for you*", "a2 answered"]
    assert alone.text == "a3 again"
    office.say("a2 moved on", about="a2")
    relay.deliver_due()
    listed = next(one for one in office.inbox() if one.ts == together.ts)
    assert (buttons(listed), "Nothing is left" in listed.text) == (0, True)


def test_more_than_fit_into_one_message_make_another(office: Office) -> None:
    abouts = [f"b{number:02}" for number in range(MOST + 2)]
    standing(office, *abouts)
    remind(office, *abouts)
    delivered = office.relay().deliver_due()
    assert delivered.posted == 2
    assert [buttons(one) for one in office.inbox()[-2:]] == [MOST, 2]
    assert office.workspace.refusals == []


def test_what_a_job_reminds_of_waits_for_the_others_of_the_hour(office: Office) -> None:
    standing(office, "a1", "a2")
    relay = office.relay()
    with nobody_clicked(office.db):
        remind(office, "a1")
        relay.deliver_due()
        remind(office, "a2")
    relay.deliver_due()
    assert office.texts()[-1].startswith("*2 things wait for you*")
    with nobody_clicked(office.db, gathers=True):
        remind(office, "a1")
    relay.deliver_due()
    with nobody_clicked(office.db, gathers=True):
        remind(office, "a2")
    before = len(office.inbox())
    relay.deliver_due()
    assert len(office.inbox()) == before
    office.wall.skip(60)
    relay.deliver_due()
    assert len(office.inbox()) == before + 1


def test_news_that_a_job_reminds_of_before_it_was_told_waits_for_no_others(office: Office) -> None:
    relay = office.relay()
    with nobody_clicked(office.db):
        office.say("a1 at first", about="a1")
    for gathers in (False, True):
        with nobody_clicked(office.db, gathers=gathers):
            remind(office, "a1")
    relay.deliver_due()
    assert office.texts() == ["a1 again"]
