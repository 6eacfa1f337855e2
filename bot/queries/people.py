"""Colleagues: who somebody is, and whether they may."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from bot.db import built_once, found_each, found_once, plain
from bot.facts import Colleague
from models import Absence, Person, RoleHolder

BY_REFERENCE = (
    select(Person)
    .where((Person.slack_id == bindparam("slack_id")) | (Person.email == bindparam("email")))
    .order_by(Person.is_gone, Person.slack_id)
    .limit(1)
)
STANDING = select(
    Person.is_gone,
    Person.is_outsider,
    Person.is_guest,
    exists().where(RoleHolder.slack_id == Person.slack_id, RoleHolder.role == "owner"),
).where(Person.slack_id == bindparam("slack_id"))
ROLE_HOLDERS = select(RoleHolder.slack_id).where(RoleHolder.role == bindparam("role"))


class Standing(NamedTuple):
    """What it depends on whether somebody may do anything here."""

    is_gone: bool
    is_outsider: bool
    is_guest: bool
    was_made_owner: bool
    """By another owner; those in the settings are owners beside."""


def standing(session: Session, slack_id: str) -> Standing | None:
    """The same of a person who only asks, in one statement; None where Slack has not been asked yet."""
    found = plain(session, STANDING, {"slack_id": slack_id}).first()
    return Standing(*found) if found else None


def person(session: Session, slack_id: str) -> Person | None:
    """The cached profile, or None where Slack has not been asked yet."""
    return session.get(Person, slack_id)


def fetched_at(session: Session, slack_id: str) -> float | None:
    """When Slack was last asked about somebody, in wall time; None where it never was."""
    return plain(session, *_fetched_at(slack_id)).scalar()


@built_once
def _fetched_at(slack_id: str) -> Select[float]:
    return select(Person.fetched_at).where(Person.slack_id == slack_id)


def by_reference(session: Session, reference: str) -> Person | None:
    """Somebody by Slack id or by the e-mail address in the data; None where no profile is known."""
    asked = {"slack_id": reference, "email": reference.lower()}
    return found_once(session, ("person", reference), lambda: session.scalars(BY_REFERENCE, asked).first())


def spellings(session: Session, reference: str) -> tuple[str, ...]:
    """Every way in which accounts may name this person as their CSM."""
    found = by_reference(session, reference)
    if found is None:
        return (reference,)
    return (found.slack_id, found.email) if found.email else (found.slack_id,)


def absence(session: Session, slack_id: str) -> Absence | None:
    """What somebody said last about being away."""
    return found_once(session, ("absence", slack_id), lambda: session.get(Absence, slack_id))


def absent(session: Session, now: datetime) -> Sequence[str]:
    """Slack ids of everybody who said that they are away now."""
    return found_once(session, ("absent", now), lambda: session.scalars(*_absent(now)).all())


@built_once
def _absent(now: datetime) -> Select[str]:
    return select(Absence.slack_id).where(Absence.until > now)


def colleague(session: Session, reference: str) -> Colleague:
    """Somebody by Slack id or by the e-mail address in the data; by that address alone where no profile is known."""
    found = by_reference(session, reference)
    if found is None:
        return Colleague(mention=reference)
    return _as_colleague(found)


def absences(session: Session, now: datetime) -> Sequence[Absence]:
    """What those who are away now said about it."""
    return session.scalars(*_absences(now)).all()


@built_once
def _absences(now: datetime) -> Select[Absence]:
    return select(Absence).where(Absence.until > now)


def profiles_of(session: Session, references: Collection[str]) -> dict[str, Person]:
    """The known profiles by each of these Slack ids and e-mail addresses, as `by_reference` finds them; one statement at most."""

    def find(missing: Collection[str]) -> Mapping[str, Person]:
        found = session.scalars(*_profiles(missing, {one.lower() for one in missing})).all()
        known = {person.email: person for person in found if person.email} | {
            person.slack_id: person for person in found
        }
        return {one: known[key] for one in missing if (key := one if one in known else one.lower()) in known}

    return found_each(session, "person", references, find)


@built_once
def _profiles(slack_ids: Collection[str], emails: Collection[str]) -> Select[Person]:
    return (
        select(Person)
        .where(or_(Person.slack_id.in_(slack_ids), Person.email.in_(emails)))
        .order_by(Person.is_gone.desc(), Person.slack_id.desc())
    )


def unknown(session: Session, references: Collection[str]) -> list[str]:
    """Of these Slack ids and e-mail addresses those whose profile is not known."""
    known = profiles_of(session, references)
    return [one for one in references if one not in known]


def colleagues(session: Session, references: Collection[str]) -> Mapping[str, Colleague]:
    """Several by how the data names each, in one statement."""
    known = profiles_of(session, references)
    return {one: _as_colleague(known[one]) if one in known else Colleague(mention=one) for one in references}


def _as_colleague(person: Person) -> Colleague:
    return Colleague(person.slack_id, person.name, person.time_zone, person.email)


def role_holders(session: Session, role: str) -> frozenset[str]:
    """Slack ids of those whom an owner added to a role."""
    return frozenset(plain(session, ROLE_HOLDERS, {"role": role}).scalars())
