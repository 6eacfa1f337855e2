"""How advocates find the program: one survey with everyone around it, what somebody said last, and what all said in a period."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.facts import Contact, Said
from bot.queries.naming import card
from bot.queries.people import colleague
from bot.rules.reviews import REVIEW
from bot.rules.satisfaction import DETRACTORS, HALF_YEAR_DAYS, PROMOTERS, Answers
from bot.satisfaction_facts import SatisfactionCounts, SurveyStory
from models import Account, Activity, Advocate, Survey


def survey_story(session: Session, survey_id: str) -> SurveyStory | None:
    """One survey as it stands; None where it is gone."""
    survey = session.get(Survey, survey_id)
    if survey is None:
        return None
    advocate = session.get_one(Advocate, survey.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    activity = session.get(Activity, survey.activity_id) if survey.activity_id else None
    return SurveyStory(
        id=survey.id,
        state=survey.state,
        cause=survey.cause,
        kind=activity.kind if activity else None,
        prospect=activity.prospect if activity else None,
        completed_on=activity.completed_on if activity else None,
        thanked_on=activity.thanked_on if activity else None,
        did=_did(session, advocate.id, survey.asked_on),
        enrolled_on=advocate.enrolled_on,
        answers=answers_of(survey),
        answered_on=survey.answered_on,
        recorder=colleague(session, survey.recorded_by) if survey.recorded_by else None,
        low=survey.low,
        advocate=card(session, advocate),
        contact=Contact(advocate.email, advocate.phone),
        csm=colleague(session, account.csm),
    )


def _did(session: Session, advocate_id: str, until: date) -> tuple[str, ...]:
    kinds = plain(session, *_kinds(advocate_id, until - timedelta(days=HALF_YEAR_DAYS), until))
    return tuple(dict.fromkeys(kinds.scalars()))


@built_once
def _kinds(advocate_id: str, since: date, until: date) -> Select[str]:
    return (
        select(Activity.kind)
        .where(
            Activity.advocate_id == advocate_id,
            Activity.completed_on > since,
            Activity.completed_on <= until,
            Activity.effort > 0,
            Activity.kind != REVIEW,
        )
        .order_by(Activity.completed_on, Activity.id)
    )


def answers_of(survey: Survey) -> Answers:
    """The answers as they are noted."""
    return Answers(survey.recommend, survey.valued, survey.worth_it, survey.words)


def open_survey(session: Session, advocate_id: str) -> Survey | None:
    """The survey whose answers somebody's CSM is waiting for."""
    return session.scalars(
        select(Survey)
        .where(Survey.advocate_id == advocate_id, Survey.state == "asked")
        .order_by(Survey.asked_on.desc(), Survey.id.desc())
        .limit(1)
    ).one_or_none()


def said_last(session: Session, advocate_id: str) -> Said | None:
    """What somebody said last; None where they never said anything."""
    survey = session.scalars(
        select(Survey)
        .where(Survey.advocate_id == advocate_id, Survey.state == "answered")
        .order_by(Survey.answered_on.desc(), Survey.id.desc())
        .limit(1)
    ).one_or_none()
    if survey is None or survey.answered_on is None:
        return None
    return Said(answers_of(survey), survey.answered_on)


def said_between(session: Session, first: date, last: date) -> SatisfactionCounts:
    """All that was answered from one day to another, both included: what program NPS, feeling valued and being worth the time are
    made of. One statement, by index."""
    return SatisfactionCounts(*(int(one) for one in plain(session, *_said(first, last)).one()))


@built_once
def _said(first: date, last: date) -> Select[*tuple[Any, ...]]:
    return select(
        func.count(Survey.recommend),
        func.count(case((Survey.recommend >= PROMOTERS, 1))),
        func.count(case((Survey.recommend <= DETRACTORS, 1))),
        func.count(Survey.valued),
        func.coalesce(func.sum(Survey.valued), 0),
        func.count(Survey.worth_it),
        func.coalesce(func.sum(Survey.worth_it), 0),
    ).where(Survey.state == "answered", Survey.answered_on.between(first, last))
