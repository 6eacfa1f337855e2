"""How often somebody wants a message that comes by itself."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ReaderChoice

WEEKLY, FORTNIGHTLY, OFF = "weekly", "fortnightly", "off"
RHYTHMS = (WEEKLY, FORTNIGHTLY, OFF)
DIGEST, FRIDAY_LINE = "digest", "friday_line"
MESSAGES = (DIGEST, FRIDAY_LINE)


def choice_of(session: Session, slack_id: str, message: str) -> ReaderChoice | None:
    """What somebody chose for a message; None where they never did: then it is weekly."""
    return session.get(ReaderChoice, (slack_id, message))


def rhythm_of(session: Session, slack_id: str, message: str) -> str:
    """weekly, fortnightly or off."""
    chosen = choice_of(session, slack_id, message)
    return chosen.rhythm if chosen else WEEKLY


def rhythms(session: Session, message: str) -> dict[str, ReaderChoice]:
    """Everybody's choice for a message, by Slack id; who has not chosen is not among them."""
    rows = session.scalars(select(ReaderChoice).where(ReaderChoice.message == message))
    return {one.slack_id: one for one in rows}
