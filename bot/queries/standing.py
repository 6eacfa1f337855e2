"""How colleagues can be reached now, and who acts for those who cannot."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.orm import Session

from bot.queries import people as queries
from bot.rules.standing_in import Standing, walk
from models import Absence, Person

Look = Callable[[str], Standing | None]
"""How somebody can be reached now, by Slack id; None where no profile is known."""


def standing(session: Session, person: Person, now: datetime) -> Standing:
    """How somebody can be reached now: what they said themselves counts as well as their status in Slack."""
    return as_said(person, queries.absence(session, person.slack_id), now)


def as_said(person: Person, said: Absence | None, now: datetime) -> Standing:
    """The same of somebody whose own word is in hand."""
    works_here = not (person.is_gone or person.is_outsider or person.is_guest)
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


def owner_there(session: Session, owners: Collection[str], now: datetime) -> str | None:
    """The owner who steps in for a CSM who is not there."""
    return first_there(owners, lambda slack_id: standing_of(session, slack_id, now))


def first_there(people: Collection[str], look: Look) -> str | None:
    """The first who is there; where all are away, the first who works here. One not looked up yet counts as there."""
    found = [(one, look(one)) for one in sorted(people)]
    working = [(one, at) for one, at in found if at is None or at.works_here]
    there = [one for one, at in working if at is None or at.away_until is None]
    return next(iter(there or [one for one, _ in working]), None)
