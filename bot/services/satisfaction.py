"""What an advocate said of the program: noted by whoever looks after them, corrected, or not for them at all."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries.naming import card
from bot.queries.satisfaction import answers_of, open_survey
from bot.rules.satisfaction import Answers
from bot.satisfaction_facts import SurveyForm
from bot.services import people
from bot.services.locks import lock_pair
from bot.services.marks import mark_owners_of_survey, mark_survey
from bot.services.program import Program, record
from models import Account, Advocate, Survey


def opening(program: Program, by: str, subject_id: str) -> SurveyForm:
    """For the form: a survey, or an advocate who said it unasked. Refused for all but their CSM and owners."""
    with program.reading() as session:
        survey = _found(session, subject_id)
        advocate = session.get(Advocate, survey.advocate_id if survey else subject_id)
        if advocate is None:
            raise Refused("activity_gone")
        people.require_csm(program, session, by, session.get_one(Account, advocate.account_id))
        return SurveyForm(
            subject=survey.id if survey else advocate.id,
            advocate=card(session, advocate),
            answers=answers_of(survey) if survey else Answers(),
            recorded=survey is not None and survey.state == "answered",
        )


def note(program: Program, by: str, subject_id: str, answers: Answers, submission: str) -> None:
    """The CSM or an owner notes what an advocate said, or corrects it; corrected to nothing, it was not said.

    A low answer reaches the CSM and the owners at once. Refused, on the field, for a number that is none of its scale.
    """
    if answers.out_of_range is not None:
        raise Refused(f"no_such_{answers.out_of_range}", field=answers.out_of_range)
    now = program.now()
    with program.changing() as session:
        seen = _found(session, subject_id)
        account, advocate = lock_pair(session, seen.advocate_id if seen else subject_id)
        people.require_csm(program, session, by, account)
        survey = (
            _found(session, subject_id)
            or session.scalars(select(Survey).where(Survey.submission == submission)).one_or_none()
        )
        if survey is None:
            survey = Survey(
                submission=submission,
                advocate_id=advocate.id,
                cause="unasked",
                state="lapsed",
                asked_on=now.date(),
            )
        before = answers_of(survey)
        if not answers.given and survey.state != "answered":
            raise Refused("nothing_said", field="recommend")
        if survey.state == "answered" and answers == before:
            return
        action = _put(survey, answers, by, program)
        session.add(survey)
        session.flush()
        was_low, survey.low = bool(survey.low), answers.low
        record(
            session,
            at=now,
            actor=by,
            action=action,
            subject=("survey", survey.id),
            advocate_id=advocate.id,
            recommend=answers.recommend,
            valued=answers.valued,
            worth_it=answers.worth_it,
            words=answers.words,
            before=_told(before) if before.given else None,
        )
        mark_survey(session, survey, account, now, notify=survey.low and not was_low)
        if survey.low or was_low:
            mark_owners_of_survey(program, session, survey, now, notify=survey.low and not was_low)


def not_for_them(program: Program, by: str, survey_id: str) -> None:
    """The CSM or an owner says that this advocate should not be asked. Pressed twice it is said once."""
    now = program.now()
    with program.changing() as session:
        seen = session.get(Survey, survey_id)
        if seen is None:
            raise Refused("activity_gone")
        account, advocate = lock_pair(session, seen.advocate_id)
        people.require_csm(program, session, by, account)
        survey = session.get_one(Survey, survey_id, populate_existing=True)
        if survey.state == "answered":
            raise Refused("said_already", name=advocate.name, on=survey.answered_on)
        if survey.state == "not_for_them":
            return
        survey.state = "not_for_them"
        record(
            session,
            at=now,
            actor=by,
            action="survey_not_for_them",
            subject=("survey", survey.id),
            advocate_id=advocate.id,
        )
        mark_survey(session, survey, account, now)


def _found(session: Session, subject_id: str) -> Survey | None:
    """The survey that a button is about: named itself, or the one an advocate's CSM waits for."""
    survey = session.get(Survey, subject_id, populate_existing=True)
    return survey or open_survey(session, subject_id)


def _put(survey: Survey, answers: Answers, by: str, program: Program) -> str:
    """Notes the answers on the survey; what the audit calls it."""
    corrects = survey.state == "answered"
    survey.recommend, survey.valued, survey.worth_it = answers.recommend, answers.valued, answers.worth_it
    survey.words = answers.words
    survey.recorded_by = by
    if not answers.given:
        survey.state = "lapsed" if survey.cause == "unasked" else "asked"
        survey.answered_on = None
        return "satisfaction_taken_back"
    survey.state = "answered"
    survey.answered_on = survey.answered_on or program.now().date()
    return "satisfaction_corrected" if corrects else "satisfaction_recorded"


def _told(answers: Answers) -> list[int | None]:
    return [answers.recommend, answers.valued, answers.worth_it]
