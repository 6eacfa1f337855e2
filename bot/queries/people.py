"""Colleagues: who somebody is, and whether they may."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.facts import Colleague
from models import Person, RoleHolder


def person(session: Session, slack_id: str) -> Person | None:
    """The cached profile, or None where Slack has not been asked yet."""
    return session.get(Person, slack_id)


def colleague(session: Session, reference: str) -> Colleague:
    """Somebody by Slack id or by the e-mail address in the data; by that address alone where no profile is known."""
    found = session.scalars(
        select(Person)
        .where((Person.slack_id == reference) | (Person.email == reference.lower()))
        .order_by(Person.is_gone, Person.slack_id)
        .limit(1)
    ).first()
    if found is None:
        return Colleague(mention=reference)
    return Colleague(mention=found.slack_id, name=found.name, time_zone=found.time_zone, email=found.email)


def role_holders(session: Session, role: str) -> frozenset[str]:
    """Slack ids of those whom an owner added to a role."""
    return frozenset(session.scalars(select(RoleHolder.slack_id).where(RoleHolder.role == role)))
