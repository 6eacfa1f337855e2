"""How advocates find the program: asked seldom, noted in their words, and heard the same day where they are not happy."""

from datetime import date

import pytest

from bot.errors import Refused
from bot.queries.history import history_of_advocate
from bot.queries.satisfaction import said_between
from bot.rules.satisfaction import Answers
from bot.sandbox.answer import words
from bot.services import advocates, satisfaction
from messages.history import happened
from models import Account, Advocate, Person, Survey
from tests.journeys.office import ANA, BEA, GUS, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_who_may import press_as

JOB = "satisfaction_surveys"


def thanked(office: Office, name: str = "Sarah Chen", **columns: object) -> Advocate:
    """Somebody who took a call and was thanked on Tuesday; three working days later it is Friday."""
    account = office.add_account(f"Bank of {name}")
    advocate = office.add_advocate(name, account, **({"enrolled_on": date(2026, 1, 1)} | columns))
    office.add_activity(advocate, date(2026, 3, 2), prospect="Contoso", thanked_on=date(2026, 3, 3), rating=5)
    office.later(days=4)
    return advocate


def surveys(office: Office) -> list[Survey]:
    with office.db.reading() as session:
        return list(session.query(Survey).order_by(Survey.asked_on, Survey.id))


def told(office: Office, advocate: Advocate) -> list[str]:
    with office.db.reading() as session:
        return [happened(line) for line in history_of_advocate(session, advocate.id)]


def test_after_an_activity_the_csm_gets_a_text_to_send_and_notes_what_came_back(office: Office) -> None:
    sarah = thanked(office)
    ana = office.person(ANA)
    assert office.job(JOB) == "1 surveys suggested, 0 let go, 0 reminded of feedback"
    message = words(office.latest(ana))
    assert "Ask Sarah Chen how it was" in message
    assert "You took the time to talk to Contoso on 2 March" in message
    assert "Would you recommend taking part" in message
    assert actions_of(office, ANA) == {
        "satisfaction_record",
        "mail_link",
        "nudge_later",
        "survey_not_for_them",
    }

    office.press(ana, "satisfaction_record")
    assert ana.submit(recommend="9", valued="5", worth_it="4", words="It was <fun> & quick.").errors == {}
    office.deliver()
    message = words(office.latest(ana))
    assert "Would recommend taking part: 9 of 10 · feels valued: 5 of 5 · worth their time: 4 of 5" in message
    assert "“It was &lt;fun&gt; &amp; quick.”" in office.latest(ana).text
    assert office.person(OLU).messages() == []
    assert "Finds the program:* would recommend it 9 of 10" in ana.command("/advocate", "show sarah").text
    assert told(office, sarah)[-2:] == [
        "gave the CSM a short text to ask Sarah Chen how they find the program, after what they did",
        "noted how Sarah Chen finds the program: recommend 9 of 10, valued 5 of 5, worth the time 4 of 5"
        " (“It was <fun> & quick.”)",
    ]
    with office.db.reading() as session:
        counts = said_between(session, date(2026, 3, 1), date(2026, 3, 31))
    assert (counts.recommending, counts.promoters, counts.detractors) == (1, 1, 0)
    assert (counts.valued_sum, counts.worth_it_sum) == (5, 4)


def test_a_low_answer_reaches_the_csm_and_the_owner_at_once_with_what_helps(office: Office) -> None:
    thanked(office)
    ana, olu = office.person(ANA), office.person(OLU)
    office.job(JOB)
    office.press(ana, "satisfaction_record")
    ana.submit(recommend="6", valued="4", words="You only call when you need something.")
    office.deliver()
    for person in (ana, olu):
        message = words(office.latest(person))
        assert "Sarah Chen" in message
        assert "is not happy with us" in message
        assert "You only call when you need something." in message
        assert "only to listen" in message
    assert actions_of(office, OLU) == {"advocate_pause"}
    assert actions_of(office, ANA) == {
        "advocate_pause",
        "give_log",
        "satisfaction_record",
        "feedback_log",
    }
    office.press(ana, "advocate_pause")
    assert ana.submit().errors == {}

    office.press(ana, "satisfaction_record")
    ana.submit(recommend="10", valued="4", words="You only call when you need something.")
    office.deliver()
    assert "said was corrected" in words(office.latest(olu))
    assert "said how they find the program" in words(office.latest(ana))
    assert len(olu.messages()) == 1


def test_what_was_noted_by_mistake_is_taken_back(office: Office) -> None:
    sarah = thanked(office)
    ana = office.person(ANA)
    office.job(JOB)
    office.press(ana, "satisfaction_record")
    ana.submit(valued="2")
    office.deliver()
    office.press(ana, "satisfaction_record")
    assert ana.submit(valued=None).errors == {}
    office.deliver()
    assert "taken back" in words(office.latest(office.person(OLU)))
    assert "Ask Sarah Chen how it was" in words(office.latest(ana))
    one = surveys(office)[0]
    assert (one.state, one.valued, one.low, one.answered_on) == ("asked", None, False, None)
    assert told(office, sarah)[-1] == "took back what Sarah Chen was said to find of the program"


def test_somebody_says_it_unasked_and_it_is_noted_from_their_card(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    ana = office.person(ANA)
    ana.command("/advocate", "show sarah")
    office.press(ana, "satisfaction_record")
    assert "at least one" in ana.submit().errors["recommend"]
    assert ana.submit(recommend="3").errors == {}
    office.deliver()
    assert "is not happy with us" in words(office.latest(ana))
    assert "is not happy with us" in words(office.latest(office.person(OLU)))
    assert [(one.cause, one.state, one.recommend) for one in surveys(office)] == [("unasked", "answered", 3)]
    office.job(JOB)
    assert len(surveys(office)) == 1, "nobody is asked who has just said it"
    assert told(office, sarah)[-1].startswith("noted how Sarah Chen finds the program: recommend 3 of 10")


@pytest.mark.parametrize(
    "columns",
    [
        {"stage": "resting"},
        {"stage": "retired"},
        {"paused_until": date(2026, 4, 1)},
        {"available_from": date(2026, 4, 1)},
        {"blackouts": [["2026-03-01", "2026-03-31"]]},
        {"relation": "staff"},
    ],
)
def test_nobody_is_asked_who_wants_to_be_left_alone(office: Office, columns: dict[str, object]) -> None:
    thanked(office, **columns)
    assert office.job(JOB).startswith("0 surveys")


@pytest.mark.parametrize("columns", [{"open_escalation": True}, {"churned_on": date(2026, 3, 1)}])
def test_nobody_is_asked_whose_company_is_not_well(office: Office, columns: dict[str, object]) -> None:
    account = office.add_account("Northwind Bank", **columns)
    office.add_advocate("Sarah Chen", account)
    assert office.job(JOB).startswith("0 surveys")


def test_a_review_is_never_followed_by_a_survey(office: Office) -> None:
    sarah = office.add_advocate(
        "Sarah Chen", office.add_account("Northwind Bank"), enrolled_on=date(2026, 2, 1)
    )
    office.add_activity(sarah, date(2026, 3, 2), kind="review", effort=1, thanked_on=date(2026, 3, 3))
    office.later(days=4)
    assert office.job(JOB).startswith("0 surveys")


def test_twice_a_year_and_never_twice_in_ninety_days(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), enrolled_on=date(2024, 5, 1))
    asked = []
    for day in range(0, 400, 5):
        before = len(surveys(office))
        office.job(JOB)
        if len(surveys(office)) > before:
            asked.append(day)
        office.later(days=5)
    assert asked == [0, 185, 370]
    assert {one.state for one in surveys(office)} == {"lapsed", "asked"}
    assert "one of our customer advocates since May 2024" in words(office.latest(office.person(ANA)))


def test_a_csm_gets_one_a_day_and_five_in_seven_days(office: Office) -> None:
    for number in range(30):
        office.add_advocate(f"Person {number}", office.add_account(f"Company {number}"))
    office.add_advocate("Other", office.add_account("Elsewhere", csm="bea@ours.example"))
    given = []
    for _ in range(14):
        office.job(JOB)
        office.job(JOB)
        given.append(len([one for one in surveys(office) if one.asked_on == office.clock.now().date()]))
        office.later(days=1)
    assert given == [2, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0]


def test_an_unanswered_one_is_let_go_without_a_word_and_can_still_be_answered(office: Office) -> None:
    thanked(office)
    ana = office.person(ANA)
    office.job(JOB)
    sent = len(ana.messages())
    office.later(days=33)
    assert office.job(JOB) == "0 surveys suggested, 1 let go, 0 reminded of feedback"
    assert len(ana.messages()) == sent
    assert "that is fine" in words(office.latest(ana))
    office.press(ana, "satisfaction_record")
    assert ana.submit(recommend="8").errors == {}
    assert surveys(office)[0].state == "answered"


def test_not_for_them_is_respected_for_a_year(office: Office) -> None:
    thanked(office)
    ana = office.person(ANA)
    office.job(JOB)
    message = ana.find("survey_not_for_them")
    ana.press("survey_not_for_them")
    office.deliver()
    assert "is not asked" in words(office.latest(ana))
    ana.click(message, "survey_not_for_them", stale=True)
    office.later(days=364)
    assert office.job(JOB).startswith("0 surveys")
    office.later(days=2)
    assert office.job(JOB).startswith("1 surveys")


def test_later_brings_it_back(office: Office) -> None:
    thanked(office)
    ana = office.person(ANA)
    office.job(JOB)
    ana.press("nudge_later")
    office.whisper(ana, "I’ll bring it back")
    before = office.latest(ana).ts
    office.later(days=3)
    office.deliver()
    assert office.latest(ana).ts != before


@pytest.mark.parametrize("by", [SAM, BEA, GUS])
def test_only_the_csm_or_an_owner_notes_it(office: Office, by: str) -> None:
    thanked(office)
    office.job(JOB)
    message = office.person(ANA).find("satisfaction_record")
    press_as(office, by, message, "satisfaction_record")
    office.slack.until(lambda: bool(office.person(by).ephemerals()), what="a refusal")
    with pytest.raises(Refused):
        satisfaction.note(office.wired.program, by, surveys(office)[0].id, Answers(9), "V1")
    with pytest.raises(Refused):
        satisfaction.not_for_them(office.wired.program, by, surveys(office)[0].id)
    assert surveys(office)[0].state == "asked"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        (Answers(11), "recommend"),
        (Answers(-1), "recommend"),
        (Answers(9, 6), "valued"),
        (Answers(9, 5, 0), "worth_it"),
    ],
)
def test_a_number_off_its_scale_is_refused_on_its_field(office: Office, answers: Answers, field: str) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    with pytest.raises(Refused) as refused:
        satisfaction.note(office.wired.program, ANA, sarah.id, answers, "V1")
    assert refused.value.facts["field"] == field


def test_the_same_form_sent_twice_notes_it_once(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.person(ANA).command("/advocate", "help")
    for _ in range(2):
        satisfaction.note(office.wired.program, ANA, sarah.id, Answers(9), "V1")
    assert len(surveys(office)) == 1
    assert len(told(office, sarah)) == 1


def test_a_survey_waits_until_somebody_looks_after_them_again(office: Office) -> None:
    thanked(office)
    office.person(ANA).command("/advocate", "help")
    with office.db.changing() as session:
        session.get_one(Person, ANA).is_gone = True
    assert office.job(JOB).startswith("0 surveys")


def test_what_is_open_goes_along_with_the_company_to_its_new_csm(office: Office) -> None:
    thanked(office)
    office.person(BEA).command("/advocate", "help")
    office.job(JOB)
    with office.db.changing() as session:
        session.query(Account).one().csm = BEA
    office.job("ask_reminders")
    assert "Ask Sarah Chen how it was" in words(office.latest(office.person(BEA)))
    assert actions_of(office, ANA) == set()
    office.press(office.person(BEA), "satisfaction_record")


def test_a_text_that_nobody_should_send_any_more_is_let_go(office: Office) -> None:
    sarah = thanked(office)
    office.job(JOB)
    office.person(ANA).command("/advocate", "help")
    advocates.pause(office.wired.program, ANA, sarah.id, date(2026, 5, 1))
    assert office.job(JOB) == "0 surveys suggested, 1 let go, 0 reminded of feedback"
    assert actions_of(office, ANA) == {"satisfaction_record"}
