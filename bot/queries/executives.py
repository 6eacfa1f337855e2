"""The executives: who they are, whether they are there, how many notes a week they take, and whom they sponsor."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.queries.standing import standing
from bot.queries.waits import colleague_time
from bot.rules.executive_notes import SPONSORED
from bot.rules.policy import Policy
from bot.rules.working_time import WorkingTime
from models import Absence, Advocate, ExecutiveWeek, Person, RoleHolder, Sponsorship

ROLE = "executive"


@dataclass(frozen=True)
class Executive:
    """Somebody who writes personal notes. One whom Slack has not been asked about yet counts as there."""

    slack_id: str
    notes_per_week: int
    own: bool
    """Whether the number was set for them alone."""
    clock: WorkingTime
    works_here: bool
    there: bool
    """Neither away nor gone."""


def executives(
    session: Session, always: Collection[str], policy: Policy, now: datetime
) -> dict[str, Executive]:
    """By Slack id, in its order: those who are `always` in, and those whom an owner added."""
    shares = {row.slack_id: row.notes_per_week for row in plain(session, *_shares())}
    ids = sorted({*always, *shares})
    if not ids:
        return {}
    people = {person.slack_id: (person, said) for person, said in session.execute(*_people(ids))}
    found = {}
    for one in ids:
        person, said = people.get(one, (None, None))
        found[one] = _executive(session, one, shares.get(one), person, said, policy, now)
    return found


@built_once
def _shares() -> Select[str, int | None]:
    return select(RoleHolder.slack_id, RoleHolder.notes_per_week).where(RoleHolder.role == ROLE)


@built_once
def _people(slack_ids: Collection[str]) -> Select[Person, datetime | None]:
    return (
        select(Person, Absence.until)
        .outerjoin(Absence, Absence.slack_id == Person.slack_id)
        .where(Person.slack_id.in_(slack_ids))
    )


def _executive(
    session: Session,
    slack_id: str,
    share: int | None,
    person: Person | None,
    said: datetime | None,
    policy: Policy,
    now: datetime,
) -> Executive:
    works_here = person is None or not (person.is_gone or person.is_outsider or person.is_guest)
    maybe_away = person is not None and (said is not None or person.away_until is not None)
    return Executive(
        slack_id,
        policy.exec_notes_per_week if share is None else share,
        share is not None,
        colleague_time(person, policy),
        works_here,
        there=works_here and not (maybe_away and _is_away(session, person, now)),
    )


def _is_away(session: Session, person: Person | None, now: datetime) -> bool:
    return person is not None and standing(session, person, now).away_until is not None


def prompts_in(session: Session, weeks: Mapping[str, date]) -> dict[str, int]:
    """How many prompts each of these executives has had in the week that is named for them."""
    rows = session.execute(
        select(ExecutiveWeek.executive, ExecutiveWeek.week, ExecutiveWeek.prompts).where(
            ExecutiveWeek.executive.in_(weeks), ExecutiveWeek.week.in_(set(weeks.values()))
        )
    )
    found = {(row.executive, row.week): row.prompts for row in rows}
    return {one: found.get((one, week), 0) for one, week in weeks.items()}


def sponsored(session: Session) -> dict[str, int]:
    """How many enrolled advocates each executive sponsors, of those who sponsor any."""
    rows = session.execute(
        select(Sponsorship.executive, func.count())
        .join(Advocate, Advocate.id == Sponsorship.advocate_id)
        .where(Advocate.stage == "enrolled")
        .group_by(Sponsorship.executive)
    )
    return {row[0]: row[1] for row in rows}


def without_sponsor(session: Session, sponsors: Collection[str]) -> list[tuple[str, str | None]]:
    """Ids of those in the highest tier with none of these as sponsor, by name, and who their sponsor was."""
    rows = session.execute(
        select(Advocate.id, Sponsorship.executive)
        .outerjoin(Sponsorship, Sponsorship.advocate_id == Advocate.id)
        .where(Advocate.tier == SPONSORED, Advocate.stage == "enrolled")
        .where(Sponsorship.executive.is_(None) | Sponsorship.executive.not_in(sponsors))
        .order_by(Advocate.name, Advocate.id)
    )
    return [(row.id, row.executive) for row in rows]
