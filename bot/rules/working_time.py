"""Working time as one person has it: their zone, the public holidays of their country, the company's hours and days.

Moments come in with any zone and go out in UTC. Hours are counted as they really pass, so a day on which the clocks change
has as many as it has; days are counted on the person's own calendar, at the same time of their day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.rules.countries import country_of_locale, country_of_zone, public_holidays
from bot.rules.nudging import zone_of
from bot.rules.policy import Policy

LONGEST_HOLIDAYS = 60
"""Days in a row after which the calendar must be wrong: then only weekdays are looked at."""


@dataclass(frozen=True)
class WorkingTime:
    """When somebody works. `country` is an ISO 3166 code, None where it is unknown: then no day is a holiday."""

    zone: ZoneInfo
    country: str | None
    hours: tuple[int, int]
    """Of their day, the second excluded: (9, 18)."""
    weekdays: tuple[int, ...]
    """Monday as 0."""

    @classmethod
    def of(
        cls, policy: Policy, zone: str | None, *, locale: str | None = None, country: str | None = None
    ) -> "WorkingTime":
        """Somebody's by the IANA zone and locale of their profile, or by the country that the data names."""
        known = country or country_of_zone(zone) or country_of_locale(locale)
        return cls(zone_of(zone), known, policy.working_hours, policy.working_days)

    def is_working_day(self, day: date) -> bool:
        """Whether they work on a day of their own calendar."""
        return day.weekday() in self.weekdays and not self._is_holiday(day)

    def opening(self, moment: datetime) -> datetime:
        """`moment` itself where they work then, else the next moment at which their work begins."""
        begins, _ = next(self._working_from(moment))
        return begins

    def next_day(self, moment: datetime) -> datetime:
        """When work begins on the first working day after their day of `moment`."""
        return next(
            begins for begins, _ in self._spans_from(moment.astimezone(self.zone).date() + timedelta(days=1))
        )

    def day_after(self, moment: datetime) -> datetime:
        """The midnight with which the first working day after their day of `moment` begins."""
        day = self._first_working_day(moment.astimezone(self.zone).date() + timedelta(days=1))
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def after_hours(self, moment: datetime, hours: float) -> datetime:
        """When that many working hours have passed since `moment`; at the very end of a working day rather than on the next."""
        left = timedelta(hours=hours)
        spans = self._working_from(moment)
        begins, ends = next(spans)
        while begins + left > ends:
            left -= ends - begins
            begins, ends = next(spans)
        return begins + left

    def hours_between(self, moment: datetime, later: datetime) -> float:
        """How many working hours pass from `moment` to `later`; 0 where that is not later."""
        passed = timedelta()
        for begins, ends in takewhile(lambda span: span[0] < later, self._working_from(moment)):
            passed += min(ends, later) - begins
        return passed / timedelta(hours=1)

    def after_days(self, moment: datetime, days: int) -> datetime:
        """The same time of day that many working days later, from the next opening where `moment` lies outside working time."""
        local = self.opening(moment).astimezone(self.zone)
        day = local.date()
        for _ in range(days):
            day = self._first_working_day(day + timedelta(days=1))
        return datetime.combine(day, local.time(), self.zone).astimezone(UTC)

    def _working_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of the working day of `moment`, where anything is, and each working day after it."""
        at = moment.astimezone(UTC)
        spans = self._spans_from(moment.astimezone(self.zone).date())
        return ((max(begins, at), ends) for begins, ends in spans if at < ends)

    def _spans_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Beginning and end, in UTC, of each working day from `day` on."""
        first, last = self.hours
        while True:
            day = self._first_working_day(day)
            begins = datetime.combine(day, time(first), self.zone)
            end_day, end_hour = (day + timedelta(days=1), 0) if last == 24 else (day, last)
            ends = datetime.combine(end_day, time(end_hour), self.zone)
            yield begins.astimezone(UTC), ends.astimezone(UTC)
            day += timedelta(days=1)

    def _first_working_day(self, day: date) -> date:
        for _ in range(LONGEST_HOLIDAYS):
            if self.is_working_day(day):
                return day
            day += timedelta(days=1)
        while day.weekday() not in self.weekdays:
            day += timedelta(days=1)
        return day

    def _is_holiday(self, day: date) -> bool:
        return self.country is not None and day in public_holidays(self.country, day.year)
