"""Which period a moment lies in."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.jobs.job import period_of

HOUR = CronTrigger(minute=0, timezone=UTC)
DAY_IN_NEW_YORK = CronTrigger(hour=9, timezone=ZoneInfo("America/New_York"))
FRIDAY = CronTrigger(day_of_week="fri", hour=15, timezone=UTC)
MONTH = CronTrigger(day="1st mon", timezone=UTC)


@pytest.mark.parametrize(
    ("every", "moment", "start"),
    [
        (HOUR, "2026-11-02T10:30:00.250+00:00", "2026-11-02T10:00:00+00:00"),
        (HOUR, "2026-11-02T10:00:00+00:00", "2026-11-02T10:00:00+00:00"),
        (HOUR, "2026-11-02T09:59:59.999+00:00", "2026-11-02T09:00:00+00:00"),
        (HOUR, "2026-11-02T16:15:00+05:30", "2026-11-02T10:00:00+00:00"),
        (FRIDAY, "2026-11-06T14:59:00+00:00", "2026-10-30T15:00:00+00:00"),
        (FRIDAY, "2026-11-06T15:00:00+00:00", "2026-11-06T15:00:00+00:00"),
        (MONTH, "2026-11-01T12:00:00+00:00", "2026-10-05T00:00:00+00:00"),
        # 09:00 in New York stays 09:00 when the clocks go back on 1 November.
        (DAY_IN_NEW_YORK, "2026-10-31T20:00:00+00:00", "2026-10-31T13:00:00+00:00"),
        (DAY_IN_NEW_YORK, "2026-11-02T13:30:00+00:00", "2026-11-01T14:00:00+00:00"),
        (DAY_IN_NEW_YORK, "2026-11-02T14:00:00+00:00", "2026-11-02T14:00:00+00:00"),
    ],
)
def test_a_period_begins_at_the_last_time_of_the_rule(every: CronTrigger, moment: str, start: str) -> None:
    found = period_of(every, datetime.fromisoformat(moment))

    assert found.isoformat() == start
    assert found.tzinfo is UTC


def test_a_rule_without_any_time_is_refused() -> None:
    never = CronTrigger(month=2, day=30, timezone=UTC)

    with pytest.raises(ValueError, match="no time"):
        period_of(never, datetime(2026, 11, 2, tzinfo=UTC))
