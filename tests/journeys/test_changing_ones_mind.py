"""A CSM offers somebody else, or takes a wrong click back."""

from datetime import date

import pytest

from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.sandbox.elements import options, spots
from messages.history import happened
from models import Advocate
from tests.journeys.office import ANA, BEA, SAM, Office
from tests.journeys.test_the_loop import actions_of, request_from
from tests.journeys.test_who_may import press_as


def states(office: Office) -> list[tuple[str, str | None]]:
    return [(ask.state, ask.release_reason) for ask in office.asks() if ask.origin == "bot"]


def advocate(office: Office, advocate_id: str) -> Advocate:
    with office.db.reading() as session:
        return session.get_one(Advocate, advocate_id)


def decide(office: Office, **values: object) -> None:
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    decided = ana.submit(**values)
    assert decided.errors == {}
    office.deliver()


def test_the_csm_offers_another_of_her_own_and_reviews_a_fresh_draft(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    office.add_advocate("Una Far", office.add_account("Meadow Foods", industry="Food"))
    resting = office.add_advocate("Rita Rest", office.add_account("Calm Bank"))
    office.add_past_ask(resting, date(2026, 2, 20))
    office.add_advocate("Zed Other", office.add_account("Other Bank", csm=BEA))
    request_from(office, "fintech", by=SAM)
    [asked] = [ask.advocate_id for ask in office.asks() if ask.origin == "bot"]
    first = advocate(office, asked).name
    view = office.press(ana, "ask_review")
    [other] = [spot for spot in spots(view.blocks) if spot.action_id == "other"]
    offered = [one["text"]["text"] for one in options(other.element)]
    hers = {"Sarah Chen": "Sarah Chen, Northwind Bank", "Tom Reed": "Tom Reed, Harbour Trust"}
    best = [text for name, text in hers.items() if name != first]
    assert offered == [*best, "Una Far, Meadow Foods"]
    assert ana.submit(decision="offer_other", other="Una Far, Meadow Foods").errors == {}
    office.deliver()
    assert states(office) == [("released", "offer_other"), ("reserved", None)]
    assert "May we ask Una Far?" in words(office.latest(ana))
    assert "deciding whether to ask Una Far" in words(office.latest(sam))
    assert advocate(office, asked).paused_until is None
    office.press(ana, "ask_review")
    assert "Hi Una" in str(ana.modal and ana.modal.blocks)


def test_without_anybody_else_there_is_no_such_choice(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    view = office.press(office.person(ANA), "ask_review")
    assert "offer_other" not in str(view.blocks)
    assert "other" not in {spot.action_id for spot in spots(view.blocks)}


def test_another_who_was_taken_meanwhile_is_refused_on_the_field(office: Office) -> None:
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    tom = office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    request_from(office, "fintech")
    office.press(ana, "ask_review")
    office.add_past_ask(tom, office.clock.now().date())
    refused = ana.submit(decision="offer_other", other="Tom Reed, Harbour Trust")
    assert "Tom Reed was asked not long ago" in refused.errors["other"]
    assert states(office) == [("reserved", None)]


@pytest.mark.parametrize("decision", ["not_now", "never"])
def test_a_decision_is_taken_back_and_the_first_is_asked_again(office: Office, decision: str) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    before = {"paused_until": None, "never": ["case_study"]}
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), **before)
    tom = office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm=BEA))
    request_from(office, "fintech")
    decide(office, decision=decision)
    assert "May we ask Tom Reed?" in words(office.latest(office.person(BEA)))
    office.later(minutes=14)
    ana.press("undo")
    assert "all is as before for Sarah Chen" in office.whisper(ana, "Taken back")
    office.deliver()
    now = advocate(office, sarah.id)
    assert (now.paused_until, now.never, now.changed_by_bot) == (None, ["case_study"], [])
    assert states(office) == [("released", "made_way"), ("reserved", None)]
    assert office.asks()[-1].advocate_id == sarah.id
    assert "May we ask Sarah Chen?" in words(office.latest(ana))
    assert "Tom is left in peace" in words(office.latest(office.person(BEA)))
    assert actions_of(office, BEA) == set()
    assert "not the right moment" not in words(office.latest(sam))
    assert "undo" not in actions_of(office, ANA)
    with office.db.reading() as session:
        told = [happened(line) for line in history_of_advocate(session, sarah.id)]
    assert told[2].startswith("took back “")
    # Tom keeps his place: a real "not now" brings him back.
    decide(office, decision="not_now")
    assert office.asks()[-1].advocate_id == tom.id


def test_where_the_next_was_decided_on_undo_says_who_is_asked_instead(office: Office) -> None:
    ana, bea = office.person(ANA), office.person(BEA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust", csm=BEA))
    request_from(office, "fintech")
    decide(office, decision="not_now", resume_on=date(2026, 5, 1))
    office.press(bea, "ask_review")
    bea.submit(decision="approve")
    office.deliver()
    ana.press("undo")
    assert "Tom Reed is asked instead" in office.whisper(ana, "Taken back")
    assert states(office) == [("released", "taken_back"), ("approved", None)]
    assert advocate(office, sarah.id).paused_until is None


def test_a_pause_that_was_there_before_comes_back_as_it_was(office: Office) -> None:
    ana = office.person(ANA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    with office.db.changing() as session:
        session.get_one(Advocate, sarah.id).paused_until = date(2026, 3, 20)
    decide(office, decision="not_now", resume_on=date(2026, 6, 1))
    ana.press("undo")
    assert "Nobody is asked for this request now" in office.whisper(ana, "Taken back")
    assert advocate(office, sarah.id).paused_until == date(2026, 3, 20)


def test_after_a_quarter_of_an_hour_it_stands(office: Office) -> None:
    ana = office.person(ANA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    decide(office, decision="never")
    assert "undo" in actions_of(office, ANA)
    office.later(minutes=16)
    ana.press("undo")
    assert "15 minutes" in office.whisper(ana, "15 minutes")
    assert advocate(office, sarah.id).never == ["reference_call"]
    office.job("ask_reminders")
    assert "undo" not in actions_of(office, ANA)


def test_it_is_taken_back_once_and_only_by_the_csm_or_an_owner(office: Office) -> None:
    ana, bea = office.person(ANA), office.person(BEA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    decide(office, decision="not_now")
    message = ana.find("undo")
    press_as(office, BEA, message, "undo")
    assert "Only the CSM" in office.whisper(bea, "Only the CSM")
    ana.click(message, "undo")
    office.whisper(ana, "Taken back")
    ana.click(message, "undo", stale=True)
    assert "nothing to take back" in office.whisper(ana, "nothing to take back")
    assert [ask.state for ask in office.asks()] == ["reserved"]


def test_a_cancelled_request_stays_cancelled(office: Office) -> None:
    ana, sam = office.person(ANA), office.person(SAM)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    decide(office, decision="not_now")
    sam.press("request_cancel")
    office.deliver()
    ana.press("undo")
    assert "Nobody is asked" in office.whisper(ana, "Taken back")
    assert advocate(office, sarah.id).paused_until is None
    assert [ask.state for ask in office.asks()] == ["released"]
