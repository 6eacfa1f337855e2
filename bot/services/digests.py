"""The weekly digest: when an owner is sent theirs, what stands in it today, and how often they want it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.digest_facts import Digest
from bot.errors import Refused
from bot.outbox.mark import DIGEST, DIGEST_READER, mark
from bot.queries import digest as queries
from bot.queries.anniversaries import csms
from bot.queries.job_runs import first_start
from bot.queries.people import unknown
from bot.queries.reader_choices import rhythms
from bot.queries.waits import colleague_time
from bot.rules.digest import due_at, is_wanted, last_week, monday_of
from bot.rules.nudging import zone_of
from bot.services import people, policies, reader_choices
from bot.services.digest_making import compose
from bot.services.incentive_steps import require_owner
from bot.services.program import Program
from models import Person, RoleHolder

JOB = "weekly_digest"


@dataclass(frozen=True)
class Due:
    """An owner whose digest of a Monday has not been sent, and the one that stands before it."""

    owner: str
    monday: date
    before: str | None


def unknown_owners(program: Program) -> list[str]:
    """Slack ids of the owners whose profile, and with it whose Monday, nobody has looked up yet."""
    with program.reading() as session:
        owners = people.owner_ids(program, session)
        return sorted(unknown(session, owners))


def unknown_csms(program: Program, subject_kind: str, subject_id: str) -> list[str]:
    """Of an owner's digest the CSMs whom it may name by their address in the data, and whose profile is not known yet."""
    if subject_kind != DIGEST:
        return []
    now = program.now()
    with program.reading() as session:
        if not unknown(session, csms(session)):
            return []
        person = session.get(Person, subject_id)
        days = last_week(monday_of(now, zone_of(person.time_zone if person else None)))
        waiting = queries.waiting(session, program.policy_in(session), *days, now)
        named = {str(row.who) for rows in waiting.values() for row in rows if "@" in str(row.who)}
        return sorted(unknown(session, named))


def send_due(program: Program) -> int:
    """Each owner's digest of their present week, from nine o'clock of their own Monday on, once; how many. Harmless to repeat and
    to run twice at once. A new database owes no week that had begun before, a new owner none before their time, and whoever chose
    a rhythm since then waits for the next."""
    due = _due(program)
    for one in due:
        with program.changing() as session:
            _mark(session, one.owner, one.monday.isoformat(), program.now(), notify=True)
            if one.before is not None:
                _mark(session, one.owner, one.before, program.now(), notify=False)
    return len(due)


def _due(program: Program) -> list[Due]:
    now = program.now()
    with program.reading() as session:
        owners = people.owner_ids(program, session)
        known = {
            one.slack_id: one for one in session.scalars(select(Person).where(Person.slack_id.in_(owners)))
        }
        since = _owed_since(session, owners, now)
        choices, policy = rhythms(session, DIGEST), program.policy_in(session)
        newest = queries.newest_digests(session)
    due = []
    for owner in sorted(owners):
        person, choice = known.get(owner), choices.get(owner)
        if person is not None and (person.is_gone or person.is_outsider or person.is_guest):
            continue
        zone = zone_of(person.time_zone if person else None)
        monday = monday_of(now, zone)
        at, before = due_at(monday, zone), newest.get(owner)
        if monday_of(colleague_time(person, policy).opening(now), zone) != monday:
            continue  # they work no more this week
        if not since.get(owner, at) <= at <= now or (before is not None and before >= monday.isoformat()):
            continue
        chosen = choice.changed_at.astimezone(zone) if choice else None
        if (
            choice is None
            or chosen is None
            or (chosen <= at and is_wanted(choice.rhythm, chosen.date(), monday))
        ):
            due.append(Due(owner, monday, before))
    return due


def _owed_since(session: Session, owners: frozenset[str], now: datetime) -> dict[str, datetime]:
    """By owner the moment before which none is owed: the program was started for the first time, or they became an owner."""
    started = first_start(session, JOB)
    added = {
        row.slack_id: row.added_at
        for row in session.execute(
            select(RoleHolder.slack_id, RoleHolder.added_at).where(RoleHolder.role == "owner")
        )
    }
    moments = {
        one: [at for at in (started, added.get(one)) if at is not None and at <= now] for one in owners
    }
    return {one: max(given) for one, given in moments.items() if given}


def _mark(session: Session, owner: str, monday: str, at: datetime, *, notify: bool) -> None:
    mark(
        session,
        subject=(DIGEST, owner),
        audience=DIGEST_READER,
        period=monday,
        conversation=owner,
        due_at=at,
        notify=notify,
    )


def of_today(program: Program, by: str) -> Digest:
    """The digest of the owner's present week as it stands now. Refused for others."""
    require_one(program, by)
    with program.reading() as session:
        person = session.get(Person, by)
        monday = monday_of(program.now(), zone_of(person.time_zone if person else None))
        return compose(program, session, by, monday)


def require_one(program: Program, by: str) -> None:
    """Refused for all but owners."""
    with program.reading() as session:
        require_owner(program, session, by)


def choose(program: Program, by: str, rhythm: str) -> None:
    """An owner wants their digest weekly, fortnightly or not at all from now on. Refused for others."""
    require_one(program, by)
    reader_choices.choose(program, by, DIGEST, rhythm)


def for_reader(
    program: Program, session: Session, owner: str, monday: date, *, stands: bool
) -> Digest | None:
    """The digest of a Monday that `stands` in an owner's messages, or is to be sent to them. None for somebody who is no owner any
    more, and where its week is over before it could be sent."""
    person = session.get(Person, owner)
    this_monday = monday_of(program.now(), zone_of(person.time_zone if person else None))
    if owner not in people.owner_ids(program, session) or not (stands or monday == this_monday):
        return None
    return compose(program, session, owner, monday, renewed=stands)


def bring_in_reach(program: Program, by: str, takes: str) -> None:
    """The top tier, which takes so many activities now, takes one fewer from now on. Refused for all but owners, where it takes
    another number by now, and where the tier below takes as many."""
    require_one(program, by)
    policy = program.policy
    if takes != str(policy.tier_platinum) or policy.tier_platinum - 1 <= policy.tier_gold:
        raise Refused("tier_moved", now=policy.tier_platinum)
    policies.change(program, by, "tier_platinum", str(policy.tier_platinum - 1))
