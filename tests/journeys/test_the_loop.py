"""One request travels from /reference to a recorded thank-you."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from messages.history import happened
from models import AuditEntry, Slot
from tests.journeys.office import ANA, OLU, SAM, Office


def test_a_request_travels_from_the_words_to_a_recorded_thank_you(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    bank = office.add_account("Northwind Bank", products=["Payments"])
    office.add_advocate("Sarah Chen", bank, title="VP Payments", phone="+44 20 7946 0000")

    answer = sam.command("/reference", "fintech enterprise")
    assert "Sarah Chen" in answer.text
    assert "Never asked before" in answer.text
    sam.click(answer, "reference_request")
    office.modal(sam)
    filed = sam.submit(
        deal_name="Contoso expansion",
        prospect="Contoso",
        needed_by=datetime(2026, 3, 20, tzinfo=UTC).date(),
        deal_amount=50000,
        questions="How long did the switch take?",
    )
    assert filed.ok
    assert filed.errors == {}
    office.deliver()
    assert "deciding whether to ask Sarah Chen" in words(office.latest(sam))

    message = office.latest(ana)
    assert "May we ask Sarah Chen?" in words(message)
    assert "sarah.chen@" not in words(office.latest(sam))
    office.press(ana, "ask_review")
    assert "How long did the switch take?" in words(ana.modal)
    ana.submit(decision="approve")
    office.deliver()
    assert "Hi Sarah" in words(office.latest(ana))
    assert "How long did the switch take?" in words(office.latest(ana))

    assert ana.press("ask_sent").ok
    office.deliver()
    assert "wrote to Sarah Chen" in words(office.latest(sam))
    office.press(ana, "ask_answer")
    call = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
    ana.submit(answer="yes", scheduled_for=call)
    office.deliver()
    told = office.latest(sam)
    assert "Sarah Chen (VP Payments, Northwind Bank) said yes" in words(told).replace("*", "")
    assert "sarah.chen@northwind-bank.example" in words(told)

    office.clock.at = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    assert office.job("outcome_requests") == "1 asked how it went, 0 reminded, 0 taken as happened"
    assert "How did it go with Sarah Chen?" in words(office.latest(sam))
    office.press(sam, "ask_outcome")
    sam.submit(happened="yes", rating="5", helped="She told them how they moved in six weeks.")
    office.deliver()
    thanks = ana.find("thanks_record")
    assert "Time to thank Sarah Chen" in words(thanks)
    assert "took a reference call with Contoso" in words(thanks)
    assert "moved in six weeks" in words(thanks)

    office.later(hours=25)
    office.clock.at = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    assert office.job("thank_you_nudges") == "1 thank-yous brought back, 0 put on the owners' list"
    assert "still waiting for a thank-you" in words(office.latest(ana))
    office.press(ana, "thanks_record")
    ana.submit(how="handwritten")
    office.deliver()
    assert "was thanked" in words(office.latest(ana))

    again = sam.command("/reference", "fintech enterprise")
    assert "Nobody fits" in again.text
    assert "1 cooling down, first free on 1 Apr 2026" in again.text


def test_buttons_disappear_when_their_moment_has_passed(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    ana.press("ask_sent")
    office.deliver()
    assert actions_of(office, ANA) == {"ask_answer", "undo"}
    assert actions_of(office, SAM) == {"request_chase", "request_another", "request_change", "request_cancel"}
    office.press(ana, "ask_answer")
    ana.submit(answer="no")
    office.deliver()
    assert actions_of(office, ANA) == {"mail_link", "undo"}
    sam.press("request_cancel")
    office.deliver()
    assert actions_of(office, SAM) == {"undo"}


def test_a_csm_who_declines_spares_the_advocate_and_the_next_is_asked(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="not_now", resume_on=(office.clock.now() + timedelta(days=45)).date())
    office.deliver()
    assert "May we ask Tom Reed?" in words(office.latest(ana))
    assert "deciding whether to ask Tom Reed" in words(office.latest(sam))
    assert "1 paused, first free on 16 Apr 2026" in sam.command("/reference", "fintech").text


def test_never_for_this_kind_holds_for_the_next_request(office: Office) -> None:
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="never")
    office.deliver()
    sam = office.person(SAM)
    assert "1 never want this asked" in sam.command("/reference", "fintech").text
    assert "Sarah Chen" in sam.command("/reference", "fintech testimonial").text


def test_an_empty_bench_is_told_to_the_requester_and_the_owner(office: Office) -> None:
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="not_now")
    office.deliver()
    assert "Nobody who fits is rested right now" in words(office.latest(office.person(SAM)))
    assert "finds nobody who is rested" in words(office.latest(office.person(OLU)))


def test_cancelling_before_contact_frees_the_advocate(office: Office) -> None:
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    assert "being asked right now" in sam.command("/reference", "fintech").text
    sam.press("request_cancel")
    office.deliver()
    assert "No longer needed" in words(office.latest(office.person(ANA)))
    assert actions_of(office, ANA) == set()
    assert "Sarah Chen" in sam.command("/reference", "fintech").text


def test_cancelling_after_contact_counts_and_asks_the_csm_to_tell_them(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    ana.press("ask_sent")
    office.deliver()
    sam.press("request_cancel")
    office.deliver()
    assert "please tell Sarah Chen" in words(office.latest(ana))
    assert "1 cooling down" in sam.command("/reference", "fintech").text


def test_a_csm_who_asks_for_their_own_advocate_needs_no_approval(office: Office) -> None:
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech", by=ANA)
    assert "ask_sent" in actions_of(office, ANA)
    assert any("Ready to send to Sarah Chen" in words(one) for one in ana.messages())


def test_a_yes_that_is_called_off_is_told_and_still_counts(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    ana.press("ask_sent")
    office.deliver()
    office.press(ana, "ask_answer")
    ana.submit(answer="yes")
    office.deliver()
    office.press(sam, "ask_schedule")
    sam.submit(scheduled_for=datetime(2026, 3, 10, 9, 0, tzinfo=UTC))
    office.deliver()
    assert "ask_call_off" in actions_of(office, SAM)
    sam.press("ask_call_off")
    office.deliver()
    assert "please tell Sarah Chen" in words(office.latest(ana))
    assert "keeping the time free" in words(office.latest(ana))
    assert "1 cooling down" in sam.command("/reference", "fintech").text


def request_from(office: Office, text: str, by: str = SAM) -> None:
    """Somebody searches, takes the first match and files the request."""
    person = office.person(by)
    answer = person.command("/reference", text)
    person.click(answer, "reference_request")
    office.modal(person)
    filed = person.submit(deal_name="Contoso expansion", prospect="Contoso")
    assert filed.errors == {}
    if person.modal is not None:  # of one's own advocate the note comes next
        person.close_modal()
    office.deliver()


def actions_of(office: Office, slack_id: str) -> set[str]:
    """Every button that stands in somebody's messages, but for those of moments (a step up comes with what was done)."""
    return {
        element["action_id"]
        for message in office.person(slack_id).messages()
        if "A moment worth a word" not in message.text
        for block in message.blocks
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if "action_id" in element
    }


def test_a_nudge_can_wait_until_the_next_working_day(office: Office) -> None:
    ana = office.person(ANA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_activity(sarah, office.clock.now().date() - timedelta(days=3), prospect="Contoso")
    assert office.job("thank_you_nudges") == "1 thank-yous brought back, 0 put on the owners' list"
    first = office.latest(ana)
    ana.press("nudge_later")
    assert "bring it back" in office.whisper(ana, "bring it back")
    office.deliver()
    assert office.latest(ana).ts == first.ts
    office.clock.at = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    office.deliver()
    assert office.latest(ana).ts != first.ts
    assert "still waiting for a thank-you" in words(office.latest(ana))
    assert "nudge_later" not in str(next(one for one in ana.messages() if one.ts == first.ts).blocks)


def test_a_nudge_waits_for_the_working_hours_of_a_reader_nobody_has_met(office: Office) -> None:
    office.server.workspace.add_person(
        "U0TIA", "tia", real_name="Tia Okafor", email="tia@ours.example", tz="America/Chicago"
    )
    account = office.add_account("Prairie Mutual", csm="tia@ours.example")
    walt = office.add_advocate("Walt Hughes", account)
    office.add_activity(walt, office.clock.now().date() - timedelta(days=3), prospect="Contoso")
    tia = office.person("U0TIA")
    office.clock.at = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # four in the morning in Chicago
    office.job("thank_you_nudges")
    assert tia.messages() == []
    office.clock.at = datetime(2026, 3, 2, 14, 59, tzinfo=UTC)
    office.deliver()
    assert tia.messages() == []
    office.clock.at = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    office.deliver()
    assert "Walt Hughes is still waiting" in words(office.latest(tia))


def test_one_trace_leads_from_a_payload_to_its_deliveries(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    with caplog.at_level("INFO"):
        request_from(office, "fintech")
    with office.db.reading() as session:
        filed = session.query(AuditEntry).filter_by(action="request_filed").one()
        slots = session.query(Slot).all()
    assert len(filed.trace) == 12
    assert {slot.trace for slot in slots} == {filed.trace}
    assert "sarah.chen@" not in caplog.text
    assert "Contoso" not in caplog.text


def through_to_the_answer(office: Office, **values: object) -> None:
    request_from(office, "fintech")
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    ana.press("ask_sent")
    office.deliver()
    office.press(ana, "ask_answer")
    ana.submit(**values)


def test_the_history_tells_the_whole_loop(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    through_to_the_answer(office, answer="no")
    with office.db.reading() as session:
        told = [(line.actor, happened(line)) for line in history_of_advocate(session, sarah.id)]
    read_by, read = told.pop(1)
    assert read_by == "Ana Silva"
    assert read.startswith("had a note for Sarah Chen read by the guard: nothing found (text ")
    assert told == [
        ("Sam Field", "reserved Sarah Chen"),
        ("Ana Silva", "approved asking Sarah Chen"),
        ("Ana Silva", "wrote to Sarah Chen"),
        ("Ana Silva", "recorded the answer of Sarah Chen: they would rather not"),
    ]


def test_the_history_writes_a_moment_as_people_do(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    through_to_the_answer(office, answer="yes", scheduled_for=datetime(2026, 3, 4, 15, 30, tzinfo=UTC))
    with office.db.reading() as session:
        told = [happened(line) for line in history_of_advocate(session, sarah.id)]
    assert "recorded the answer of Sarah Chen: yes, for 2026-03-04 15:30 UTC" in told
