"""When a CSM's Friday line comes, and how long it is of use."""

from datetime import UTC, date, datetime, time, timedelta

from bot.rules.working_time import WorkingTime

FRIDAY = 4
"""As Monday is 0."""
HOUR = 15
"""Of the reader's own day."""
EVERY_WEEKS = {"weekly": 1, "fortnightly": 2}
"""How many weeks lie between two lines. Any other rhythm: none comes."""


def friday_of(day: date) -> date:
    """The Friday of a day's week, which begins on Monday."""
    return day + timedelta(days=FRIDAY - day.weekday())


def comes(friday: date, clock: WorkingTime) -> tuple[datetime, datetime] | None:
    """From when until when the line of a week is sent: from 15:00 of its last working day up to Friday until that day's work
    ends. None where nobody works in that week. Who stops work by three gets it in their last hour."""
    days = (friday - timedelta(days=back) for back in range(FRIDAY + 1))
    day = next((one for one in days if clock.is_working_day(one)), None)
    if day is None:
        return None
    first, last = clock.hours
    begins = datetime.combine(day, time(max(first, min(HOUR, last - 1))), clock.zone)
    end_day, end_hour = (day + timedelta(days=1), 0) if last == 24 else (day, last)
    return begins.astimezone(UTC), datetime.combine(end_day, time(end_hour), clock.zone).astimezone(UTC)


def is_turn(friday: date, rhythm: str) -> bool:
    """Whether somebody who reads in this rhythm has a line that week. Weeks are counted on through the year's end."""
    weeks = EVERY_WEEKS.get(rhythm)
    return weeks is not None and friday.toordinal() // 7 % weeks == 0


def looks_back_from(friday: date, rhythm: str) -> date:
    """The first day that its line looks back on: the one after the Friday of the line before."""
    return friday - timedelta(days=7 * EVERY_WEEKS.get(rhythm, 1) - 1)


def looks_ahead(friday: date, rhythm: str) -> tuple[date, date]:
    """The Monday and the Sunday between which lies what it looks ahead to."""
    monday = friday + timedelta(days=3)
    return monday, monday + timedelta(days=7 * EVERY_WEEKS.get(rhythm, 1) - 1)


def is_over(friday: date, today: date) -> bool:
    """Whether another week has begun: then what stands in the line has moved on."""
    return today >= friday + timedelta(days=3)
