"""Who the executives are and how many notes a week each takes: an owner says so, everybody in the role may look."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.executive_facts import Share
from bot.queries import people as queries
from bot.queries.executives import ROLE, Executive, prompts_in, sponsored
from bot.queries.people import colleague
from bot.rules.executive_notes import MOST_A_WEEK, week_of
from bot.services import people
from bot.services.executive_steps import all_executives
from bot.services.incentive_steps import require_owner
from bot.services.program import Program, record
from models import Person, RoleHolder


def shares(program: Program, by: str) -> list[Share]:
    """Every executive, for owners and for the executives themselves; else Refused."""
    with program.reading() as session:
        person = people.require_colleague(session, by)
        known = all_executives(program, session)
        if by not in known and not people.is_owner(program, session, person):
            raise Refused("not_an_owner")
        weeks = {one.slack_id: week_of(program.now(), one.clock) for one in known.values()}
        had, sponsors = prompts_in(session, weeks), sponsored(session)
        return [_share(program, session, one, had, sponsors) for one in known.values()]


def _share(
    program: Program, session: Session, one: Executive, had: dict[str, int], sponsors: dict[str, int]
) -> Share:
    return Share(
        colleague(session, one.slack_id),
        one.notes_per_week,
        one.own,
        one.slack_id in program.executives,
        had[one.slack_id],
        sponsors.get(one.slack_id, 0),
    )


def meant(program: Program, by: str, typed: str) -> str:
    """The Slack id of the colleague whom an owner named by id, e-mail address or name. Refused for others than owners, and where it
    is nobody, or could be several."""
    wanted = typed.strip().removeprefix("@")
    with program.reading() as session:
        require_owner(program, session, by)
        exact = queries.by_reference(session, wanted)
        if exact is not None:
            return exact.slack_id
        found = session.scalars(
            select(Person.slack_id)
            .where(
                func.lower(Person.name).contains(wanted.lower().replace(".", " "), autoescape=True),
                Person.is_gone.is_(False),
            )
            .order_by(Person.slack_id)
        ).all()
        if len(found) != 1 or not wanted:
            raise Refused("colleague_unclear", typed=wanted, several=len(found) > 1)
        return found[0]


def set_share(program: Program, by: str, slack_id: str, per_week: int | None) -> None:
    """An owner makes somebody an executive, with so many notes a week; None: as many as the policy says. Refused for others, for
    a colleague who may do nothing here, and where the number is nonsense."""
    if per_week is not None and not 0 <= per_week <= MOST_A_WEEK:
        raise Refused("notes_nonsense", most=MOST_A_WEEK)
    now = program.now()
    with program.changing() as session:
        require_owner(program, session, by)
        person = queries.person(session, slack_id)
        if person is None or person.is_gone or person.is_outsider or person.is_guest:
            raise Refused("cannot_look_after", name=person.name if person else None)
        holder = session.get(RoleHolder, (slack_id, ROLE), with_for_update=True)
        if holder is None:
            holder = RoleHolder(slack_id=slack_id, role=ROLE, added_by=by, added_at=now)
            session.add(holder)
        elif holder.notes_per_week == per_week:
            return
        holder.notes_per_week = per_week
        _record(program, session, by, person, per_week=per_week)


def remove(program: Program, by: str, slack_id: str) -> None:
    """An owner takes somebody off the executives; what they were prompted for returns to the pool by the next job. Refused for others,
    for somebody who is none, and for whoever the settings name."""
    with program.changing() as session:
        require_owner(program, session, by)
        name = colleague(session, slack_id).name
        if slack_id in program.executives:
            raise Refused("executive_by_settings", name=name)
        holder = session.get(RoleHolder, (slack_id, ROLE), with_for_update=True)
        if holder is None:
            raise Refused("no_executive", name=name)
        session.delete(holder)
        _record(program, session, by, queries.person(session, slack_id), removed=True)


def _record(program: Program, session: Session, by: str, person: Person | None, **details: object) -> None:
    assert person is not None
    record(
        session,
        at=program.now(),
        actor=by,
        action="executive_set",
        subject=("person", person.slack_id),
        request_id=None,
        advocate_id=None,
        name=person.name,
        **details,
    )
