"""The weekly digest: when an owner is sent theirs, what stands in it today, and how often they want it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.digest_facts import Decision, Digest, Sort
from bot.outbox.mark import mark
from bot.queries import digest as queries
from bot.queries.bench_gaps import cell_of, cell_words, gaps
from bot.queries.digest_people import alone, most_in_a_year, one_sided
from bot.queries.people import colleagues
from bot.rules.diagnosis import Gap, diagnosis
from bot.rules.digest import (
    EACH,
    SORTS,
    WEEKLY,
    Pending,
    due_at,
    figure_days,
    figures,
    fit,
    is_wanted,
    last_week,
    monday_of,
    three_lines,
)
from bot.rules.nudging import zone_of
from bot.services import people, reader_choices
from bot.services.incentive_steps import require_owner
from bot.services.measuring import look
from bot.services.program import Program
from models import JobRun, Person, ReaderChoice, RoleHolder, Slot

JOB = "weekly_digest"
FIRST_START = "first start"
"""In place of a period of the job: the row whose done_at is the moment from which digests are owed."""
KIND, AUDIENCE = "digest", "owner"
"""Of its slots: one for each owner (the subject) and Monday (the period)."""

Row = Mapping[str, Any]


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
        known = session.scalars(select(Person.slack_id).where(Person.slack_id.in_(owners)))
        return sorted(owners - set(known))


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
        known = {one.slack_id: one for one in session.scalars(select(Person).where(Person.slack_id.in_(owners)))}
        since = _owed_since(session, owners, now)
        choices = {
            one.slack_id: one
            for one in session.scalars(select(ReaderChoice).where(ReaderChoice.message == KIND))
        }
        newest = _newest(session)
    due = []
    for owner in sorted(owners):
        person, choice = known.get(owner), choices.get(owner)
        if person is not None and (person.is_gone or person.is_outsider or person.is_guest):
            continue
        zone = zone_of(person.time_zone if person else None)
        monday = monday_of(now, zone)
        at, before = due_at(monday, zone), newest.get(owner)
        if not since.get(owner, at) <= at <= now or (before is not None and before >= monday.isoformat()):
            continue
        chosen = choice.changed_at.astimezone(zone) if choice else None
        if choice is None or (
            chosen is not None and chosen <= at and is_wanted(choice.rhythm, chosen.date(), monday)
        ):
            due.append(Due(owner, monday, before))
    return due


def _owed_since(session: Session, owners: frozenset[str], now: datetime) -> dict[str, datetime]:
    """By owner the moment before which none is owed: the program was started for the first time, or they became an owner."""
    started = session.scalar(select(JobRun.done_at).where(JobRun.job == JOB, JobRun.period == FIRST_START))
    added = {
        row.slack_id: row.added_at
        for row in session.execute(
            select(RoleHolder.slack_id, RoleHolder.added_at).where(RoleHolder.role == "owner")
        )
    }
    moments = {one: [at for at in (started, added.get(one)) if at is not None and at <= now] for one in owners}
    return {one: max(given) for one, given in moments.items() if given}


def _newest(session: Session) -> dict[str, str]:
    """By owner the Monday of their newest digest."""
    rows = session.execute(
        select(Slot.subject_id, func.max(Slot.period)).where(Slot.subject_kind == KIND).group_by(Slot.subject_id)
    )
    return {owner: period for owner, period in rows}


def _mark(session: Session, owner: str, monday: str, at: datetime, *, notify: bool) -> None:
    mark(
        session,
        subject=(KIND, owner),
        audience=AUDIENCE,
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
    reader_choices.choose(program, by, KIND, rhythm)
    with program.changing() as session:
        newest = _newest(session).get(by)
        if newest is not None:
            _mark(session, by, newest, program.now(), notify=False)


def compose(program: Program, session: Session, owner: str, monday: date) -> Digest:
    """An owner's digest of a Monday with what is to decide today; an older one than their newest has nothing to decide any more."""
    now, policy = program.now(), program.policy_in(session)
    first, last = last_week(monday)
    measured = look(program, *figure_days(monday))
    week = queries.week(session, first, last)
    newest = _newest(session).get(owner)
    stands = newest is None or newest <= monday.isoformat()
    rows = _waiting(program, session, first, last) if stands else {}
    wanted = [row["criteria"] for row in rows.get("unfilled", (0, ()))[1]]
    short = gaps(session, program.vocabulary.get(session), policy, now, wanted)
    findings = diagnosis(measured.now, list(short.values()))
    choice = session.get(ReaderChoice, (owner, KIND))
    return Digest(
        monday=monday,
        week=week,
        lines=three_lines(
            measured.now,
            measured.before,
            week,
            [_pending(sort, *there) for sort, there in rows.items()],
            findings,
        ),
        figures=figures(measured.now, measured.before, measured.year_ago),
        findings=findings,
        sorts=_sorts(session, rows, short),
        enrolled=measured.now["never_asked_eligible"].denominator,
        rhythm=choice.rhythm if choice else WEEKLY,
        stands=stands,
    )


def _waiting(
    program: Program, session: Session, first: date, last: date
) -> dict[str, tuple[int, Sequence[Row]]]:
    """By sort how many there are, and the first of them, in the order in which sorts are shown."""
    now, policy = program.now(), program.policy_in(session)
    found: dict[str, tuple[int, Sequence[Row]]] = {}
    for sort, rows in queries.waiting(session, policy, first, last, now).items():
        if rows:
            found[sort] = (rows[0].total, [row._mapping for row in rows])
    for sort, listed in (
        ("one_sided", one_sided(session, program.gives_in(session), now.date())),
        ("alone", alone(session, now)),
    ):
        if listed:
            found[sort] = (len(listed), listed[:EACH])
    most = most_in_a_year(session, now.date())
    if most is not None and most < policy.tier_platinum:
        found["out_of_reach"] = (1, [{"id": str(policy.tier_platinum), "asked": most, "given": policy.tier_platinum}])
    return {sort: found[sort] for sort in SORTS if sort in found}


def _pending(sort: str, count: int, rows: Sequence[Row]) -> Pending:
    first = rows[0]
    on = _day(first.get("on"))
    is_needed = sort == "unfilled"
    return Pending(
        sort,
        count,
        name=first.get("name") or first.get("what"),
        since=None if is_needed else on,
        needed_by=on if is_needed else None,
    )


def _sorts(
    session: Session, rows: Mapping[str, tuple[int, Sequence[Row]]], short: Mapping[Any, Gap]
) -> tuple[Sort, ...]:
    room = fit({sort: count for sort, (count, _) in rows.items()})
    references = {str(row["who"]) for _, listed in rows.values() for row in listed if row.get("who")}
    who = colleagues(session, references)

    def decision(row: Row) -> Decision:
        criteria = row.get("criteria")
        cell = cell_of(criteria) if criteria is not None else None
        named = who.get(str(row.get("who")))
        return Decision(
            id=str(row["id"]) if row.get("id") else named.mention if named else "",
            name=row.get("name"),
            account=row.get("account"),
            who=named,
            on=_day(row.get("on")),
            kind=row.get("kind"),
            what=row.get("what"),
            cell=cell_words(cell) if cell else (),
            gap=short.get(cell) if cell else None,
            asked=row.get("asked") or 0,
            given=row.get("given") or 0,
            state=row.get("state"),
        )

    return tuple(
        Sort(sort, count, tuple(decision(row) for row in listed[: room[sort]]))
        for sort, (count, listed) in rows.items()
    )


def _day(value: date | datetime | None) -> date | None:
    return value.astimezone(UTC).date() if isinstance(value, datetime) else value
