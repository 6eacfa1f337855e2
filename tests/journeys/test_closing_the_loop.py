"""Nobody is asked again before they have heard what came of the last time: won warmly, lost softly."""

from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.sandbox.filling import NotSubmittable
from bot.services import deals, outcomes
from messages.history import happened
from models import Activity, Advocate, Ask
from tests.journeys.office import ANA, BEA, GUS, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of, request_from
from tests.journeys.test_who_may import press_as

LATER = {"days": 100}
"""So long after a call that nothing but an open loop holds anybody back."""


def called(office: Office, *, rating: str | None = "5") -> Advocate:
    """Sarah took Contoso's call, and Sam has said how it went."""
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    said_yes(office)
    sam = office.person(SAM)
    office.press(sam, "ask_outcome")
    sam.submit(happened="yes", rating=rating, helped="She told them how they moved in six weeks.")
    office.deliver()
    return sarah


def said_yes(office: Office) -> None:
    ana = office.person(ANA)
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    ana.press("ask_sent")
    office.deliver()
    office.press(ana, "ask_answer")
    ana.submit(answer="yes")
    office.deliver()


def thanked(office: Office, **fields: object) -> None:
    ana = office.person(ANA)
    office.press(ana, "thanks_record")
    assert ana.submit(how="mail", **fields).errors == {}
    office.deliver()


def deal(office: Office, result: str, **fields: object) -> None:
    sam = office.person(SAM)
    office.press(sam, "deal_result")
    assert sam.submit(result=result, **fields).errors == {}
    office.deliver()


def activity(office: Office) -> Activity:
    with office.db.reading() as session:
        return session.query(Activity).one()


def search(office: Office) -> str:
    return office.person(SAM).command("/reference", "fintech").text


@pytest.mark.parametrize(
    ("result", "news", "draft", "stands"),
    [
        ("won", "Contoso decided for us", "has decided to go with us", "You won it"),
        ("lost", "Contoso decided otherwise", "That takes nothing from what you did", "It was lost"),
    ],
)
def test_a_decided_deal_is_told_to_the_advocate_before_anybody_asks_again(
    office: Office, result: str, news: str, draft: str, stands: str
) -> None:
    ana = office.person(ANA)
    called(office)
    thanked(office)
    assert actions_of(office, SAM) == {"deal_result"}
    assert "Sarah would like to know what came of it" in words(office.latest(office.person(SAM)))
    before = office.latest(ana).ts
    deal(office, result, amount=72000)
    done = activity(office)
    assert (done.result, done.amount, done.currency, done.outcome_told_on) == (result, 72000, "USD", None)
    assert actions_of(office, SAM) == set()
    assert stands in words(office.latest(office.person(SAM)))

    told = office.latest(ana)
    assert told.ts != before
    assert "Tell Sarah Chen what came of it" in words(told)
    assert news in words(told)
    assert draft in words(told)
    assert "72,000" not in words(told)
    assert actions_of(office, ANA) == {"outcome_told", "mail_link"}
    office.later(**LATER)
    assert "1 waiting to hear what came of the last time" in search(office)

    assert ana.press("outcome_told").ok
    office.deliver()
    assert activity(office).outcome_told_on == office.clock.now().date()
    assert "They know what came of it" in words(office.latest(ana))
    assert actions_of(office, ANA) == {"give_log", "incentive_propose"}
    assert "1 person fits and is rested" in search(office)


def test_a_deal_that_is_still_open_owes_nobody_a_word(office: Office) -> None:
    called(office)
    thanked(office)
    deal(office, "open", amount=90000)
    assert (activity(office).result, activity(office).amount) == ("open", 90000)
    assert actions_of(office, SAM) == {"deal_result"}
    assert actions_of(office, ANA) == {"give_log", "incentive_propose"}
    office.later(**LATER)
    assert "1 person fits and is rested" in search(office)


def test_an_amount_left_empty_keeps_the_one_that_is_known(office: Office) -> None:
    called(office)
    with office.db.changing() as session:
        session.query(Activity).one().amount = 50000
    deal(office, "won")
    assert activity(office).amount == 50000


def test_thanks_and_the_outcome_go_out_together_where_both_are_owed(office: Office) -> None:
    ana = office.person(ANA)
    called(office)
    deal(office, "won")
    message = words(office.latest(ana))
    assert "Time to thank Sarah Chen" in message
    assert "And there is news: Contoso decided to go with us" in message
    assert actions_of(office, ANA) == {
        "thanks_record",
        "thanks_card",
        "outcome_told",
        "mail_link",
        "ask_correct",
    }
    thanked(office, told_outcome="yes")
    assert activity(office).outcome_told_on == office.clock.now().date()
    assert actions_of(office, ANA) == {"give_log", "incentive_propose"}
    assert "They know what came of it" in words(office.latest(ana))


def test_the_outcome_can_be_told_before_the_thanks_are_recorded(office: Office) -> None:
    ana = office.person(ANA)
    called(office)
    deal(office, "lost")
    ana.press("outcome_told")
    office.deliver()
    assert actions_of(office, ANA) == {"thanks_record", "thanks_card", "mail_link", "ask_correct"}
    assert "decided otherwise" not in words(office.latest(ana))
    office.later(**LATER)
    assert "not thanked yet" in search(office)


def test_what_was_told_before_the_deal_was_decided_was_not_the_outcome(office: Office) -> None:
    called(office)
    thanked(office, told_outcome="yes")
    assert activity(office).outcome_told_on is not None
    deal(office, "won")
    assert activity(office).outcome_told_on is None
    assert "outcome_told" in actions_of(office, ANA)


def test_a_yes_that_came_to_nothing_stays_open_until_the_advocate_was_told(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    said_yes(office)
    sam.press("ask_call_off")
    office.deliver()
    assert "please tell Sarah Chen" in words(office.latest(ana))
    assert actions_of(office, ANA) == {"outcome_told", "mail_link", "ask_correct"}
    assert "will tell and thank them" in words(office.latest(sam))
    office.later(**LATER)
    assert "1 waiting to hear what came of the last time" in search(office)
    ana.press("outcome_told")
    office.deliver()
    assert actions_of(office, ANA) == set()
    assert "and Sarah Chen knows" in words(office.latest(ana))
    assert "has told and thanked them" in words(office.latest(sam))
    assert "1 person fits and is rested" in search(office)
    with office.db.reading() as session:
        assert session.query(Ask).one().told_at == office.clock.now()


def test_telling_twice_is_answered_with_when_it_was_told(office: Office) -> None:
    ana = office.person(ANA)
    called(office)
    thanked(office)
    deal(office, "won")
    told = ana.find("outcome_told")
    ana.click(told, "outcome_told")
    first = activity(office).outcome_told_on
    office.later(days=2)
    ana.click(told, "outcome_told", stale=True)
    assert "was told on 2 Mar 2026" in office.whisper(ana, "recorded already")
    assert activity(office).outcome_told_on == first


def test_a_deal_reported_twice_is_answered_with_what_stands(office: Office) -> None:
    sam = office.person(SAM)
    called(office)
    done = sam.find("deal_result")
    office.press(sam, "deal_result")
    press_as(office, OLU, done, "deal_result")
    office.modal(office.person(OLU))
    assert office.person(OLU).submit(result="lost").errors == {}
    refused = sam.submit(result="won")
    assert refused.errors == {"result": "This deal was reported as lost already. Nothing was changed."}
    assert activity(office).result == "lost"
    sam.click(done, "deal_result", stale=True)
    assert "reported as lost already" in office.whisper(sam, "lost already")


def test_a_deal_needs_a_result(office: Office) -> None:
    sam = office.person(SAM)
    called(office)
    office.press(sam, "deal_result")
    with pytest.raises(NotSubmittable, match="required"):
        sam.submit()


@pytest.mark.parametrize("by", [BEA, ANA, GUS])
def test_only_who_asked_or_an_owner_says_how_the_deal_ended(office: Office, by: str) -> None:
    called(office)
    message = office.person(SAM).find("deal_result")
    press_as(office, by, message, "deal_result")
    office.slack.until(lambda: bool(office.person(by).ephemerals()), what="a refusal")
    assert office.person(by).modal is None
    assert activity(office).result == "open"


@pytest.mark.parametrize("by", [BEA, SAM, GUS])
def test_only_the_csm_or_an_owner_says_that_the_advocate_was_told(office: Office, by: str) -> None:
    called(office)
    thanked(office)
    deal(office, "won")
    message = office.person(ANA).find("outcome_told")
    press_as(office, by, message, "outcome_told")
    office.slack.until(lambda: bool(office.person(by).ephemerals()), what="a refusal")
    assert activity(office).outcome_told_on is None
    press_as(office, OLU, message, "outcome_told")
    assert activity(office).outcome_told_on is not None


def test_nothing_is_told_while_there_is_nothing_to_tell(office: Office) -> None:
    called(office)
    with office.db.reading() as session:
        ask = session.query(Ask).one().id
    for subject, reason in (
        (activity(office).id, "nothing_to_tell"),
        (ask, "nothing_to_tell"),
        ("0gone", "activity_gone"),
    ):
        with pytest.raises(Refused) as refused:
            outcomes.tell(office.wired.program, ANA, subject)
        assert refused.value.reason == reason
    assert activity(office).outcome_told_on is None
    assert office.asks()[0].told_at is None


def test_how_a_deal_ended_is_asked_only_once_something_happened(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    said_yes(office)
    ask = office.asks()[0].id
    for subject, reason in ((ask, "ask_moved_on"), ("0gone", "ask_gone")):
        with pytest.raises(Refused) as refused:
            deals.report_deal(office.wired.program, SAM, subject, "won", None)
        assert refused.value.reason == reason
    with pytest.raises(Refused) as refused:
        deals.report_deal(office.wired.program, SAM, ask, "postponed", None)
    assert refused.value.reason == "field_missing"


def test_something_published_is_told_from_its_day_on(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    today = office.clock.now().date()
    office.add_activity(
        sarah,
        today - timedelta(days=60),
        kind="case_study",
        effort=3,
        thanked_on=today,
        published_on=today + timedelta(days=3),
    )
    assert "1 person fits and is rested" in search(office)
    office.later(days=3)
    assert "1 waiting to hear what came of the last time" in search(office)


def test_an_imported_outcome_is_forgotten_after_ninety_days(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    today = office.clock.now().date()
    office.add_activity(sarah, today - timedelta(days=90), result="won", thanked_on=today)
    assert "1 waiting to hear" in search(office)
    office.later(days=1)
    assert "1 person fits and is rested" in search(office)


def test_the_history_tells_how_the_loop_was_closed(office: Office) -> None:
    sarah = called(office)
    thanked(office)
    deal(office, "won", amount=72000)
    office.person(ANA).press("outcome_told")
    with office.db.reading() as session:
        told = [(line.actor, happened(line)) for line in history_of_advocate(session, sarah.id)]
    assert told[-2:] == [
        ("Sam Field", "reported the deal as won (72,000 USD)"),
        ("Ana Silva", "told Sarah Chen that the deal was won"),
    ]
