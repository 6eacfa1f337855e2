"""Once a week each CSM hears of a few people whom nobody has noticed for a while: something for them, never an ask."""

from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.services import suggestions
from messages.history import happened
from messages.refusals import plain_refusal
from models import Account, Advocate, Give, OwnGive, Suggestion, Version
from tests.journeys.office import ANA, MONDAY, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of

TODAY = MONDAY.date()


def sarah(office: Office, **columns: object) -> Advocate:
    """Sarah, who was sent a book five months ago and has not heard from us since."""
    values: dict[str, object] = {"values": ["learning"], "interests": ["sailing"], "gifts_allowed": True}
    one = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), **(values | columns))
    office.add_row(Give(advocate_id=one.id, kind="book", given_on=TODAY - timedelta(days=150)))
    return one


def lists(office: Office, who: str = ANA) -> list[str]:
    return [
        words(one)
        for one in office.person(who).messages()
        if "Something for them" in one.text or "to surprise is done" in one.text
    ]


def test_the_quiet_are_proposed_with_something_that_fits_and_why(office: Office) -> None:
    one = sarah(office)
    assert office.job("quiet_advocates") == "1 people proposed to 1 CSMs"
    (told,) = lists(office)
    assert "*Sarah Chen* (Northwind Bank): no word between us since 3 Oct 2025; bring Sarah back." in told
    assert "they care about learning" in told
    assert "A book" not in told  # she had one within the year
    assert actions_of(office, ANA) == {"give_log", "surprise_later", "surprise_declined"}
    assert office.job("quiet_advocates") == "0 people proposed to 0 CSMs"
    with office.db.reading() as session:
        said = [happened(line) for line in history_of_advocate(session, one.id)]
    assert said == ["proposed to do something for Sarah Chen: no word between us since 2025-10-03"]


def test_what_was_done_is_noted_with_a_click_and_settles_it(office: Office) -> None:
    sarah(office)
    office.job("quiet_advocates")
    ana = office.person(ANA)
    office.press(ana, "give_log")
    assert ana.submit(note="She chose the session on fraud.").errors == {}
    office.deliver()
    with office.db.reading() as session:
        give = session.query(Give).order_by(Give.given_on.desc()).first()
        assert give is not None
        assert (give.given_on, give.by, give.note) == (TODAY, ANA, "She chose the session on fraud.")
        assert give.kind in ("roadmap_session", "early_access", "peer_introduction")
    assert "Your list of people to surprise is done." in lists(office)[-1]
    assert "Sarah Chen: done." in lists(office)[-1]
    assert actions_of(office, ANA) == set()
    office.later(days=7)
    assert office.job("quiet_advocates") == "0 people proposed to 0 CSMs"


def test_another_week_is_next_week_and_not_for_them_is_not_before_its_time(office: Office) -> None:
    sarah(office)
    office.job("quiet_advocates")
    assert office.person(ANA).press("surprise_later").ok
    office.deliver()
    assert office.job("quiet_advocates") == "0 people proposed to 0 CSMs"
    office.later(days=7)
    assert office.job("quiet_advocates") == "0 people proposed to 1 CSMs"
    assert "*Sarah Chen*" in lists(office)[-1]
    assert office.person(ANA).press("surprise_declined").ok
    office.deliver()
    assert "Sarah Chen: not for them." in lists(office)[-1]
    for days in (7, 98):  # the window runs from the day she was first proposed
        office.later(days=days)
        assert office.job("quiet_advocates") == "0 people proposed to 0 CSMs"
    office.later(days=14)
    assert office.job("quiet_advocates") == "1 people proposed to 1 CSMs"


def test_a_list_is_short_and_the_most_deserving_come_first(office: Office) -> None:
    account = office.add_account("Northwind Bank")
    for number in range(8):
        tier = "gold" if number >= 6 else "community"
        office.add_advocate(f"Person {number}", account, tier=tier)
    assert office.job("quiet_advocates") == "5 people proposed to 1 CSMs"
    told = lists(office)[-1]
    assert [name in told for name in ("Person 6", "Person 7", "Person 0", "Person 2", "Person 3")] == [
        True, True, True, True, False,
    ]  # fmt: skip
    assert told.index("Person 6") < told.index("Person 7") < told.index("Person 0")
    office.later(days=7)
    assert office.job("quiet_advocates") == "3 people proposed to 1 CSMs"
    assert "Person 6" not in lists(office)[-1]


@pytest.mark.parametrize(
    ("columns", "company"),
    [
        ({"stage": "resting"}, {}),
        ({"paused_until": TODAY + timedelta(days=1)}, {}),
        ({"enrolled_on": TODAY - timedelta(days=89)}, {}),
        ({}, {"churned_on": TODAY}),
        ({}, {"open_escalation": True}),
    ],
)
def test_some_are_left_in_peace(
    office: Office, columns: dict[str, object], company: dict[str, object]
) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank", **company), **columns)
    assert office.job("quiet_advocates") == "0 people proposed to 0 CSMs"
    assert lists(office) == []


def test_it_waits_for_working_hours_and_an_owner_may_settle_it_but_nobody_else(office: Office) -> None:
    one = sarah(office)
    office.clock.at = MONDAY.replace(hour=0)
    office.job("quiet_advocates")
    assert lists(office) == []
    office.clock.at = MONDAY
    office.deliver()
    assert len(lists(office)) == 1
    for who in (SAM, OLU):
        office.person(who).command("/advocate", "help")
    with office.db.reading() as session:
        suggestion = session.query(Suggestion).one()
    program = office.wired.program
    with pytest.raises(Refused) as refused:
        suggestions.decline(program, SAM, suggestion.id)
    assert "Only the CSM of Northwind Bank" in plain_refusal(refused.value)
    with pytest.raises(Refused, match="activity_gone"):
        suggestions.decline(program, OLU, one.id)
    suggestions.decline(program, OLU, suggestion.id)
    with pytest.raises(Refused) as refused:
        suggestions.later(program, ANA, suggestion.id)
    assert "nothing for Sarah Chen now" in plain_refusal(refused.value)


def test_the_form_offers_what_an_owner_added(office: Office) -> None:
    sarah(office)
    office.add_row(
        OwnGive(
            kind="factory_tour", name="A day at the factory", effort=2, serves=["learning"], connects=False,
            added_by=OLU, at=MONDAY,
        )
    )  # fmt: skip
    office.add_row(Version(name="gives", number=1))
    ana = office.person(ANA)
    office.slack.as_person(ANA).command("/advocate", "log give sarah")
    office.modal(ana)
    assert ana.submit(kind="factory_tour").errors == {}
    with office.db.reading() as session:
        assert session.query(Give).filter_by(kind="factory_tour").one().by == ANA
        assert session.query(Account).count() == 1
