"""What an advocate tells reaches those who can do something about it, and they hear what became of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.db import Database
from bot.errors import Refused
from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.sandbox.records import Message
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from bot.services import feedback
from messages.history import happened
from models import Advocate, Feedback
from tests.journeys.office import ANA, BEA, GUS, OLU, OUT, SAM, Office, open_office, people
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_who_may import press_as

PRODUCT = "C0PRODUCT"
SAID = "The export stops at 10,000 rows. Call Sarah on +44 20 7946 0000 or sarah@northwind.example."


@pytest.fixture
def office(db: Database) -> Iterator[Office]:
    """The bot at work with a channel for feedback."""
    workspace = Workspace()
    people(workspace)
    workspace.add_channel(PRODUCT, "product", members=("U0BOT", SAM, BEA, ANA, OLU, GUS))
    with SlackServer(workspace) as server:
        office = open_office(db, server, feedback_channel=PRODUCT)
        yield office
        office.wired.close()
        assert [one.error for one in workspace.refusals] == []


def sarah(office: Office, **columns: Any) -> Advocate:
    return office.add_advocate(
        "Sarah Chen", office.add_account("Northwind Bank"), title="VP Payments", **columns
    )


def passed_on(office: Office, by: str = SAM, said: str = SAID, about: str = "product") -> None:
    person = office.person(by)
    person.command("/advocate", "log feedback sarah chen")
    office.modal(person)
    answer = person.submit(about=about, words=said)
    assert answer.errors == {}
    person.close_modal()
    office.deliver()


def in_channel(office: Office) -> Message:
    return office.server.workspace.messages(PRODUCT)[-1]


def decided(office: Office, decision: str, said: str | None = None, by: str = BEA) -> dict[str, str]:
    press_as(office, by, in_channel(office), "feedback_answer")
    person = office.person(by)
    office.modal(person)
    answer = person.submit(decision=decision, words=said)
    office.deliver()
    return answer.errors


def one(office: Office) -> Feedback:
    with office.db.reading() as session:
        return session.query(Feedback).one()


def test_it_reaches_the_channel_without_contact_data_and_comes_back_to_the_advocate(office: Office) -> None:
    advocate = sarah(office)
    ana, sam = office.person(ANA), office.person(SAM)
    sam.command("/advocate", "log feedback sarah chen")
    office.modal(sam)
    sam.submit(about="product", words=SAID)
    office.deliver()
    assert sam.modal is not None
    assert "without their name" in words(sam.modal)
    heard = in_channel(office).text
    assert "Feedback from Northwind Bank" in heard
    assert "The export stops at 10,000 rows. Call [left out] on [left out] or [left out]." in heard
    assert "VP Payments at Northwind Bank · passed on by <@U0SAM>" in heard
    assert not {"Sarah", "Chen", "7946", "@northwind"} & set(heard.split())
    assert "told <@U0SAM> something about our product" in office.latest(ana).text
    assert actions_of(office, ANA) == set()
    assert "not decided yet" in ana.command("/advocate", "show sarah").text

    assert decided(office, "planned", "It comes with <the> spring release.") == {}
    assert "*Planned*, says <@U0BEA>" in in_channel(office).text
    assert "<@U0ANA> tells them" in in_channel(office).text
    told = office.latest(ana).text
    assert "*Tell Sarah Chen what became of their feedback*" in told
    assert "it is planned now" in told
    assert "“It comes with &lt;the&gt; spring release.”" in told
    assert actions_of(office, ANA) == {"feedback_told", "mail_link", "nudge_later"}
    assert "planned, and they don’t know yet" in ana.command("/advocate", "show sarah").text

    ana.press("feedback_told")
    office.deliver()
    assert "knows what became of their feedback" in words(office.latest(ana))
    assert "They know since 2 Mar 2026" in in_channel(office).text
    assert "Told us" not in ana.command("/advocate", "show sarah").text
    with office.db.reading() as session:
        assert [happened(line) for line in history_of_advocate(session, advocate.id)][-1] == (
            "told Sarah Chen what became of their feedback"
        )

    assert decided(office, "done", "It is there.") == {}
    assert "It is done." in office.latest(ana).text, "what changes later is told as well"
    ana.press("feedback_told")
    office.deliver()
    ana.press("feedback_not_told")
    office.deliver()
    assert "Tell Sarah Chen" in words(office.latest(ana))


def test_a_name_is_shown_where_it_may_be(office: Office) -> None:
    sarah(office, may_name_publicly=True)
    passed_on(office, said="Sarah likes the <!channel> button.")
    heard = in_channel(office).text
    assert "Sarah Chen, VP Payments, Northwind Bank" in heard
    assert "Sarah likes the &lt;!channel&gt; button." in heard


def test_a_no_needs_its_reason_and_a_mistake_troubles_nobody(office: Office) -> None:
    sarah(office)
    passed_on(office)
    before = len(office.person(ANA).messages())
    assert "why" in decided(office, "not_planned")["words"]
    office.person(BEA).close_modal()
    assert decided(office, "mistaken") == {}
    assert "noted by mistake" in in_channel(office).text
    assert "noted by mistake" in words(office.latest(office.person(ANA)))
    assert len(office.person(ANA).messages()) == before
    assert not one(office).open


def test_what_somebody_said_of_the_program_is_passed_on_with_a_button(office: Office) -> None:
    sarah(office)
    ana = office.person(ANA)
    ana.command("/advocate", "show sarah")
    office.press(ana, "satisfaction_record")
    ana.submit(recommend="5", words="You only call when you need something.")
    office.deliver()
    office.press(ana, "feedback_log")
    assert ana.submit(about="program").errors == {}
    office.deliver()
    assert "on our customer program" in in_channel(office).text
    assert "You only call when you need something." in in_channel(office).text
    assert "is not happy with us" in words(office.latest(ana)), "who noted it needs no message"


def test_gifts_and_amounts_stay_out_of_the_channel(office: Office) -> None:
    sarah(office)
    sam = office.person(SAM)
    sam.command("/advocate", "log feedback sarah")
    office.modal(sam)
    assert (
        "They would like our thanks to be more personal"
        in sam.submit(words="I got a 50 USD gift card and it felt cheap.").errors["words"]
    )
    office.deliver()
    assert office.server.workspace.messages(PRODUCT) == []


@pytest.mark.parametrize("by", [GUS, OUT])
def test_guests_and_outsiders_decide_nothing(office: Office, by: str) -> None:
    sarah(office)
    passed_on(office)
    with pytest.raises(Refused):
        feedback.decide(office.wired.program, by, one(office).id, "done", None)
    with pytest.raises(Refused):
        feedback.note(office.wired.program, by, one(office).advocate_id, "product", "Something", "V9")
    with pytest.raises(Refused):
        feedback.opening(office.wired.program, by, one(office).id)


def test_only_who_looks_after_them_says_that_they_were_told(office: Office) -> None:
    sarah(office)
    passed_on(office)
    decided(office, "done")
    for step in (feedback.told, feedback.not_told):
        with pytest.raises(Refused) as refused:
            step(office.wired.program, SAM, one(office).id)
        assert refused.value.reason == "not_the_csm"
    office.person(OLU).command("/advocate", "help")
    feedback.told(office.wired.program, OLU, one(office).id)
    with pytest.raises(Refused) as refused:
        feedback.told(office.wired.program, ANA, one(office).id)
    assert refused.value.reason == "already_told"


def test_what_waits_is_remembered_once(office: Office) -> None:
    sarah(office)
    passed_on(office)
    first = in_channel(office).ts
    office.later(days=29)
    assert office.job("satisfaction_surveys").endswith("1 reminded of feedback")
    assert in_channel(office).ts != first
    assert "still waits for a word" in in_channel(office).text
    assert office.job("satisfaction_surveys").endswith("0 reminded of feedback")
    decided(office, "done")
    before = office.latest(office.person(ANA)).ts
    office.later(days=8)
    assert office.job("satisfaction_surveys").endswith("1 reminded of feedback")
    assert office.latest(office.person(ANA)).ts != before
    office.person(ANA).press("nudge_later")
    office.whisper(office.person(ANA), "I’ll bring it back")


def test_the_same_form_sent_twice_is_passed_on_once(office: Office) -> None:
    advocate = sarah(office)
    office.person(SAM).command("/advocate", "help")
    for _ in range(2):
        feedback.note(office.wired.program, SAM, advocate.id, "product", "The export stops.", "V1")
    assert one(office).words == "The export stops."


@pytest.mark.parametrize(
    ("about", "said", "field"), [("product", "  ", "words"), ("weather", "It rains.", "about")]
)
def test_nonsense_is_refused_on_its_field(office: Office, about: str, said: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        feedback.note(office.wired.program, SAM, sarah(office).id, about, said, "V1")
    assert refused.value.facts["field"] == field


def test_without_a_channel_the_owners_hear_it(db: Database) -> None:
    workspace = Workspace()
    people(workspace)
    with SlackServer(workspace) as server:
        office = open_office(db, server)
        sarah(office)
        passed_on(office)
        olu = office.person(OLU)
        assert "Feedback from Northwind Bank" in words(office.latest(olu))
        office.press(olu, "feedback_answer")
        assert olu.submit(decision="done").errors == {}
        office.deliver()
        assert "Tell Sarah Chen" in words(office.latest(office.person(ANA)))
        office.wired.close()
