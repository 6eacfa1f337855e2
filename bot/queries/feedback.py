"""What advocates told about product and program, and of what they have not heard yet what became of it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.facts import Contact, OpenFeedback
from bot.queries.naming import card
from bot.queries.people import colleague
from bot.satisfaction_facts import FeedbackStory
from models import Account, Advocate, Feedback
from models.satisfaction import OPEN

SHOWN = 3
DECIDED = ("planned", "done", "not_planned")
"""What can become of it."""


def to_tell(feedback: Feedback) -> bool:
    """Whether it is decided, and they have not heard of that."""
    return feedback.state in DECIDED and feedback.told_state != feedback.state


def feedback_story(session: Session, feedback_id: str) -> FeedbackStory | None:
    """What somebody told, as it stands; None where it is gone."""
    feedback = session.get(Feedback, feedback_id)
    if feedback is None:
        return None
    advocate = session.get_one(Advocate, feedback.advocate_id)
    account = session.get_one(Account, advocate.account_id)
    csm, noted_by = colleague(session, account.csm), colleague(session, feedback.noted_by)
    return FeedbackStory(
        id=feedback.id,
        about=feedback.about,
        words=feedback.words,
        noted_on=feedback.noted_on,
        noted_by=noted_by,
        noted_by_csm=csm.mention == noted_by.mention,
        channel=feedback.channel,
        state=feedback.state,
        answer=feedback.answer,
        answered_by=colleague(session, feedback.answered_by) if feedback.answered_by else None,
        answered_on=feedback.answered_on,
        told_on=feedback.told_on,
        to_tell=to_tell(feedback),
        reminded=feedback.reminded_on is not None,
        may_name=advocate.may_name_publicly is True,
        advocate=card(session, advocate),
        contact=Contact(advocate.email, advocate.phone),
        csm=csm,
    )


def open_feedback(session: Session, advocate_id: str) -> tuple[OpenFeedback, ...]:
    """Of what they do not know yet what became of it, the newest first."""
    rows = session.scalars(
        select(Feedback)
        .where(Feedback.advocate_id == advocate_id, OPEN)
        .order_by(Feedback.noted_on.desc(), Feedback.id.desc())
        .limit(SHOWN)
    )
    return tuple(OpenFeedback(one.words, one.noted_on, one.state) for one in rows)


def waiting_long(session: Session, noted_until: date, answered_until: date) -> Sequence[str]:
    """Ids of what nobody has decided since it was noted so long ago, or told the advocate since it was decided; of each it was
    not reminded yet. By the index on what is open."""
    return session.scalars(
        select(Feedback.id)
        .where(
            OPEN,
            Feedback.reminded_on.is_(None),
            or_(
                (Feedback.state == "waiting") & (Feedback.noted_on <= noted_until),
                (Feedback.state != "waiting") & (Feedback.answered_on <= answered_until),
            ),
        )
        .order_by(Feedback.noted_on, Feedback.id)
    ).all()
