"""When a job may write to somebody: in their working hours (program.md section 11)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.rules.policy import Policy

WEEKEND = (5, 6)


def zone_of(name: str | None) -> ZoneInfo:
    """The zone by its IANA name; UTC where it is unknown."""
    try:
        return ZoneInfo(name) if name else ZoneInfo("UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def working_moment(moment: datetime, zone: ZoneInfo, policy: Policy) -> datetime:
    """`moment` itself where it is within the reader's working hours, else the start of their next working day, in UTC."""
    local = moment.astimezone(zone)
    if local.weekday() not in WEEKEND and policy.work_begins <= local.hour < policy.work_ends:
        return moment.astimezone(UTC)
    day = local.date()
    if local.hour >= policy.work_begins:
        day += timedelta(days=1)
    while day.weekday() in WEEKEND:
        day += timedelta(days=1)
    return datetime.combine(day, time(policy.work_begins), zone).astimezone(UTC)


def next_working_day(moment: datetime, zone: ZoneInfo, policy: Policy) -> datetime:
    """The start of the first working day after the reader's day of `moment`, in UTC."""
    day = moment.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() in WEEKEND:
        day += timedelta(days=1)
    return datetime.combine(day, time(policy.work_begins), zone).astimezone(UTC)
