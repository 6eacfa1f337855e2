"""What advocates tell about product and program: noted by anyone, decided on by whoever can, and told back by the CSM."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.queries import feedback as queries
from bot.queries.naming import card
from bot.satisfaction_facts import FeedbackStory
from bot.services import people, texts
from bot.services.locks import lock_pair
from bot.services.marks import mark_feedback, mark_feedback_of_csm
from bot.services.program import Program, record
from models import Account, Advocate, Feedback, Survey

ABOUT = ("product", "program")
MISTAKEN = "mistaken"
DECISIONS = (*queries.DECIDED, MISTAKEN)
JOB = "job:satisfaction_surveys"
UNDECIDED_DAYS = 28
"""After which whoever could decide is reminded, once."""
UNTOLD_DAYS = 7
"""After which the CSM is reminded to tell, once."""


def prefilled(program: Program, by: str, subject_id: str) -> tuple[str, str] | None:
    """The advocate and the words of a survey beneath a button; None where it is about no survey."""
    with program.reading() as session:
        people.require_colleague(session, by)
        survey = session.get(Survey, subject_id)
        return (survey.advocate_id, survey.words or "") if survey else None


def note(
    program: Program, by: str, advocate_id: str, about: str, words: str, submission: str
) -> FeedbackStory:
    """A colleague notes what an advocate told; it goes to the channel for feedback, or to the owners, and their CSM knows.

    The same modal sent twice notes it once. Refused for guests and outsiders; Held by the guard, on `words`.
    """
    if not words.strip():
        raise Refused("field_missing", field="words")
    if about not in ABOUT:
        raise Refused("field_missing", field="about")
    now = program.now()
    with texts.remembering(program), program.changing() as session:
        account, advocate = lock_pair(session, advocate_id)
        people.require_colleague(session, by)
        feedback = session.scalars(select(Feedback).where(Feedback.submission == submission)).one_or_none()
        if feedback is None:
            texts.clear(session, program, by, texts.feedback(words, card(session, advocate)))
            feedback = Feedback(
                submission=submission,
                advocate_id=advocate.id,
                about=about,
                words=words.strip(),
                noted_on=now.date(),
                noted_by=by,
                channel=program.feedback_channel,
                state="waiting",
                open=True,
            )
            session.add(feedback)
            session.flush()
            _record(program, session, by, "feedback_noted", feedback, about=about, words=feedback.words)
            mark_feedback(program, session, feedback, now, notify=True)
            mark_feedback_of_csm(session, feedback, account, now, notify=True)
        return _story(session, feedback.id)


def opening(program: Program, by: str, feedback_id: str) -> FeedbackStory:
    """For the form of whoever decides. Refused for guests and outsiders."""
    with program.reading() as session:
        people.require_colleague(session, by)
        return _story(session, feedback_id)


def decide(program: Program, by: str, feedback_id: str, decision: str, words: str | None) -> None:
    """A colleague says what becomes of it; the CSM is asked to tell. Decided otherwise later on, they are asked again.

    Refused where it is not done and nobody says why; Held by the guard, on `words`, because the advocate reads them.
    """
    if decision not in DECISIONS:
        raise Refused("field_missing", field="decision")
    words = (words or "").strip() or None
    if decision == "not_planned" and words is None:
        raise Refused("why_not_planned", field="words")
    now = program.now()
    with texts.remembering(program), program.changing() as session:
        feedback, account, advocate = _opened(session, feedback_id)
        people.require_colleague(session, by)
        if (feedback.state, feedback.answer) == (decision, words):
            return
        if words is not None:
            texts.clear(session, program, by, texts.feedback(words, card(session, advocate)))
        feedback.state, feedback.answer = decision, words
        feedback.answered_by, feedback.answered_on = by, now.date()
        feedback.open = queries.to_tell(feedback)
        feedback.reminded_on = None
        _record(program, session, by, "feedback_decided", feedback, decision=decision, words=words)
        mark_feedback(program, session, feedback, now)
        mark_feedback_of_csm(session, feedback, account, now, notify=feedback.open)


def told(program: Program, by: str, feedback_id: str) -> None:
    """The CSM has told the advocate what became of it. Refused where there is nothing to tell, or they know already."""
    now = program.now()
    with program.changing() as session:
        feedback, account, advocate = _opened(session, feedback_id)
        people.require_csm(program, session, by, account)
        if not queries.to_tell(feedback):
            if feedback.told_on is not None:
                raise Refused("already_told", name=advocate.name, on=feedback.told_on)
            raise Refused("nothing_to_tell", name=advocate.name)
        feedback.told_state, feedback.told_on, feedback.told_by = feedback.state, now.date(), by
        feedback.open = False
        _record(program, session, by, "feedback_told", feedback, decision=feedback.state)
        mark_feedback(program, session, feedback, now)
        mark_feedback_of_csm(session, feedback, account, now)


def not_told(program: Program, by: str, feedback_id: str) -> None:
    """The CSM said so by mistake: it is still to be told. Nothing where it is."""
    now = program.now()
    with program.changing() as session:
        feedback, account, _ = _opened(session, feedback_id)
        people.require_csm(program, session, by, account)
        if feedback.told_on is None:
            return
        feedback.told_state = feedback.told_on = feedback.told_by = None
        feedback.open = feedback.state != MISTAKEN
        _record(program, session, by, "feedback_not_told", feedback)
        mark_feedback(program, session, feedback, now)
        mark_feedback_of_csm(session, feedback, account, now)


def remind(program: Program) -> int:
    """Reminds, once, whoever could decide after four weeks, and the CSM after one; of how many."""
    today = program.now().date()
    with program.reading() as session:
        waiting = queries.waiting_long(
            session, today - timedelta(days=UNDECIDED_DAYS), today - timedelta(days=UNTOLD_DAYS)
        )
    return sum(_remind(program, feedback_id) for feedback_id in waiting)


def _remind(program: Program, feedback_id: str) -> bool:
    now = program.now()
    with program.changing() as session:
        feedback, account, _ = _opened(session, feedback_id)
        if not feedback.open or feedback.reminded_on is not None:
            return False
        feedback.reminded_on = now.date()
        _record(program, session, JOB, "feedback_reminded", feedback, decision=feedback.state)
        if feedback.state == "waiting":
            mark_feedback(program, session, feedback, now, notify=True, in_hours=True)
        else:
            mark_feedback_of_csm(session, feedback, account, now, notify=True, in_hours=True)
        return True


def _opened(session: Session, feedback_id: str) -> tuple[Feedback, Account, Advocate]:
    """What was told, with its advocate's rows locked, as it is now. Refused where it is gone."""
    advocate_id = session.scalar(select(Feedback.advocate_id).where(Feedback.id == feedback_id))
    if advocate_id is None:
        raise Refused("activity_gone")
    account, advocate = lock_pair(session, advocate_id)
    return session.get_one(Feedback, feedback_id, populate_existing=True), account, advocate


def _story(session: Session, feedback_id: str) -> FeedbackStory:
    story = queries.feedback_story(session, feedback_id)
    if story is None:
        raise Refused("activity_gone")
    return story


def _record(
    program: Program, session: Session, by: str, action: str, feedback: Feedback, **details: str | None
) -> None:
    record(
        session,
        at=program.now(),
        actor=by,
        action=action,
        subject=("feedback", feedback.id),
        request_id=None,
        advocate_id=feedback.advocate_id,
        **details,
    )
