"""What a job causes waits for the reader's working hours, in their own zone."""

from datetime import UTC, datetime

import pytest

from bot.rules.policy import DEFAULT
from bot.rules.working_time import WorkingTime


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("Europe/London", "2026-03-06T12:00", "2026-03-06T12:00"),
        ("Europe/London", "2026-03-06T08:59", "2026-03-06T09:00"),
        ("Europe/London", "2026-03-06T09:30", "2026-03-06T09:30"),
        ("Europe/London", "2026-03-05T20:00", "2026-03-06T09:00"),
        ("Europe/London", "2026-03-06T18:00", "2026-03-09T09:00"),
        ("Europe/London", "2026-03-07T12:00", "2026-03-09T09:00"),
        ("Pacific/Honolulu", "2026-03-06T12:00", "2026-03-06T19:00"),
        ("Pacific/Auckland", "2026-03-06T12:00", "2026-03-08T20:00"),
        ("America/Chicago", "2026-03-07T20:00", "2026-03-09T14:00"),  # the clocks went forward on the 8th
        ("Europe/Berlin", "2026-10-24T12:00", "2026-10-26T08:00"),  # and back on the 25th
        (None, "2026-03-06T20:00", "2026-03-09T09:00"),
        ("Nowhere/Atall", "2026-03-06T20:00", "2026-03-09T09:00"),
    ],
)
def test_the_next_moment_in_working_hours(zone: str | None, moment: str, expected: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    wanted = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert WorkingTime.of(DEFAULT, zone).opening(at) == wanted


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("Europe/London", "2026-03-05T23:30", "2026-03-06T09:00"),
        ("Europe/London", "2026-03-06T10:00", "2026-03-09T09:00"),
        ("Asia/Singapore", "2026-03-05T17:00", "2026-03-09T01:00"),
        ("America/New_York", "2026-12-31T23:00", "2027-01-04T14:00"),  # New Year
    ],
)
def test_the_working_day_after(zone: str, moment: str, expected: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    wanted = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert WorkingTime.of(DEFAULT, zone).next_day(at) == wanted
