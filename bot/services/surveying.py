"""Asking advocates how they find the program: who is asked today, and what is let go."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.queries import surveying as queries
from bot.queries.satisfaction import survey_story
from bot.queries.waits import colleague_time, profiles
from bot.rules.policy import Policy
from bot.rules.satisfaction import due_after, is_blacked_out, room_today
from bot.services import texts
from bot.services.locks import lock_pair
from bot.services.marks import mark_survey
from bot.services.program import Program, record
from bot.services.readers import as_read
from models import Account, Advocate, Survey

JOB = "job:satisfaction_surveys"


def ask_due(program: Program) -> int:
    """Gives each CSM at most one text to send today; how many. After an activity comes first, then whoever waited longest.

    Harmless to repeat: who is asked is decided again under the locks of the advocate, and a CSM has room once a day.
    """
    now = program.now()
    with program.reading() as session:
        due = list(chosen(session, program.policy_in(session), now))
    return sum(_ask(program, one) for one in due)


def let_go(program: Program) -> int:
    """Lets go of what nobody has answered for a month, and of whoever should be left alone by now, without a word; how many."""
    with program.reading() as session:
        waiting = queries.to_let_go(session, program.now().date())
    return sum(_let_go(program, survey_id) for survey_id in waiting)


def chosen(session: Session, policy: Policy, now: datetime) -> Iterator[queries.Askable]:
    """At most one for each CSM who works here and has room."""
    today = now.date()
    if not policy.surveys_per_week or is_blacked_out(today, policy.blackouts):
        return
    candidates = [
        *queries.after_activities(session, policy, today),
        *queries.half_year_over(session, policy, today),
    ]
    given = queries.given_lately(session, today)
    people = profiles(session, (), {one.csm for one in candidates} | {csm for csm, _ in given}, now)
    had: defaultdict[str, list[date]] = defaultdict(list)
    for csm, on in given:
        had[people[csm].slack_id if csm in people else csm].append(on)
    for one in candidates:
        person = people.get(one.csm)
        key = person.slack_id if person else one.csm
        if person is not None and (person.is_gone or person.is_outsider or person.is_guest):
            continue  # it waits for whoever takes over: the question is theirs to ask
        if not room_today(had[key], today, policy.surveys_per_week):
            continue
        own = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in one.blackouts]
        if is_blacked_out(today, own):
            continue
        if one.thanked_on is not None and due_after(one.thanked_on, colleague_time(person, policy)) > today:
            continue
        had[key].append(today)
        yield one


def _ask(program: Program, one: queries.Askable) -> bool:
    """Gives one CSM the text for one advocate; False where they may not be asked any more, or the guard minds the text."""
    now = program.now()
    with program.changing() as session:
        account, advocate = lock_pair(session, one.advocate_id)
        if not _still_askable(session, program.policy_in(session), advocate, now.date()):
            return False
        survey = Survey(
            advocate_id=advocate.id,
            activity_id=one.activity_id,
            cause="activity" if one.activity_id else "half_year",
            state="asked",
            asked_on=now.date(),
        )
        session.add(survey)
        session.flush()
        story = survey_story(session, survey.id)
        assert story is not None
        if not texts.passes(session, program, JOB, texts.survey(as_read(program, session, story))):
            survey.state = "lapsed"
            return False
        record(
            session,
            at=now,
            actor=JOB,
            action="survey_suggested",
            subject=("survey", survey.id),
            advocate_id=advocate.id,
            cause=survey.cause,
        )
        mark_survey(session, survey, account, now, notify=True, in_hours=True)
        return True


def _still_askable(session: Session, policy: Policy, advocate: Advocate, today: date) -> bool:
    found = session.scalar(
        select(Advocate.id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Advocate.id == advocate.id, queries.askable(policy, today))
    )
    return found is not None


def _let_go(program: Program, survey_id: str) -> bool:
    now = program.now()
    with program.changing() as session:
        survey = session.get(Survey, survey_id)
        if survey is None:
            return False
        account, advocate = lock_pair(session, survey.advocate_id)
        session.refresh(survey)
        if survey.state != "asked":
            return False
        survey.state = "lapsed"
        record(
            session,
            at=now,
            actor=JOB,
            action="survey_lapsed",
            subject=("survey", survey.id),
            advocate_id=advocate.id,
        )
        mark_survey(session, survey, account, now, in_hours=True)
        return True
