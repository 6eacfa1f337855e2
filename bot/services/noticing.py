"""What the day brings: anniversaries found from dates, and what files brought, told the working day before."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.queries import anniversaries as queries
from bot.queries.anniversaries import Moment
from bot.queries.waits import colleague_time, profiles
from bot.rules.milestones import BASELINE_DAYS, BELATED_DAYS, FURTHEST, WORK, is_due
from bot.rules.working_time import WorkingTime
from bot.services.milestones import day_of_telling, notice
from bot.services.program import Program
from bot.services.readers import owner_ids


def tell_due(program: Program) -> tuple[int, int]:
    """Tells every CSM what is due in their calendar; how many people and companies that was about, and how many moments.

    A fixed number of statements finds what is due; each person and each company is a transaction of its own. Harmless to
    repeat and to run twice at once: each moment is told once.
    """
    due, clocks = _due(program)
    moments = 0
    for found in due.values():
        with program.changing() as session:
            for one in found:
                notice(
                    session,
                    program,
                    advocate_id=one.advocate_id,
                    account_id=one.account_id,
                    kind=one.kind,
                    on=one.on,
                    detail=one.detail,
                    clock=clocks[one.csm],
                )
        moments += len(found)
    return len(due), moments


def _due(program: Program) -> tuple[Mapping[str, list[Moment]], Mapping[str, WorkingTime]]:
    """By person or company what is due now, and by CSM when they work."""
    now = program.now()
    with program.reading() as session:
        clocks = _clocks(program, session, queries.csms(session), now)
        if not clocks:
            return {}, {}
        todays = {csm: day_of_telling(clock, now) for csm, clock in clocks.items()}
        days = _days(clocks, todays)
        found = queries.anniversaries(session, days)
        found += queries.untold(session, min(todays.values()) - timedelta(days=BASELINE_DAYS), max(days))
    due: dict[str, list[Moment]] = defaultdict(list)
    for one in found:
        if is_due(one.kind, one.on, todays[one.csm], clocks[one.csm]):
            due[one.advocate_id or one.account_id or ""].append(one)
    return due, clocks


def _clocks(
    program: Program, session: Session, csms: Collection[str], now: datetime
) -> Mapping[str, WorkingTime]:
    known = profiles(session, (), csms, now, owner_ids(program, session))
    policy = program.policy_in(session)
    return {csm: colleague_time(known.get(csm), policy) for csm in csms}


def _days(clocks: Mapping[str, WorkingTime], todays: Mapping[str, date]) -> list[date]:
    """The days whose anniversaries anybody may have to hear of now."""
    calendars = {(clock.zone, clock.country): (clock, todays[csm]) for csm, clock in clocks.items()}
    return sorted(
        {
            day
            for clock, today in calendars.values()
            for day in (today + timedelta(days=ahead) for ahead in range(-BELATED_DAYS, FURTHEST + 1))
            if is_due(WORK, day, today, clock)
        }
    )
