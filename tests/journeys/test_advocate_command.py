"""/advocate: the people somebody looks after, one screen each; nobody else's."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import Refused
from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.services import advocates
from messages.history import happened
from models import Activity, Advocate, Give
from tests.journeys.office import ANA, BEA, GUS, OLU, SAM, Office
from tests.journeys.test_standing_in import away
from tests.journeys.test_the_loop import request_from


def sarah(office: Office, **columns: object) -> Advocate:
    bank = office.add_account("Northwind Bank")
    values: dict[str, object] = {"title": "VP Payments", "phone": "+44 20 7946 0000"}
    return office.add_advocate("Sarah Chen", bank, **(values | columns))


def test_a_card_tells_everything_on_one_screen(office: Office) -> None:
    one = sarah(
        office,
        enrolled_on=date(2024, 5, 1),
        likes=["reference_call"],
        never=["review"],
        interests=["sailing"],
        values=["learning"],
    )
    office.add_past_ask(one, date(2026, 1, 10))
    office.add_activity(one, date(2026, 1, 20), rating=5, thanked_on=date(2026, 1, 21))
    office.add_row(Give(advocate_id=one.id, kind="handwritten_note", given_on=date(2026, 2, 1)))
    request_from(office, "fintech")
    card = office.person(ANA).command("/advocate", "show sarah chen").text
    assert card.splitlines() == [
        "*Sarah Chen*, VP Payments, Northwind Bank",
        "In the program since 1 May 2024 · looked after by <@U0ANA>",
        "*Silver* in the program since 20 Jan 2026; two more activities this year and Sarah is gold.",
        "*Please don’t ask now:* Sarah is being asked for something else; Sarah was asked not long ago and is resting"
        " (free again on 1 Apr 2026).",
        "Asked twice in the last year (at most 6), last on 2 Mar 2026.",
        "*Open:* reference call, waits for a decision",
        "*Likes:* reference call",
        "*Never:* review",
        "*Cares about:* sailing, learning",
        "*Did:* reference call on 20 Jan 2026 (5 of 5)",
        "*We did for them:* a handwritten note on 1 Feb 2026",
        "*Asked before:* reference call on 10 Jan 2026: yes",
        "sarah.chen@northwind-bank.example · +44 20 7946 0000",
    ]


def test_a_card_tells_the_way_to_the_next_tier_in_words_and_what_is_owed_to_them(office: Office) -> None:
    one = sarah(
        office, likes=["reference_call", "review", "speaking"], values=["being thanked"], gifts_allowed=False
    )
    assert "No tier yet; one reference call or speaking this year and Sarah is silver." in told(office)
    for days in (500, 300, 200, 100):
        on = office.clock.now().date() - timedelta(days=days)
        office.add_past_ask(one, on, kind="speaking", effort=3)
        office.add_activity(one, on, kind="speaking", effort=3, thanked_on=on, outcome_told_on=on)
    card = told(office)
    assert (
        "*Gold* in the program since 22 Nov 2025; two more activities this year and Sarah is platinum."
        in card
    )
    assert (
        "*One-sided:* we asked more of Sarah this year than we gave. *A handwritten note*: they care about being thanked; "
        in card
    )
    assert "*A book*" not in card


def told(office: Office) -> str:
    return office.person(ANA).command("/advocate", "show sarah chen").text


@pytest.mark.parametrize(
    "text", ["show chen", "sarah", "show sarah northwind", "show sarah.chen@northwind-bank.example"]
)
def test_a_part_of_the_name_the_company_or_the_address_will_do(office: Office, text: str) -> None:
    sarah(office)
    answer = office.person(ANA).command("/advocate", text)
    assert "*Sarah Chen*, VP Payments" in answer.text
    assert "*Rested:* may be asked for a reference call." in answer.text


def test_several_people_are_a_choice_and_a_click_shows_one(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    office.add_advocate("Sarah Blake", office.add_account("Harbour Trust"))
    answer = ana.command("/advocate", "show sarah")
    assert "“sarah” can be several people" in answer.text
    assert len(answer.buttons("advocate_show")) == 2
    ana.click(answer, "advocate_show", nth=0)
    assert "looked after by" in office.whisper(ana, "In the program")


def test_a_misspelt_name_gets_the_nearest(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    answer = ana.command("/advocate", "show sahra chen")
    assert "I know nobody called “sahra chen”" in answer.text
    ana.click(answer, "advocate_show")
    office.whisper(ana, "*Sarah Chen*")
    assert "A part of the name will do" in ana.command("/advocate", "show xyzzy").text


def test_a_csm_sees_their_own_people_an_owner_all_and_nobody_else_anybody(office: Office) -> None:
    one = sarah(office)
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm="bea@ours.example"))
    ana, bea, olu, sam, gus = (office.person(one) for one in (ANA, BEA, OLU, SAM, GUS))
    assert "*Sarah Chen*" in olu.command("/advocate", "show sarah").text
    assert "hand_over" in {button.action_id for button in olu.command("/advocate", "show tom").buttons()}
    for other, name in ((bea, "sarah"), (sam, "sarah"), (ana, "tom reed")):
        told = other.command("/advocate", f"show {name}").text
        assert "Only the CSM of" in told
        assert "@northwind" not in told
    assert "Bea Stone looks after it now" in ana.command("/advocate", "tom").text
    assert "Only full members" in gus.command("/advocate", "show sarah").text
    for forbidden in (
        lambda: advocates.show(office.wired.program, BEA, one.id),
        lambda: advocates.pause(office.wired.program, SAM, one.id, date(2026, 4, 1)),
        lambda: advocates.resume(office.wired.program, BEA, one.id),
    ):
        with pytest.raises(Refused, match="not_the_csm"):
            forbidden()


def test_a_stand_in_sees_them_too_and_no_longer(office: Office) -> None:
    sarah(office)
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm="bea@ours.example"))
    bea = office.person(BEA)
    away(office, ANA, date(2026, 3, 10), BEA)
    assert "looked after by <@U0BEA>" in bea.command("/advocate", "show sarah").text
    office.clock.at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert "Only the CSM of Northwind Bank" in bea.command("/advocate", "show sarah").text


def test_a_pause_spares_somebody_until_a_day_and_can_be_ended(office: Office) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    sarah(office)
    assert (
        "Nobody asks Sarah Chen until 3 Apr 2026"
        in ana.command("/advocate", "pause sarah until 3 april").text
    )
    assert "1 paused, first free on 3 Apr 2026" in sam.command("/reference", "fintech").text
    card = ana.command("/advocate", "sarah")
    assert "Sarah is paused (free again on 3 Apr 2026)" in card.text
    ana.click(card, "advocate_resume")
    office.whisper(ana, "*Rested:*")
    assert "1 person fits and is rested" in sam.command("/reference", "fintech").text
    assert "Please choose a day after today" in ana.command("/advocate", "pause sarah until 2026-03-02").text
    assert "more than two years" in ana.command("/advocate", "pause sarah until 2036-03-02").text


def test_a_pause_without_a_day_asks_for_it_and_lets_go_what_they_have_not_heard_of(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    request_from(office, "fintech")
    assert "May we ask Sarah Chen?" in words(office.latest(ana))
    assert ana.command("/advocate", "pause sarah").ok
    assert "Nobody asks *Sarah Chen*" in words(office.modal(ana))
    assert ana.submit(until=date(2026, 5, 1), why="Parental leave").errors == {}
    office.deliver()
    assert [ask.state for ask in office.asks()] == ["released", "reserved"]
    assert "May we ask Tom Reed?" in words(office.latest(ana))
    with office.db.reading() as session:
        lines = history_of_advocate(session, office.asks()[0].advocate_id)
    assert "paused Sarah Chen until 2026-05-01 (“Parental leave”)" in [happened(line) for line in lines]


def test_a_pause_of_several_people_offers_them_with_the_day(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    office.add_advocate("Sarah Blake", office.add_account("Harbour Trust"))
    answer = ana.command("/advocate", "pause sarah until 3 april")
    ana.click(answer, "advocate_pause", nth=1)
    form = office.modal(ana)
    assert "2026-04-03" in json.dumps(form.blocks)
    ana.submit()
    with office.db.reading() as session:
        assert session.query(Advocate).filter_by(name="Sarah Chen").one().paused_until == date(2026, 4, 3)


def test_something_they_did_is_noted_and_waits_for_thanks(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    answer = ana.command("/advocate", "log")
    assert {one.action_id for one in answer.buttons()} == {
        "activity_log",
        "give_log",
        "ask_outside",
        "feedback_log",
        "log_milestone",
    }
    bea = office.person(BEA)  # looks after nobody
    offered = {one.action_id for one in bea.command("/advocate", "log").buttons()}
    assert offered == {"ask_outside", "feedback_log", "log_milestone"}
    for what in ("give", "activity"):
        assert "CSMs do this for their own customers" in bea.command("/advocate", f"log {what}").text
    ana.click(answer, "activity_log")
    office.modal(ana)
    said = {"advocate": "sarah", "activity_kind": "speaking", "completed_on": date(2026, 3, 1)}
    assert ana.submit(helped="The room was full.", **said).errors == {}
    office.deliver()
    assert "Time to thank Sarah Chen" in words(office.latest(ana))
    assert "The room was full." in words(office.latest(ana))
    assert ana.command("/advocate", "log activity sarah").ok
    office.modal(ana)
    assert ana.submit(activity_kind="speaking", completed_on=date(2026, 3, 1)).errors == {}
    with office.db.reading() as session:
        assert session.query(Activity).count() == 1


@pytest.mark.parametrize(
    ("text", "modal"), [("log give sarah", "give_log"), ("log ask sarah", "ask_outside")]
)
def test_a_give_and_an_ask_outside_have_their_forms(office: Office, text: str, modal: str) -> None:
    ana = office.person(ANA)
    sarah(office)
    assert ana.command("/advocate", text).ok
    assert office.modal(ana).callback_id == modal
    assert "Sarah Chen, Northwind Bank" in json.dumps(office.modal(ana).blocks)


def test_the_buttons_of_a_card_are_about_that_person(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    card = ana.command("/advocate", "sarah")
    for action_id in ("give_log", "ask_outside", "activity_log"):
        ana.click(card, action_id)
        assert "Sarah Chen, Northwind Bank" in json.dumps(office.modal(ana).blocks)
        ana.close_modal()


def test_find_answers_like_reference(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    answer = ana.command("/advocate", "find fintech enterprise")
    assert "1 person fits and is rested" in answer.text
    ana.click(answer, "reference_request")
    assert office.modal(ana).callback_id == "reference_request"


@pytest.mark.parametrize("text", ["", "help", "find", "HELP"])
def test_help_says_what_can_be_typed(office: Office, text: str) -> None:
    told = office.person(ANA).command("/advocate", text).text
    for word in ("show", "pause", "away", "back", "find", "log"):
        assert f"/advocate {word}" in told


def test_an_odd_word_gets_help_and_a_missing_name_is_asked_for(office: Office) -> None:
    ana = office.person(ANA)
    assert "I don’t know “frobnicate”" in ana.command("/advocate", "frobnicate").text
    assert "Type the name as well" in ana.command("/advocate", "show").text
    assert "/advocate pause sarah chen" in ana.command("/advocate", "pause").text
