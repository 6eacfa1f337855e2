"""Who clicks is checked every time, whatever is on their screen."""

import json

import pytest

from bot.sandbox import payloads
from bot.sandbox.answer import Answer, words
from bot.sandbox.records import Message
from bot.sandbox.screen import Place
from tests.journeys.office import ANA, BEA, GUS, OLU, OUT, SAM, Office
from tests.journeys.test_the_loop import request_from


@pytest.mark.parametrize(
    ("who", "why"), [(GUS, "Only full members of this workspace"), (OUT, "people of this company")]
)
@pytest.mark.parametrize("text", ["fintech", "mine", ""])
def test_guests_and_outsiders_are_refused_kindly(office: Office, who: str, why: str, text: str) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    person = office.person(who)
    answer = person.command("/reference", text)
    told = answer.text or office.whisper(person, why)
    assert why in told
    assert "Sarah" not in told
    assert person.modal is None


def test_a_button_pressed_by_somebody_else_changes_nothing(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    ana, bea = office.person(ANA), office.person(BEA)
    forged = press_as(office, BEA, ana.find("ask_review"), "ask_review")
    assert forged.ok
    assert "Only the CSM of Northwind Bank" in office.whisper(bea, "Only the CSM")
    assert bea.modal is None
    press_as(office, BEA, office.person(SAM).find("request_cancel"), "request_cancel")
    assert "Only the colleague who asked" in office.whisper(bea, "Only the colleague")
    assert [ask.state for ask in office.asks()] == ["reserved"]


def test_an_owner_stands_in_for_the_csm(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    press_as(office, OLU, office.person(ANA).find("ask_review"), "ask_review")
    olu = office.person(OLU)
    office.modal(olu)
    olu.submit(decision="approve")
    assert [ask.state for ask in office.asks()] == ["approved"]


def test_a_csm_who_is_not_in_slack_is_stood_in_for_by_an_owner(office: Office) -> None:
    office.expected = {"users_not_found"}
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank", csm="gone@ours.example"))
    request_from(office, "fintech")
    message = office.latest(office.person(OLU))
    assert "May we ask Sarah Chen?" in words(message)
    assert "gone@ours.example can’t be reached in Slack" in words(message)


def test_the_contact_is_not_shown_before_a_yes(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), phone="+44 20 7946 0000")
    request_from(office, "fintech")
    sam = office.person(SAM)
    shown = json.dumps([one.blocks for one in sam.messages()]) + sam.command("/reference", "mine").text
    assert "sarah.chen@" not in shown
    assert "7946" not in shown


def test_an_id_that_never_was_is_answered_kindly(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    sam = office.person(SAM)
    press_as(office, SAM, sam.find("request_cancel"), "request_cancel", value="0nosuchrequest")
    assert "can’t find this request" in office.whisper(sam, "can’t find")


def test_a_wrong_signature_is_refused_and_nothing_is_done(office: Office) -> None:
    office.expected = {"dispatch_failed"}
    office.slack.clock_offset = -600
    answer = office.person(SAM).command("/reference", "mine")
    assert answer.status == 401


def press_as(office: Office, who: str, place: Place, action_id: str, value: str | None = None) -> Answer:
    """A click that somebody could never make on their own screen: made up, but correctly signed."""
    assert isinstance(place, Message)
    workspace, actor = office.server.workspace, office.person(who)
    spot = actor.spot(place, action_id)
    payload = payloads.message_action(workspace, actor.person, place, spot, {}, {})
    # The answer comes to where this person can see it.
    payload["response_url"] = workspace.response_urls.issue(
        who, actor.dm, place.ts, source_is_ephemeral=False
    )
    if value is not None:
        payload["actions"][0]["value"] = value
    return office.slack.send_interaction(payload)
