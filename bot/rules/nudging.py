"""When a job may write to somebody: in their working hours (program.md section 11)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.rules.policy import Policy


def zone_of(name: str | None) -> ZoneInfo:
    """The zone by its IANA name; UTC where it is unknown."""
    try:
        return ZoneInfo(name) if name else ZoneInfo("UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def working_moment(moment: datetime, zone: ZoneInfo, policy: Policy) -> datetime:
    """`moment` itself where it is within the reader's working hours, else the start of their next working day, in UTC."""
    local = moment.astimezone(zone)
    begins, ends = policy.working_hours
    if local.weekday() in policy.working_days and begins <= local.hour < ends:
        return moment.astimezone(UTC)
    day = local.date()
    if local.hour >= begins:
        day += timedelta(days=1)
    return _beginning(day, zone, policy)


def next_working_day(moment: datetime, zone: ZoneInfo, policy: Policy) -> datetime:
    """The start of the first working day after the reader's day of `moment`, in UTC."""
    return _beginning(moment.astimezone(zone).date() + timedelta(days=1), zone, policy)


def _beginning(day: date, zone: ZoneInfo, policy: Policy) -> datetime:
    """The start of the first working day from `day` on, in UTC."""
    while day.weekday() not in policy.working_days:
        day += timedelta(days=1)
    return datetime.combine(day, time(policy.working_hours[0]), zone).astimezone(UTC)
