"""What stands in a weekly digest today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from bot.db import Database
from bot.digest_facts import Decision, Digest, Sort
from bot.outbox.mark import DIGEST
from bot.queries import digest as queries
from bot.queries.bench_gaps import cell_of, cell_words, gaps
from bot.queries.digest_people import alone, most_in_a_year, one_sided
from bot.queries.measuring import enrolled_today
from bot.queries.people import colleagues
from bot.queries.reader_choices import rhythm_of
from bot.rules.diagnosis import Gap, diagnosis
from bot.rules.digest import EACH, SORTS, Pending, figure_days, figures, fit, last_week, three_lines
from bot.rules.measure_facts import Facts
from bot.rules.mix import KindCount, WeekCount, by_kind, by_week
from bot.rules.policy import Policy
from bot.services.measuring import Reading, look
from bot.services.program import Program

WEEKS, KINDS = 12, 6
"""That the charts show."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Counted:
    """What a digest says of days that are over: its figures, and what its charts are drawn from."""

    now: Reading
    before: Reading
    year_ago: Reading
    weeks: tuple[WeekCount, ...]
    kinds: tuple[KindCount, ...]


_kept: WeakKeyDictionary[Database, tuple[date, date, Policy, Counted]] = WeakKeyDictionary()
"""By database what was counted last: of which Monday, on which day, by which policy."""


def compose(program: Program, session: Session, owner: str, monday: date, *, renewed: bool = False) -> Digest:
    """An owner's digest of a Monday with what is to decide now; an older one than their newest has nothing to decide any more.
    Where one that stands is `renewed` its figures are those of the day: whatever is decided, they are counted once a day."""
    now, policy = program.now(), program.policy_in(session)
    first, last = last_week(monday)
    counted = _counted_today(program, monday, policy, anew=not renewed)
    week = queries.week(session, first, last)
    newest = queries.newest_digests(session).get(owner)
    stands = newest is None or newest <= monday.isoformat()
    rows = _waiting(program, session, first, last)
    wanted = [row["criteria"] for row in rows.get("unfilled", (0, ()))[1]]
    short = gaps(session, program.vocabulary.get(session), policy, now, wanted)
    findings = diagnosis(counted.now, list(short.values()))
    return Digest(
        monday=monday,
        week=week,
        lines=three_lines(
            counted.now,
            counted.before,
            week,
            [_pending(sort, *there) for sort, there in rows.items()],
            findings,
        ),
        figures=figures(counted.now, counted.before, counted.year_ago),
        findings=findings,
        sorts=_sorts(session, rows, short) if stands else (),
        enrolled=enrolled_today(session),
        rhythm=rhythm_of(session, owner, DIGEST),
        weeks=counted.weeks,
        kinds=counted.kinds,
        stands=stands,
    )


def _counted_today(program: Program, monday: date, policy: Policy, *, anew: bool) -> Counted:
    """What this process counted today already, where it did and it need not be counted `anew`."""
    today, kept = program.now().date(), _kept.get(program.db)
    if anew or kept is None or kept[:3] != (monday, today, policy):
        _kept[program.db] = kept = (monday, today, policy, _count(program, monday))
    return kept[3]


def _count(program: Program, monday: date) -> Counted:
    seen = look(program, *figure_days(monday))
    return Counted(
        _bare(seen.now),
        _bare(seen.before),
        _bare(seen.year_ago),
        weeks=by_week(seen.now.facts, monday, WEEKS),
        kinds=by_kind(seen.now.facts, seen.year_ago.facts, KINDS),
    )


def _bare(one: Reading) -> Reading:
    """The measures alone: what they were made of is large."""
    return replace(one, facts=Facts(one.first, one.last))


def _waiting(
    program: Program, session: Session, first: date, last: date
) -> dict[str, tuple[int, Sequence[Row]]]:
    """By sort how many there are, and the first of them, in the order in which sorts are shown."""
    now, policy = program.now(), program.policy_in(session)
    found: dict[str, tuple[int, Sequence[Row]]] = {
        sort: (rows[0].total if rows else 0, [dict(row._mapping) for row in rows])
        for sort, rows in queries.waiting(session, policy, first, last, now).items()
    }
    found["one_sided"] = one_sided(session, program.gives_in(session), now.date(), EACH)
    away = alone(session, now)
    found["alone"] = (len(away), away[:EACH])
    most = most_in_a_year(session, now.date())
    if most is not None and most < policy.tier_platinum:
        takes = policy.tier_platinum
        can_be_less = takes - 1 > policy.tier_gold
        found["out_of_reach"] = (
            1,
            [{"id": str(takes) if can_be_less else "", "asked": most, "given": takes}],
        )
    return {sort: found[sort] for sort in SORTS if sort in found and found[sort][0]}


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
