"""Asks made around the bot count, and what is done for advocates is noted."""

from datetime import date, timedelta

import pytest

from bot.queries.history import history_of_advocate
from bot.sandbox import payloads
from bot.sandbox.answer import words
from messages.history import happened
from models import Advocate, Give
from tests.journeys.office import ANA, BEA, GUS, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of, request_from
from tests.journeys.test_who_may import press_as


def open_outside(office: Office, by: str = SAM) -> None:
    person = office.person(by)
    person.click(person.command("/reference", "mine"), "ask_outside")
    office.modal(person)


def told(office: Office, advocate: Advocate) -> list[str]:
    with office.db.reading() as session:
        return [happened(line) for line in history_of_advocate(session, advocate.id)]


def test_an_ask_around_the_bot_counts_and_the_csm_hears_of_it(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    open_outside(office)
    noted = sam.submit(advocate="sarah", activity_kind="reference_call", asked_on=date(2026, 2, 26))
    assert noted.ok
    assert noted.errors == {}
    office.deliver()
    message = office.latest(ana)
    assert "has asked Sarah Chen already" in words(message)
    assert "reference call on 26 Feb 2026" in words(message)
    [ask] = office.asks()
    assert (ask.origin, ask.state, ask.counted_on, ask.seat) == (
        "outside",
        "no_answer",
        date(2026, 2, 26),
        None,
    )
    assert "1 cooling down, first free on 28 Mar 2026" in sam.command("/reference", "fintech").text
    assert told(office, sarah) == [
        "noted that they had asked Sarah Chen already, on 2026-02-26, for a reference call (no answer known)"
    ]


def test_the_same_form_sent_twice_files_one_and_a_later_answer_completes_it(office: Office) -> None:
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    open_outside(office)
    first = sam.submit(advocate="sarah", asked_on=date(2026, 2, 26))
    again = office.slack.redeliver(first)
    assert again.ok
    assert not again.errors
    assert len(office.asks()) == 1
    open_outside(office)
    sam.submit(advocate="northwind", asked_on=date(2026, 2, 26), answer="no")
    assert [(ask.state, ask.answer) for ask in office.asks()] == [("declined", "no")]
    office.deliver()
    office.deliver()
    message = office.latest(office.person(ANA))
    assert "They would rather not" in words(message)
    assert len(office.person(ANA).messages()) == 1


def test_no_limit_refuses_a_fact_but_what_it_exceeded_is_kept(office: Office) -> None:
    sam = office.person(SAM)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    for day in (date(2026, 1, 5), date(2026, 2, 20)):
        office.add_past_ask(sarah, day)
    open_outside(office)
    assert sam.submit(advocate="sarah", asked_on=date(2026, 3, 2), answer="yes").errors == {}
    assert len(office.asks()) == 3
    assert told(office, sarah)[0].endswith(
        "(yes), although Sarah Chen was asked not long ago and is resting and Sarah Chen was asked enough this quarter"
    )


@pytest.mark.parametrize(
    ("on", "why"), [(date(2026, 3, 3), "still to come"), (date(2024, 1, 1), "more than two years ago")]
)
def test_a_day_that_cannot_be_is_said_on_its_field(office: Office, on: date, why: str) -> None:
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    open_outside(office)
    assert why in sam.submit(advocate="sarah", asked_on=on).errors["asked_on"]
    assert not office.asks()


def test_the_csm_logs_from_her_message_and_is_not_told_what_she_said_herself(office: Office) -> None:
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    before = len(ana.messages())
    view = office.press(ana, "ask_outside")
    assert "Sarah Chen, Northwind Bank" in str(view.blocks)
    assert ana.submit(asked_on=date(2026, 3, 1)).errors == {}
    office.deliver()
    assert len(ana.messages()) == before
    office.press(ana, "ask_review")
    refused = ana.submit(decision="approve")
    assert "was asked not long ago" in refused.errors["decision"]


def test_names_and_companies_are_offered_from_two_letters_on_and_to_guests_nobody(office: Office) -> None:
    bank = office.add_account("Northwind Bank")
    office.add_advocate("Sarah Chen", bank)
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm=BEA))
    sam, ana = office.person(SAM), office.person(ANA)
    open_outside(office)
    offered = [one["text"]["text"] for one in sam.suggest("advocate", "re")]
    assert offered == ["Tom Reed, Harbour Trust"]
    assert [one["text"]["text"] for one in sam.suggest("advocate", "bank sa")] == [
        "Sarah Chen, Northwind Bank"
    ]
    assert [
        one["text"]["text"] for one in sam.suggest("advocate", " Tom.Reed@harbour-trust.example")
    ] == offered
    assert sam.suggest("advocate", "tom.reed@") == [], (
        "an address is known or not, never guessed letter by letter"
    )
    sent = payloads.block_suggestion(
        office.server.workspace,
        office.person(GUS).person,
        sam.top(None),
        sam.spot(sam.top(None), "advocate"),
        "sarah",
    )
    assert office.slack.send_interaction(sent).body == {"options": []}
    sam.close_modal()
    request_from(office, "fintech")
    office.press(ana, "give_log")
    assert ana.suggest("advocate", "tom") == []
    assert ana.suggest("advocate", "tom.reed@harbour-trust.example") == []


def test_a_give_is_noted_once_from_the_thank_you_and_from_the_ask(office: Office) -> None:
    ana = office.person(ANA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_activity(sarah, office.clock.now().date() - timedelta(days=3), prospect="Contoso")
    office.job("thank_you_nudges")
    office.press(ana, "thanks_record")
    ana.submit(how="mail")
    office.deliver()
    assert actions_of(office, ANA) == {"give_log", "incentive_propose"}
    office.press(ana, "give_log")
    noted = ana.submit(kind="handwritten_note", note="For the talk in Lisbon")
    assert noted.errors == {}
    assert office.slack.redeliver(noted).errors == {}
    with office.db.reading() as session:
        [give] = session.query(Give).all()
    assert (give.advocate_id, give.kind, give.by) == (sarah.id, "handwritten_note", ANA)
    assert give.given_on == office.clock.now().date()
    assert told(office, sarah)[-1] == (
        "did something for Sarah Chen on 2026-03-02: handwritten note (“For the talk in Lisbon”)"
    )
    press_as(office, OLU, ana.find("give_log"), "give_log")
    olu = office.person(OLU)
    office.modal(olu)
    assert "noted already for Sarah Chen" in olu.submit(kind="handwritten_note").errors["kind"]


def test_csms_and_owners_find_it_beside_their_requests(office: Office) -> None:
    sam, ana, olu = office.person(SAM), office.person(ANA), office.person(OLU)
    tom = office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm=BEA))
    office.add_account("Northwind Bank")
    for person, may in ((sam, False), (ana, True), (olu, True)):
        answer = person.command("/reference", "mine")
        assert ("give_log" in str(answer.shown and answer.shown.blocks)) == may
    olu.press("give_log")
    office.modal(olu)
    assert olu.submit(advocate="harbour", kind="book", given_on=date(2026, 2, 27)).errors == {}
    with office.db.reading() as session:
        assert [(one.advocate_id, one.given_on) for one in session.query(Give)] == [
            (tom.id, date(2026, 2, 27))
        ]


def test_only_the_csm_and_owners_note_a_give(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    bea = office.person(BEA)
    press_as(office, BEA, office.person(ANA).find("give_log"), "give_log")
    assert "Only the CSM of Northwind Bank" in office.whisper(bea, "Only the CSM")
    assert bea.modal is None
