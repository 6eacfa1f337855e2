"""When the Friday line comes, as far as no journey shows it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.rules.friday import comes
from bot.rules.working_time import WorkingTime

FRIDAY = date(2026, 3, 6)


def test_it_comes_on_the_last_day_that_somebody_works() -> None:
    until_wednesday = WorkingTime(ZoneInfo("UTC"), None, (9, 18), (0, 1, 2))
    assert comes(FRIDAY, until_wednesday) == (
        datetime(2026, 3, 4, 15, tzinfo=UTC),
        datetime(2026, 3, 4, 18, tzinfo=UTC),
    )


def test_none_comes_in_a_week_in_which_nobody_works() -> None:
    assert comes(FRIDAY, WorkingTime(ZoneInfo("UTC"), None, (9, 18), ())) is None
