"""Colleagues: who somebody is, and whether they may."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.facts import Colleague
from models import Absence, Person, RoleHolder

BY_REFERENCE = (
    select(Person)
    .where((Person.slack_id == bindparam("slack_id")) | (Person.email == bindparam("email")))
    .order_by(Person.is_gone, Person.slack_id)
    .limit(1)
)


def person(session: Session, slack_id: str) -> Person | None:
    """The cached profile, or None where Slack has not been asked yet."""
    return session.get(Person, slack_id)


def by_reference(session: Session, reference: str) -> Person | None:
    """Somebody by Slack id or by the e-mail address in the data; None where no profile is known."""
    return session.scalars(BY_REFERENCE, {"slack_id": reference, "email": reference.lower()}).first()


def spellings(session: Session, reference: str) -> tuple[str, ...]:
    """Every way in which accounts may name this person as their CSM."""
    found = by_reference(session, reference)
    if found is None:
        return (reference,)
    return (found.slack_id, found.email) if found.email else (found.slack_id,)


def absence(session: Session, slack_id: str) -> Absence | None:
    """What somebody said last about being away."""
    return session.get(Absence, slack_id)


def absent(session: Session, now: datetime) -> Sequence[str]:
    """Slack ids of everybody who said that they are away now."""
    return session.scalars(select(Absence.slack_id).where(Absence.until > now)).all()


def colleague(session: Session, reference: str) -> Colleague:
    """Somebody by Slack id or by the e-mail address in the data; by that address alone where no profile is known."""
    found = by_reference(session, reference)
    if found is None:
        return Colleague(mention=reference)
    return Colleague(mention=found.slack_id, name=found.name, time_zone=found.time_zone, email=found.email)


def colleagues(session: Session, references: Collection[str]) -> Mapping[str, Colleague]:
    """The same of several, by how the data names each, in one statement."""
    spelt = {one.lower() if "@" in one else one for one in references}
    rows = session.scalars(
        select(Person)
        .where((Person.slack_id.in_(spelt)) | (Person.email.in_(spelt)))
        .order_by(Person.is_gone.desc(), Person.slack_id.desc())
    ).all()
    known = {
        name: Colleague(mention=one.slack_id, name=one.name, time_zone=one.time_zone, email=one.email)
        for one in rows
        for name in (one.slack_id, one.email)
        if name
    }
    found = ((one, known.get(one.lower() if "@" in one else one)) for one in references)
    return {one: who or Colleague(mention=one) for one, who in found}


def role_holders(session: Session, role: str) -> frozenset[str]:
    """Slack ids of those whom an owner added to a role."""
    return frozenset(session.scalars(select(RoleHolder.slack_id).where(RoleHolder.role == role)))
