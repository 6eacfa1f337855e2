"""Whoever helped is thanked for the one thing they did, asked or not, and nobody has to remember it."""

from datetime import date, timedelta

import pytest

from bot.sandbox.answer import words
from models import Activity, Advocate
from tests.journeys.office import ANA, BEA, Office
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_who_may import press_as


def sarah(office: Office) -> Advocate:
    """Sarah, in whose tier nothing changes."""
    account = office.add_account("Northwind Bank")
    return office.add_advocate("Sarah Chen", account, tier="platinum", tier_since=date(2026, 1, 1))


def logged(office: Office, **fields: object) -> None:
    """Ana notes that Sarah gave a talk yesterday."""
    ana = office.person(ANA)
    assert ana.command("/advocate", "log activity sarah").ok
    office.modal(ana)
    yesterday = office.clock.now().date() - timedelta(days=1)
    values = {"activity_kind": "speaking", "completed_on": yesterday.isoformat()} | fields
    assert ana.submit(**values).errors == {}
    office.deliver()


def done(office: Office) -> Activity:
    with office.db.reading() as session:
        return session.query(Activity).one()


def test_what_a_csm_noted_themselves_is_brought_back_until_it_is_thanked_for(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    logged(office, helped="You told them about the outage.")
    first = office.latest(ana)
    assert "gave a talk" in words(first)
    office.later(hours=23)
    office.job("thank_you_nudges")
    assert office.latest(ana).ts == first.ts
    office.later(hours=2)
    office.job("thank_you_nudges")
    assert "still waiting for a thank-you" in words(office.latest(ana))
    office.press(ana, "thanks_record")
    ana.submit(how="call")
    office.deliver()
    before = office.latest(ana).ts
    office.later(days=4)
    office.job("thank_you_nudges")
    assert office.latest(ana).ts == before


def test_an_import_of_last_week_prompts_and_what_lies_further_back_does_not(office: Office) -> None:
    one = sarah(office)
    today = office.clock.now().date()
    office.add_activity(
        one, today - timedelta(days=13), kind="podcast", helped="the story of your first week"
    )
    office.add_activity(one, today - timedelta(days=15), kind="press", helped="one sentence")
    office.job("thank_you_nudges")
    told = [words(one) for one in office.person(ANA).messages()]
    assert len(told) == 1
    assert "joined a podcast as a guest" in told[0]
    assert ": the story of your first week." in told[0]


def test_where_nothing_specific_is_known_the_csm_is_asked_for_it_and_then_has_a_draft(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    logged(office, minutes=45)
    asked = words(office.latest(ana))
    assert "Nobody has said yet what exactly helped" in asked
    assert "Hi Sarah" not in asked
    assert actions_of(office, ANA) >= {"thanks_detail", "thanks_record"}
    assert "mail_link" not in actions_of(office, ANA)

    office.press(ana, "thanks_detail")
    assert ana.submit(helped="how you opened with the outage", prospect="the Berlin summit").errors == {}
    office.deliver()
    draft = words(office.latest(ana))
    assert ": how you opened with the outage." in draft
    assert "three quarters of an hour" in draft
    assert "mail_link" in actions_of(office, ANA)
    assert "thanks_detail" not in actions_of(office, ANA)
    assert (done(office).helped, done(office).prospect) == (
        "how you opened with the outage",
        "the Berlin summit",
    )
    shown = office.press(ana, "thanks_record")
    assert "how you opened with the outage" in str(shown.blocks)


def test_what_helped_can_be_said_with_the_thanks(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    logged(office)
    office.press(ana, "thanks_record")
    assert ana.submit(how="call", helped="the slide with one number").errors == {}
    assert done(office).helped == "the slide with one number"


def test_only_who_looks_after_them_says_what_helped(office: Office) -> None:
    sarah(office)
    logged(office)
    message = office.person(ANA).find("thanks_detail")
    press_as(office, BEA, message, "thanks_detail")
    office.slack.until(lambda: bool(office.person(BEA).ephemerals()), what="a refusal")
    assert office.person(BEA).modal is None


def test_what_helped_comes_too_late_once_thanks_were_said(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    logged(office)
    office.press(ana, "thanks_detail")
    with office.db.changing() as session:
        session.query(Activity).one().thanked_on = date(2026, 3, 2)
    assert "was thanked on 2 Mar 2026" in ana.submit(helped="the opening").errors["helped"]
    assert done(office).helped is None


def cards(office: Office) -> list[bytes]:
    """The cards that Ana got."""
    files = [one for message in office.person(ANA).messages() for one in message.files]
    return [office.slack.workspace.content(one["id"]) for one in files]


def test_a_card_to_print_comes_as_a_file_and_its_words_are_kept_for_the_thanks(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    logged(office, helped="how you opened with the outage")
    shown = office.press(ana, "thanks_card")
    assert ": how you opened with the outage." in str(shown.blocks)
    words_of_hers = "Dear Sarah,\n\nYou opened with the outage, and nobody looked at their phone.\n\nAna"
    assert ana.submit(text=words_of_hers).errors == {}
    office.deliver()
    (card,) = cards(office)
    assert card.startswith(b"%PDF")
    assert "to print on A5" in ana.messages()[-1].text
    assert "nobody looked at their phone" in str(office.press(ana, "thanks_record").blocks)
    assert ana.submit(how="handwritten", text=words_of_hers).errors == {}
    office.deliver()
    assert len(cards(office)) == 1


def test_whoever_says_handwritten_gets_the_card_without_asking(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    logged(office, helped="how you opened with the outage")
    office.press(ana, "thanks_record")
    assert (
        ana.submit(how="handwritten", text="You opened with the outage; that took nerve.\n\nAna").errors == {}
    )
    office.deliver()
    assert len(cards(office)) == 1


def test_where_no_files_are_allowed_the_csm_is_told_so(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    logged(office, helped="how you opened with the outage")
    office.server.workspace.scopes.discard("files:write")
    office.expected.add("missing_scope")
    office.press(ana, "thanks_card")
    assert ana.submit(text="You opened with the outage; that took nerve.\n\nAna").errors == {}
    office.deliver()
    assert any("may not send files" in words(one) for one in ana.messages())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Dear Sarah, you opened with the outage. 株式会社 🎉", "no 株式会社🎉"),
        ("You opened with the outage. " * 80, "too long for one card"),
    ],
)
def test_what_a_card_cannot_hold_is_said_and_nothing_is_made(office: Office, text: str, why: str) -> None:
    ana = office.person(ANA)
    sarah(office)
    logged(office, helped="how you opened with the outage")
    office.press(ana, "thanks_card")
    assert why in ana.submit(text=text).errors["text"]
    office.deliver()
    assert cards(office) == []


def test_thanks_by_hand_that_no_card_can_hold_are_recorded_and_the_card_says_why_not(office: Office) -> None:
    ana = office.person(ANA)
    sarah(office)
    logged(office, helped="how you opened with the outage")
    office.press(ana, "thanks_record")
    assert ana.submit(how="handwritten", text="You opened with the outage. 株 Ana").errors == {}
    office.deliver()
    assert done(office).thanked_how == "handwritten"
    assert any("its typeface has no 株" in one.text for one in ana.messages())
