"""How colleagues can be reached now, and who acts for those who cannot."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.queries import people as queries
from bot.rules.standing_in import Standing, walk
from models import Person


def standing(session: Session, person: Person, now: datetime) -> Standing:
    """How somebody can be reached now: what they said themselves counts as well as their status in Slack."""
    works_here = not (person.is_gone or person.is_outsider or person.is_guest)
    said = queries.absence(session, person.slack_id)
    ends = [said.until] if said and said.until > now else []
    stand_in = said.stand_in if said and ends else None
    by_status = person.away_until
    if by_status and by_status > now and not (said and said.status_over == by_status):
        ends.append(by_status)
    return Standing(person.slack_id, works_here, max(ends, default=None), stand_in)


def standing_of(session: Session, slack_id: str, now: datetime) -> Standing | None:
    """The same by Slack id; None where no profile is known."""
    person = queries.person(session, slack_id)
    return standing(session, person, now) if person else None


def acting_for(session: Session, first: Standing, now: datetime) -> tuple[list[str], bool]:
    """Slack ids of who acts for somebody who stands so, themselves first; and whether the last of them is there to read."""
    return walk(first, lambda slack_id: standing_of(session, slack_id, now))
