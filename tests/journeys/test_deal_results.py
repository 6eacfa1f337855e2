"""How a deal ended is asked at its close date and monthly, reaches all who helped once, and is told with what is published."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.sandbox.answer import words
from bot.services import deals
from models import Activity, Deal, ReferenceRequest
from tests.journeys.office import ANA, BEA, GUS, OLU, SAM, Office
from tests.journeys.test_closing_the_loop import deal, thanked
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_who_may import press_as

CLOSE = date(2026, 3, 31)


def helped(
    office: Office,
    by: str = SAM,
    *,
    words_: str = "fintech",
    name: str = "Expansion",
    prospect: str | None = "Contoso",
    thank: bool = True,
) -> None:
    """Somebody asked, whoever was free said yes, and it took place; thanked unless said otherwise."""
    person, ana = office.person(by), office.person(ANA)
    answer = person.command("/reference", words_)
    person.click(answer, "reference_request")
    office.modal(person)
    fields = {"deal_name": name, "prospect": prospect, "close_date": CLOSE}
    filed = person.submit(**{key: value for key, value in fields.items() if value})
    if filed.errors:  # a colleague asks for the same: send it again unchanged
        filed = person.submit()
    assert filed.errors == {}
    office.deliver()
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    ana.press("ask_sent")
    office.deliver()
    office.press(ana, "ask_answer")
    ana.submit(answer="yes")
    office.deliver()
    office.press(person, "ask_outcome")
    person.submit(happened="yes", helped="The numbers.")
    office.deliver()
    if thank:
        thanked(office)


def activities(office: Office) -> list[Activity]:
    with office.db.reading() as session:
        return session.query(Activity).order_by(Activity.id).all()


def at(office: Office, day: date, hour: int = 9) -> str:
    office.clock.at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return office.job("deal_results")


def test_the_requester_is_asked_at_the_close_date_and_a_month_later_until_it_is_known(office: Office) -> None:
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    helped(office)
    assert at(office, CLOSE - timedelta(days=1)).startswith("0 asked")
    before = office.latest(sam).ts
    assert at(office, CLOSE).startswith("1 asked")
    asked = office.latest(sam)
    assert asked.ts != before
    assert "Has Contoso decided?" in words(asked)
    assert actions_of(office, SAM) >= {"deal_result", "nudge_later"}
    assert at(office, CLOSE, 15).startswith("0 asked")
    deal(office, "open")
    assert "Has Contoso decided?" not in words(office.latest(sam))
    assert at(office, date(2026, 4, 29)).startswith("0 asked")
    assert at(office, date(2026, 4, 30)).startswith("1 asked")
    deal(office, "won")
    assert at(office, date(2026, 5, 30)).startswith("0 asked")
    assert "Tell Sarah Chen what came of it" in words(office.latest(office.person(ANA)))


def test_nobody_is_asked_for_ever(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    helped(office)
    asked = sum(at(office, CLOSE + timedelta(days=day)).startswith("1 asked") for day in range(0, 400, 7))
    assert asked == 7 or asked == 6


def test_it_is_asked_on_the_requesters_own_day_and_in_their_hours(office: Office) -> None:
    office.server.workspace.change_person(SAM, tz="Pacific/Honolulu")
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    helped(office)
    assert at(office, CLOSE - timedelta(days=1), 0).startswith("0 asked")
    assert at(office, CLOSE, 0).startswith(
        "0 asked"
    )  # there it is still the day before, and they are at work
    assert at(office, CLOSE, 9).startswith("1 asked")  # they read it when their day begins
    assert "Has Contoso decided?" not in words(office.latest(sam))
    office.clock.at = datetime(2026, 3, 31, 19, 0, tzinfo=UTC)
    office.deliver()
    assert "Has Contoso decided?" in words(office.latest(sam))
    assert at(office, CLOSE, 20).startswith("0 asked")


def test_later_brings_the_question_back(office: Office) -> None:
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    helped(office)
    at(office, CLOSE)
    first = office.latest(sam).ts
    sam.press("nudge_later")
    office.whisper(sam, "bring it back")
    office.clock.at = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
    office.deliver()
    assert office.latest(sam).ts != first
    assert "Has Contoso decided?" in words(office.latest(sam))


def test_a_deal_known_under_one_request_reaches_every_ask_of_it_once(office: Office) -> None:
    ana, bea = office.person(ANA), office.person(BEA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    office.add_advocate("Uma Patel", office.add_account("Delta Foods", industry="Retail"))
    helped(office, name="Expansion 2026")
    helped(office, BEA, name="expansion-2026", prospect="Contoso Ltd")
    helped(office, SAM, words_="retail", name="Another deal", prospect="Fabrikam")
    assert len(activities(office)) == 3
    assert at(office, CLOSE).startswith("2 asked")
    before = len(ana.messages())
    press_as(office, BEA, bea.find("deal_result"), "deal_result")
    office.modal(bea)
    assert bea.submit(result="won", amount=80000).errors == {}
    office.deliver()
    assert [(one.deal, one.result) for one in activities(office)] == [
        ("Expansion 2026", "won"),
        ("expansion-2026", "won"),
        ("Another deal", "open"),
    ]
    new = [words(one) for one in ana.messages()[before:]]
    assert sum("Tell Sarah Chen what came of it" in one for one in new) == 1
    assert sum("Tell Tom Reed what came of it" in one for one in new) == 1
    assert sum("Uma Patel" in one for one in new) == 0
    assert any("You won it" in words(one) for one in office.person(SAM).messages())
    assert at(office, CLOSE + timedelta(days=1)).endswith("0 heard it from elsewhere")


def test_what_is_done_after_the_deal_was_decided_hears_of_it_too(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust"))
    helped(office)
    deal(office, "lost")
    helped(office)
    assert [one.result for one in activities(office)] == ["lost", "open"]
    assert at(office, date(2026, 3, 3)).endswith("1 heard it from elsewhere")
    assert [one.result for one in activities(office)] == ["lost", "lost"]
    assert any("Tell Tom Reed what came of it" in words(one) for one in office.person(ANA).messages())


def test_a_deal_imported_as_decided_spares_the_question(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    helped(office)
    office.add_row(Deal(account="Contoso Inc", name="Expansion", result="won", amount=90000, currency="EUR"))
    assert at(office, CLOSE) == "0 asked how their deal ended, 1 heard it from elsewhere"
    done = activities(office)[0]
    assert (done.result, done.amount, done.currency) == ("won", 90000, "EUR")


def test_one_advocate_who_helped_twice_with_a_deal_is_told_once(office: Office) -> None:
    ana = office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    helped(office)
    office.later(days=40)
    helped(office)
    deals.report_deal(office.wired.program, SAM, office.asks()[0].id, "won", None)
    office.deliver()
    assert [one.outcome_told_on for one in activities(office)] == [None, None]
    ana.press("outcome_told")
    office.deliver()
    today = office.clock.now().date()
    assert [one.outcome_told_on for one in activities(office)] == [today, today]
    assert "outcome_told" not in actions_of(office, ANA)


def case_study(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    sarah = activities(office)
    assert sarah == []
    helped(office, words_="fintech testimonial")


@pytest.mark.parametrize("by", [SAM, ANA])
def test_what_is_published_is_told_with_its_link_before_anybody_asks_again(office: Office, by: str) -> None:
    person, ana = office.person(by), office.person(ANA)
    case_study(office)
    office.press(person, "published_record")
    assert "https://" in person.submit(link="www.ours.example/story").errors["link"]
    assert (
        "still to come"
        in person.submit(link="https://ours.example/story", published_on=date(2026, 3, 9)).errors[
            "published_on"
        ]
    )
    assert person.submit(published_on=date(2026, 3, 2)).errors == {}
    office.deliver()
    told = words(office.latest(ana))
    assert "Tell Sarah Chen what came of it" in told
    assert "<https://ours.example/story|https://ours.example/story>" in told
    assert "is out now: https://ours.example/story" in told
    office.later(days=100)
    assert "1 waiting to hear" in office.person(SAM).command("/reference", "fintech").text
    ana.press("outcome_told")
    office.deliver()
    assert activities(office)[0].told_outcomes == ["published"]
    assert "1 person fits" in office.person(SAM).command("/reference", "fintech").text


def test_what_becomes_known_later_is_told_alone(office: Office) -> None:
    ana = office.person(ANA)
    case_study(office)
    deal(office, "won")
    ana.press("outcome_told")
    office.deliver()
    office.press(ana, "published_record")
    ana.submit(link="https://ours.example/story")
    office.deliver()
    told = words(office.latest(ana))
    assert "is out now: https://ours.example/story" in told
    assert "decided to go with us" not in told
    assert "decided for us" not in told


def test_a_call_is_nothing_to_publish_and_strangers_publish_nothing(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    helped(office)
    assert "published_record" not in actions_of(office, SAM) | actions_of(office, ANA)


@pytest.mark.parametrize("by", [BEA, GUS])
def test_only_those_around_it_say_that_it_is_published(office: Office, by: str) -> None:
    case_study(office)
    press_as(office, by, office.person(SAM).find("published_record"), "published_record")
    office.slack.until(lambda: bool(office.person(by).ephemerals()), what="a refusal")
    assert office.person(by).modal is None


def in_vain(office: Office, **fields: object) -> None:
    """Sarah kept the time free, and it did not take place."""
    sam, ana = office.person(SAM), office.person(ANA)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    answer = sam.command("/reference", "fintech")
    sam.click(answer, "reference_request")
    office.modal(sam)
    sam.submit(deal_name="Expansion", prospect="Contoso")
    office.deliver()
    office.press(ana, "ask_review")
    ana.submit(decision="approve")
    office.deliver()
    ana.press("ask_sent")
    office.deliver()
    office.press(ana, "ask_answer")
    ana.submit(answer="yes")
    office.deliver()
    office.press(sam, "ask_outcome")
    assert sam.submit(happened="no", **fields).errors == {}
    office.deliver()


def test_a_prospect_who_does_not_come_costs_an_apology_that_the_owner_sees(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    in_vain(office, why_not="no_show")
    said = words(office.latest(ana))
    assert "Contoso didn’t come: please say sorry to Sarah Chen" in said
    assert "I am sorry. You said yes and kept the time free" in said
    seen = words(office.latest(olu))
    assert "Sarah Chen kept time free, and Contoso didn’t come" in seen
    assert "I am sorry." in seen
    ana.press("outcome_told")
    office.deliver()
    assert "told and thanked them on 2 Mar 2026" in words(office.latest(olu))
    with office.db.reading() as session:
        assert session.query(ReferenceRequest).one().state == "came_to_nothing"


def test_without_a_reason_it_is_ours_to_say_sorry(office: Office) -> None:
    in_vain(office)
    assert "I am sorry." in words(office.latest(office.person(ANA)))
    assert "kept time free" in words(office.latest(office.person(OLU)))


def test_an_advocate_who_could_not_make_it_gets_a_kind_word_and_no_apology(office: Office) -> None:
    in_vain(office, why_not="advocate_could_not")
    said = words(office.latest(office.person(ANA)))
    assert "No harm done" in said
    assert "I am sorry" not in said
    assert not any("kept time free" in words(one) for one in office.person(OLU).messages())
