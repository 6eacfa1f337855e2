"""Keeping everybody's tier: looked at with each activity, and every day, because what is older than a year counts no more.
A rise is celebrated, a fall is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from bot.queries.tiers import days_done, recognised
from bot.rules.milestones import BASELINE_DAYS
from bot.rules.tiers import Standing, rises, standing, tier_of
from bot.services.benefits import grant, take_back
from bot.services.locks import lock_pair
from bot.services.milestones import notice
from bot.services.program import Program, record
from models import Activity, Advocate

BATCH = 500
ADVOCATES = Advocate.__table__
SETTING = (
    update(Advocate.__table__)  # type: ignore[arg-type]  # a table, as far as models go
    .where(ADVOCATES.c.id == bindparam("who"), ADVOCATES.c.tier == bindparam("before"))
    .values(tier=bindparam("now"), tier_since=bindparam("since"))
)
"""For many rows at once, each as long as it is what it was."""
JOB = "job:tiers"


@dataclass(frozen=True)
class Settled:
    """What one look at everybody changed. `silent` are rises that nobody is told of: they lie back too long, as what a first
    import brings."""

    risen: int = 0
    fallen: int = 0
    silent: int = 0


def look(
    program: Program, session: Session, advocate: Advocate, by: str, activity: Activity | None = None
) -> None:
    """Sets the tier of one advocate, whom the caller has locked, after something they did became known, which is `activity`, or
    was taken back.

    A rise is told where this one activity made it: what an import brought before, and no job has looked at yet, is taken
    over in silence on the way.
    """
    session.flush()
    today, policy = program.now().date(), program.policy_in(session)
    now = standing(days_done(session, [advocate.id], today)[advocate.id], policy, today)
    before = advocate.tier
    if now.tier == before:
        return
    advocate.tier, advocate.tier_since = now.tier, now.since
    _record(session, by, program.now(), advocate.id, before, now)
    if rises(now.tier, before):
        take_back(session, advocate)
    elif by == JOB or rises(tier_of(now.done - 1, policy), now.tier):
        clicked = not by.startswith("job:")
        on = today if clicked or now.since is None else now.since
        kind, by_whom = "tier", by if clicked else None
        notice(
            session,
            program,
            advocate_id=advocate.id,
            kind=kind,
            on=on,
            detail=now.tier,
            by=by_whom,
            activity=activity,
        )
        if advocate.stage != "retired":
            grant(program, session, advocate, by)


def settle(program: Program) -> Settled:
    """Looks at everybody. Two statements for all whose tier is as it was; those who fell, and those who rose longer ago than
    anybody should hear of, are set in batches; each other rise is a transaction of its own. Harmless to repeat."""
    today = program.now().date()
    with program.reading() as session:
        policy = program.policy_in(session)
        moved = [one for one in recognised(session, today) if one.tier != tier_of(one.done, policy)]
    risen = fallen = silent = 0
    for start in range(0, len(moved), BATCH):
        batch = moved[start : start + BATCH]
        with program.reading() as session:
            days = days_done(session, [one.id for one in batch], today)
        quiet: list[tuple[str, str, Standing]] = []
        for one in batch:
            now = standing(days[one.id], policy, today)
            if not rises(one.tier, now.tier):
                fallen += 1
            elif now.since is None or (today - now.since).days > BASELINE_DAYS:
                silent += 1
            else:
                risen += _celebrate(program, one.id)
                continue
            quiet.append((one.id, one.tier, now))
        _set(program, quiet)
    return Settled(risen, fallen, silent)


def _celebrate(program: Program, advocate_id: str) -> bool:
    """Whether they rose, judged again under their lock."""
    with program.changing() as session:
        _, advocate = lock_pair(session, advocate_id)
        before = advocate.tier
        look(program, session, advocate, JOB)
        return rises(before, advocate.tier)


def _set(program: Program, moved: Sequence[tuple[str, str, Standing]]) -> None:
    """Sets what nobody is told of, where it is still as it was read."""
    if not moved:
        return
    with program.changing() as session:
        session.connection().execute(
            SETTING,
            [
                {"who": id_, "before": before, "now": now.tier, "since": now.since}
                for id_, before, now in moved
            ],
        )
        for id_, before, now in moved:
            _record(session, JOB, program.now(), id_, before, now)


def _record(session: Session, by: str, at: datetime, advocate_id: str, before: str, now: Standing) -> None:
    record(
        session,
        at=at,
        actor=by,
        action="tier_changed",
        subject=("advocate", advocate_id),
        advocate_id=advocate_id,
        before=before,
        after=now.tier,
        since=now.since.isoformat() if now.since else None,
    )
