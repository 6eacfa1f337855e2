"""Public thanks: specific, named, with consent, never with an amount; and the way back."""

from collections.abc import Iterator

import pytest

from bot.db import Database
from bot.sandbox.answer import words
from bot.sandbox.records import Message
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from models import Advocate, Celebration
from tests.journeys.office import ANA, BEA, OLU, Office, open_office, people
from tests.journeys.test_closing_the_loop import said_yes
from tests.journeys.test_the_loop import actions_of

CHANNEL = "C0CHEERS"


@pytest.fixture
def cheering(db: Database) -> Iterator[Office]:
    """An office with a celebration channel, on both databases."""
    workspace = Workspace()
    people(workspace)
    workspace.add_channel(CHANNEL, "celebrations", members=[ANA, BEA, OLU, "U0BOT"])
    with SlackServer(workspace) as server:
        office = open_office(db, server, celebration_channel=CHANNEL)
        yield office
        office.wired.close()
        assert [f"{one.method}: {one.error} {one.detail}" for one in workspace.refusals] == []


def thanked(office: Office, **columns: object) -> Advocate:
    """Sarah took Contoso's call; Sam said how it went, and Ana has thanked her."""
    account = office.add_account("Northwind Bank", may_use_logo=columns.pop("may_use_logo", None))
    sarah = office.add_advocate("Sarah Chen", account, **columns)
    said_yes(office)
    sam = office.person("U0SAM")
    office.press(sam, "ask_outcome")
    sam.submit(happened="yes", rating="5", helped="She told them how they moved <in> six weeks.")
    office.deliver()
    ana = office.person(ANA)
    office.press(ana, "thanks_record")
    assert ana.submit(how="mail").errors == {}
    office.deliver()
    return sarah


def cheers(office: Office) -> list[Message]:
    return office.slack.channel_messages(CHANNEL)


def celebrate(office: Office, **fields: object) -> dict[str, str]:
    """Ana posts it, with the draft unless she writes something else; what stands against it by field."""
    ana = office.person(ANA)
    office.press(ana, "celebrate")
    errors = ana.submit(**fields).errors
    office.deliver()
    return errors


def test_a_public_thank_you_names_everybody_and_brings_the_words_for_elsewhere(cheering: Office) -> None:
    thanked(cheering, may_name_publicly=True)
    assert celebrate(cheering) == {}
    (posted,) = cheers(cheering)
    assert "Thank you, Sarah Chen" in posted.text
    assert "Ana Silva" in posted.text
    assert "Sam Field" in posted.text
    assert "how they moved &lt;in&gt; six weeks" in posted.text
    assert "Northwind Bank" not in words(posted), "the company has not agreed to be named"
    kit = words(cheering.latest(cheering.person(ANA)))
    assert "newsletter" in kit
    assert "social post" in kit
    assert "mail to everybody" in kit
    assert "Contoso" not in kit, "no prospect reads of themselves outside"
    assert "celebrate" not in actions_of(cheering, ANA), "once is right"


def test_the_company_is_named_where_it_agreed(cheering: Office) -> None:
    thanked(cheering, may_name_publicly=True, may_use_logo=True)
    celebrate(cheering)
    assert "Northwind Bank" in words(cheers(cheering)[0])


def test_without_consent_it_says_how_to_get_it_and_notes_a_yes(cheering: Office) -> None:
    thanked(cheering)
    ana = cheering.person(ANA)
    ana.press("celebrate")
    cheering.whisper(ana, "May we name you?")
    assert ana.modal is None
    ana.press("consent_record")
    cheering.whisper(ana, "may be named in public")
    assert celebrate(cheering) == {}
    assert len(cheers(cheering)) == 1


def test_whoever_said_no_is_not_offered(cheering: Office) -> None:
    thanked(cheering, may_name_publicly=False)
    assert "celebrate" not in actions_of(cheering, ANA)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Thank you, Sarah, for the 50,000 USD deal with Contoso.", "amount of money"),
        ("Thank you, Sarah of northwind  bank, for the call on 5 March.", "has not agreed to be named"),
        ("Thank you all for the call on 5 March about payments.", "Please name Sarah Chen"),
        ("Thank you, Sarah! A gift card is on its way for the call with Contoso.", ""),
    ],
)
def test_what_may_not_stand_in_public_is_said_on_the_field(cheering: Office, text: str, why: str) -> None:
    thanked(cheering, may_name_publicly=True)
    errors = celebrate(cheering, text=text)
    assert why in errors["text"]
    assert cheers(cheering) == []


def test_it_is_taken_back_within_a_quarter_of_an_hour_and_can_be_done_again(cheering: Office) -> None:
    thanked(cheering, may_name_publicly=True)
    celebrate(cheering)
    ana = cheering.person(ANA)
    ana.press("undo")
    cheering.deliver()
    cheering.whisper(ana, "no longer stands in the channel")
    assert "Sarah" not in words(cheers(cheering)[0])
    assert celebrate(cheering) == {}
    assert "Thank you, Sarah Chen" in cheers(cheering)[-1].text
    cheering.later(hours=1)
    cheering.job("ask_reminders")
    assert "undo" not in actions_of(cheering, ANA)


def test_only_the_csm_and_owners_celebrate_and_sending_it_twice_posts_once(cheering: Office) -> None:
    thanked(cheering, may_name_publicly=True)
    ana = cheering.person(ANA)
    view = cheering.press(ana, "celebrate")
    assert ana.submit(view).errors == {}
    cheering.deliver()
    with cheering.db.reading() as session:
        assert session.query(Celebration).count() == 1
    assert len(cheers(cheering)) == 1


def test_without_a_channel_nothing_is_offered(office: Office) -> None:
    thanked(office, may_name_publicly=True)
    assert "celebrate" not in actions_of(office, ANA)
