"""While a request runs, its requester sees where it stands and can steer it: another day, another person, a kind question."""

from datetime import date, datetime, timedelta

import pytest

from bot.queries.history import history_of_advocate, history_of_request
from bot.sandbox.answer import words
from bot.services import steering
from messages.history import happened
from models import ReferenceRequest, Story
from tests.journeys.office import ANA, BEA, GUS, OLU, SAM, Office
from tests.journeys.test_the_calendar import yes
from tests.journeys.test_the_loop import actions_of, request_from
from tests.journeys.test_who_may import press_as

STEERING = {"request_chase", "request_another", "request_change", "request_cancel"}


def two_banks(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), title="VP Payments")
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))


def written_to(office: Office) -> None:
    """Ana has written to Sarah."""
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    ana.press("ask_sent")
    office.deliver()


def request_of(office: Office) -> ReferenceRequest:
    with office.db.reading() as session:
        return session.query(ReferenceRequest).one()


def test_the_one_message_says_who_is_asked_and_since_when(office: Office) -> None:
    sam = office.person(SAM)
    two_banks(office)
    request_from(office, "fintech")
    said = words(office.latest(sam))
    assert "is deciding whether to ask Sarah Chen (VP Payments, Northwind Bank), since" in said
    assert actions_of(office, SAM) == STEERING
    listed = sam.command("/reference", "mine")
    assert "Sarah Chen (VP Payments, Northwind Bank)" in listed.text
    sam.click(listed, "request_show")
    office.whisper(sam, "Sarah Chen (VP Payments, Northwind Bank)")


def test_somebody_else_before_contact_counts_against_nobody(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    two_banks(office)
    request_from(office, "fintech")
    assert sam.press("request_another").ok
    office.deliver()
    assert "deciding whether to ask Tom Reed" in words(office.latest(sam))
    assert "No longer needed" in words(ana.messages()[0])
    sarah, tom = office.asks()
    assert (sarah.state, sarah.release_reason, sarah.counted_on) == ("released", "another", None)
    assert tom.state == "reserved"


def test_somebody_else_after_the_note_was_approved_tells_the_csm_not_to_send(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    two_banks(office)
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    sam.press("request_another")
    office.deliver()
    assert any("please don’t send the note" in words(one) for one in ana.messages())


def test_somebody_else_after_contact_counts_and_the_advocate_is_told(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    two_banks(office)
    request_from(office, "fintech")
    written_to(office)
    assert "request_another" in actions_of(office, SAM)
    sam.press("request_another")
    office.deliver()
    sarah, tom = office.asks()
    assert (sarah.state, sarah.counted_on) == ("no_answer", office.clock.now().date())
    assert tom.state == "reserved"
    told = next(one for one in ana.messages() if "please tell Sarah Chen" in words(one))
    assert "has settled itself" in words(told)
    with office.db.reading() as session:
        lines = [happened(line) for line in history_of_advocate(session, sarah.advocate_id)]
    assert lines[-1] == "wanted somebody else after Sarah Chen had been written to"


def test_nobody_else_is_asked_once_somebody_has_said_yes(office: Office) -> None:
    yes(office)
    assert "request_another" not in actions_of(office, SAM)
    with pytest.raises(Exception, match="ask_moved_on"):
        steering.ask_another(office.wired.program, SAM, request_of(office).id)


def test_a_yes_that_came_to_nothing_can_be_followed_by_somebody_else(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    yes(office)
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    ana.press("ask_call_off")
    office.deliver()
    assert request_of(office).state == "came_to_nothing"
    sam.press("request_another")
    office.deliver()
    assert request_of(office).state == "asking"
    assert "deciding whether to ask Tom Reed" in words(office.latest(sam))


def test_a_review_goes_round_in_turn_and_passes_nobody_over(office: Office) -> None:
    two_banks(office)
    request_from(office, "review g2")
    assert "request_another" not in actions_of(office, SAM)
    with pytest.raises(Exception, match="reviews_in_turn"):
        steering.ask_another(office.wired.program, SAM, request_of(office).id)


def test_the_day_can_be_changed_and_whoever_is_asked_sees_it(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    two_banks(office)
    request_from(office, "fintech")
    shown = office.latest(ana).ts
    office.press(sam, "request_change")
    past = sam.submit(needed_by=date(2026, 3, 1))
    assert past.errors == {"needed_by": "This day has passed. Please choose today or later."}
    assert sam.submit(needed_by=date(2026, 4, 1)).errors == {}
    office.deliver()
    assert request_of(office).needed_by == date(2026, 4, 1)
    assert "Needed by 1 Apr 2026" in words(office.latest(sam))
    assert "by 1 Apr 2026" in words(office.latest(ana))
    assert office.latest(ana).ts == shown


def test_what_the_prospect_wants_to_hear_can_be_changed_until_the_call(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    yes(office)
    office.press(sam, "request_change")
    assert sam.submit(questions="How long until it paid off?").errors == {}
    office.deliver()
    assert "What Contoso would like to hear: How long until it paid off?" in words(office.latest(ana))
    with office.db.reading() as session:
        told = [happened(line) for line in history_of_request(session, request_of(office).id)]
    assert told.count("changed what the prospect would like to hear") == 1


def test_chasing_is_one_message_a_day_and_says_when_it_was_done(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    two_banks(office)
    request_from(office, "fintech")
    before = len(ana.messages())
    sam.press("request_chase")
    office.deliver()
    assert len(ana.messages()) == before + 1
    assert f"<@{SAM}> asks kindly how it stands" in words(office.latest(ana))
    assert "ask_review" in actions_of(office, ANA)
    assert "You asked for news" in words(office.latest(sam))
    sam.press("request_chase")
    assert "2 Mar 2026, 10:00 UTC" in office.whisper(sam, "for news today already")
    office.deliver()
    assert len(ana.messages()) == before + 1
    office.later(days=1)
    sam.press("request_chase")
    office.deliver()
    assert len(ana.messages()) == before + 2
    office.later(hours=1)
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    assert "asks kindly" not in words(office.latest(ana))


def test_a_day_is_the_requesters_own(office: Office) -> None:
    office.server.workspace.change_person(SAM, tz="Pacific/Auckland")
    office.clock.at = datetime.fromisoformat("2026-03-02T10:30:00+00:00")
    sam = office.person(SAM)
    two_banks(office)
    request_from(office, "fintech")
    sam.press("request_chase")
    office.later(hours=1)
    sam.press("request_chase")
    assert office.asks()[0].chased_at == office.clock.now()


@pytest.mark.parametrize("by", [BEA, GUS])
@pytest.mark.parametrize("action", ["request_chase", "request_another", "request_change"])
def test_only_who_asked_or_an_owner_steers(office: Office, by: str, action: str) -> None:
    two_banks(office)
    request_from(office, "fintech")
    message = office.person(SAM).find(action)
    press_as(office, by, message, action)
    office.slack.until(lambda: bool(office.person(by).ephemerals()), what="a refusal")
    assert office.person(by).modal is None
    assert [one.state for one in office.asks()] == ["reserved"]


def test_an_owner_may_steer(office: Office) -> None:
    two_banks(office)
    request_from(office, "fintech")
    press_as(office, OLU, office.person(SAM).find("request_chase"), "request_chase")
    assert office.asks()[0].chased_at == office.clock.now()


def test_a_csm_who_asks_for_their_own_gets_the_note_at_once_and_nobody_to_chase(office: Office) -> None:
    ana = office.person(ANA)
    two_banks(office)
    answer = ana.command("/reference", "fintech")
    ana.click(answer, "reference_request")
    office.modal(ana)
    assert ana.submit(deal_name="Contoso expansion", prospect="Contoso").errors == {}
    assert ana.modal is not None
    assert ana.modal.title == "Your note"
    assert "nobody needs to approve it" in words(ana.modal)
    assert ana.submit(note="Hi Sarah, how was Lisbon?").errors == {}
    office.deliver()
    assert [one.state for one in office.asks()] == ["approved"]
    assert any("how was Lisbon?" in words(one) for one in ana.messages())
    assert any("You are about to write to Sarah Chen" in words(one) for one in ana.messages())
    assert "request_chase" not in actions_of(office, ANA)
    office.press(ana, "ask_note")
    assert ana.submit(note="Hi Sarah, how was Porto?").errors == {}
    office.deliver()
    assert any("how was Porto?" in words(one) for one in ana.messages())


def test_the_requester_is_briefed_before_they_meet(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    bank = office.add_account(
        "Northwind Bank", use_cases=["Fraud"], may_share_numbers=True, customer_since=date(2021, 5, 1)
    )
    sarah = office.add_advocate("Sarah Chen", bank, language="de")
    office.add_row(
        Story(
            account_id=bank.id,
            advocate_id=sarah.id,
            title="Fraud fell by half",
            before="4 days",
            after="6 hours",
            measure="Time to review",
            link="https://stories.example/fraud",
        )
    )
    answer = sam.command("/reference", "fintech")
    sam.click(answer, "reference_request")
    office.modal(sam)
    sam.submit(deal_name="Contoso", prospect="Contoso", questions="How long did the switch take?")
    office.deliver()
    written_to(office)
    assert "Before you talk to Sarah" not in words(office.latest(sam))
    office.press(ana, "ask_answer")
    ana.submit(answer="yes", scheduled_for=office.clock.now() + timedelta(days=3))
    office.deliver()
    told = words(office.latest(sam))
    assert "sarah.chen@northwind-bank.example" in told
    assert (
        "<https://stories.example/fraud|Fraud fell by half>: Time to review, from 4 days to 6 hours." in told
    )
    assert "has been a customer since 2021 and works with us on Fraud" in told
    assert "most at home in German" in told
    assert "*Good to ask:* How long did the switch take?; how they got from 4 days to 6 hours." in told
    assert "*Never ask for:* prices" in told
    assert "their numbers may be passed on, don’t show their logo and don’t name Sarah" in told
    assert "How long did the switch take?" in words(office.latest(ana))
    assert "mail_link" in actions_of(office, SAM)
