"""Everything that is said around how advocates find the program, with the longest and oddest words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.facts import AdvocateCard, Colleague, Contact, StandIn
from bot.rules.satisfaction import Answers
from bot.satisfaction_facts import FeedbackStory, SurveyForm, SurveyStory
from messages import feedback, satisfaction
from messages.modals.feedback import answer_modal, feedback_modal, passed_on
from messages.modals.satisfaction import satisfaction_modal
from messages.render import Message

ODD = "<!channel> *A & B* <script> “Zoë” 株式会社 "
LONG = (ODD * 60)[:2000]
NAME = (ODD * 5)[:150]
CARD = AdvocateCard("0adv", NAME, NAME, NAME, 3, date(2026, 1, 1))
ANSWERS = Answers(3, 2, 1, LONG[:1000])

SURVEY = SurveyStory(
    id="0sur",
    state="asked",
    cause="activity",
    kind="reference_call",
    prospect=NAME,
    completed_on=date(2026, 3, 1),
    thanked_on=date(2026, 3, 2),
    did=("reference_call", "podcast", "press"),
    enrolled_on=date(2025, 5, 1),
    answers=Answers(),
    answered_on=None,
    recorder=None,
    low=False,
    advocate=CARD,
    contact=Contact("somebody@company.example", None),
    csm=Colleague("U0ANA", NAME, "Europe/London"),
)
OF_ONES_OWN_ACCORD = replace(
    SURVEY, cause="half_year", kind=None, prospect=None, completed_on=None, thanked_on=None
)
LOW = replace(
    SURVEY,
    state="answered",
    answers=ANSWERS,
    answered_on=date(2026, 3, 9),
    recorder=Colleague("U0ANA", NAME),
    low=True,
)


FEEDBACK = FeedbackStory(
    id="0fee",
    about="product",
    words=LONG[:1000],
    noted_on=date(2026, 3, 2),
    noted_by=Colleague("U0SAM", NAME),
    noted_by_csm=False,
    channel="C0PRODUCT",
    state="waiting",
    answer=None,
    answered_by=None,
    answered_on=None,
    told_on=None,
    to_tell=False,
    reminded=False,
    may_name=True,
    advocate=CARD,
    contact=Contact("somebody@company.example", None),
    csm=Colleague("U0ANA", NAME, "Europe/London"),
)


def told_us() -> Iterator[FeedbackStory]:
    """Feedback in every state."""
    for may_name, channel, about in ((True, "C0PRODUCT", "product"), (False, None, "program")):
        one = replace(FEEDBACK, may_name=may_name, channel=channel, about=about)
        yield one
        yield replace(one, reminded=True)
        for state in ("planned", "done", "not_planned", "mistaken"):
            for answer in (None, LONG[:500]):
                decided = replace(
                    one,
                    state=state,
                    answer=answer,
                    answered_by=Colleague("U0BEA", NAME),
                    answered_on=date(2026, 3, 9),
                    to_tell=state != "mistaken",
                )
                yield decided
                yield replace(decided, to_tell=False, told_on=date(2026, 3, 10))


def surveys() -> Iterator[SurveyStory]:
    """Surveys of every cause, with and without what may be known."""
    yield SURVEY
    yield replace(SURVEY, prospect=None)
    yield replace(SURVEY, kind="case_study")
    yield OF_ONES_OWN_ACCORD
    yield replace(OF_ONES_OWN_ACCORD, did=("podcast",))
    yield replace(OF_ONES_OWN_ACCORD, did=())
    yield replace(OF_ONES_OWN_ACCORD, did=(), enrolled_on=None)


def messages() -> Iterator[tuple[str, Message]]:
    away = StandIn(NAME, "away", date(2026, 3, 9))
    for number, one in enumerate(surveys()):
        yield f"survey {number}", satisfaction.csm(one, away if number % 2 else None)
    for state in ("not_for_them", "lapsed"):
        yield f"survey {state}", satisfaction.csm(replace(SURVEY, state=state))
    fine = replace(LOW, low=False, answers=Answers(0))
    yield "survey answered", satisfaction.csm(fine)
    yield "survey answered low", satisfaction.csm(LOW, away)
    yield "survey low", satisfaction.owner(LOW)
    yield "survey corrected", satisfaction.owner(fine)
    yield "survey taken back", satisfaction.owner(SURVEY)
    for number, told in enumerate(told_us()):
        yield f"feedback {number} {told.state}", feedback.product(told)
        yield f"feedback {number} {told.state} csm", feedback.csm(told, away if number % 2 else None)


def modals() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "satisfaction", satisfaction_modal(SurveyForm("0sur", CARD, Answers(), recorded=False))
    yield "satisfaction again", satisfaction_modal(SurveyForm("0sur", CARD, ANSWERS, recorded=True))
    for card in (None, CARD):
        yield f"feedback {bool(card)}", feedback_modal(card, LONG[:1000] if card else None)
    for number, told in enumerate(told_us()):
        yield f"passed on {number}", passed_on(told)
        yield f"decide {number}", answer_modal(told)
