"""While a CSM is away, whoever stands in gets what was theirs, and no longer."""

import json
from datetime import date

from bot.sandbox.answer import words
from tests.journeys.office import ANA, BEA, SAM, Office
from tests.journeys.test_the_loop import actions_of, request_from
from tests.journeys.test_who_may import press_as


def away(office: Office, who: str, until: date, stand_in: str) -> str:
    person = office.person(who)
    assert person.command("/advocate", "away").ok
    office.modal(person)
    answer = person.submit(until=until, stand_in=stand_in)
    assert answer.errors == {}
    told = words(office.modal(person))
    person.close_modal()
    office.deliver()
    return told


def test_what_is_open_goes_to_the_stand_in_and_comes_back(office: Office) -> None:
    ana, bea = office.person(ANA), office.person(BEA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    assert "ask_review" in actions_of(office, ANA)

    told = away(office, ANA, date(2026, 3, 10), BEA)
    assert "<@U0BEA> stands in for you until 10 Mar 2026 and has 1 open matter of yours now" in told
    assert any("You stand in for <@U0ANA> until 10 Mar 2026" in words(one) for one in bea.messages())
    assert any(
        "Sarah Chen (Northwind Bank), reference call: waits for a decision" in words(one)
        for one in bea.messages()
    )
    question = next(one for one in bea.messages() if "May we ask Sarah Chen?" in words(one))
    assert "You get this because Ana Silva is away until 10 Mar 2026." in words(question)
    assert actions_of(office, ANA) == set()
    assert "<@U0BEA> is looking after it now" in words(office.latest(ana))
    assert "<@U0BEA> is deciding" in words(office.latest(office.person(SAM)))

    office.press(bea, "ask_review")
    assert "Best wishes,\\nBea" in json.dumps(office.modal(bea).blocks)
    assert bea.submit(decision="approve").errors == {}
    office.deliver()
    assert "Ready to send to Sarah Chen" in words(office.latest(bea))

    assert "Welcome back" in ana.command("/advocate", "back").text
    office.deliver()
    assert actions_of(office, BEA) == set()
    assert any("Ready to send to Sarah Chen" in words(one) for one in ana.messages())
    assert "Ana Silva" not in words(office.latest(ana))
    assert any("is back and looks after it again" in words(one) for one in bea.messages())
    press_as(office, BEA, ana.find("ask_sent"), "ask_sent")
    assert "Only the CSM of Northwind Bank" in office.whisper(bea, "Only the CSM")
