"""Working hours and days as each person has them: zones, clock changes, public holidays, odd days of the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.countries import country_of, country_of_locale, country_of_zone, public_holidays
from bot.rules.policy import DEFAULT, Policy
from bot.rules.working_time import LONGEST_HOLIDAYS, WorkingTime

ZONES = (
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/New_York",
    "America/St_Johns",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
)


def moment(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def at(zone: str | None, **more: str | None) -> WorkingTime:
    return WorkingTime.of(DEFAULT, zone, **more)


@pytest.mark.parametrize(
    ("zone", "start", "hours", "expected"),
    [
        ("Europe/London", "2026-03-02T10:00", 4, "2026-03-02T14:00"),
        ("Europe/London", "2026-03-02T10:00", 9, "2026-03-03T10:00"),
        (
            "Europe/London",
            "2026-03-02T09:00",
            9,
            "2026-03-02T18:00",
        ),  # the end of the day, not the next morning
        ("Europe/London", "2026-03-06T17:00", 4, "2026-03-09T12:00"),  # over the weekend
        ("Europe/London", "2026-03-07T12:00", 4, "2026-03-09T13:00"),  # from a Saturday
        ("Europe/London", "2026-03-05T22:00", 0, "2026-03-06T09:00"),
        ("Pacific/Honolulu", "2026-03-02T10:00", 4, "2026-03-02T23:00"),
        ("Pacific/Auckland", "2026-03-02T10:00", 4, "2026-03-03T00:00"),
        ("America/New_York", "2026-03-06T22:00", 4, "2026-03-09T16:00"),  # clocks forward on the 8th
        ("Europe/Berlin", "2026-10-23T15:00", 4, "2026-10-26T11:00"),  # and back on the 25th
        (
            "Pacific/Auckland",
            "2026-04-03T04:00",
            2,
            "2026-04-06T23:00",
        ),  # Good Friday, Easter Monday, clocks back
        ("Europe/London", "2026-12-24T16:00", 4, "2026-12-29T11:00"),  # Christmas, Boxing Day moved to Monday
        (
            "America/New_York",
            "2026-07-02T20:00",
            4,
            "2026-07-06T15:00",
        ),  # the 4th is a Saturday: the 3rd is free
        ("Europe/Berlin", "2026-12-31T15:00", 4, "2027-01-04T10:00"),  # New Year's Day is a Friday
    ],
)
def test_working_hours_pass_only_while_they_work(zone: str, start: str, hours: int, expected: str) -> None:
    assert at(zone).after_hours(moment(start), hours) == moment(expected)


@pytest.mark.parametrize(
    ("zone", "start", "days", "expected"),
    [
        ("Europe/London", "2026-03-02T10:00", 5, "2026-03-09T10:00"),
        ("Europe/London", "2026-03-07T12:00", 1, "2026-03-10T09:00"),
        ("Europe/London", "2026-03-05T20:00", 1, "2026-03-09T09:00"),
        (
            "Europe/London",
            "2026-03-27T10:30",
            1,
            "2026-03-30T09:30",
        ),  # half past ten stays so over the clock change
        ("America/Los_Angeles", "2026-10-30T17:00", 1, "2026-11-02T18:00"),
        ("Europe/Berlin", "2028-02-28T10:00", 1, "2028-02-29T10:00"),
        ("Europe/Berlin", "2028-02-28T10:00", 2, "2028-03-01T10:00"),
        ("Europe/Berlin", "2026-02-27T10:00", 1, "2026-03-02T10:00"),
        ("Asia/Singapore", "2026-12-31T02:00", 1, "2027-01-04T02:00"),
        (
            "Pacific/Auckland",
            "2026-12-23T22:00",
            1,
            "2026-12-28T22:00",
        ),  # Boxing Day is kept on Monday the 28th
        ("Pacific/Honolulu", "2026-12-31T20:00", 1, "2027-01-04T20:00"),
    ],
)
def test_working_days_keep_the_time_of_day(zone: str, start: str, days: int, expected: str) -> None:
    assert at(zone).after_days(moment(start), days) == moment(expected)


def test_the_country_of_the_data_wins_over_the_zone_and_the_zone_over_the_locale() -> None:
    new_year_in_japan = date(2026, 1, 12)  # Coming of Age Day
    assert not at("Europe/London", country="JP").is_working_day(new_year_in_japan)
    assert at("Europe/London", locale="ja-JP").is_working_day(new_year_in_japan)
    assert not at("UTC", locale="ja-JP").is_working_day(new_year_in_japan)
    assert at("UTC", locale="ja").is_working_day(new_year_in_japan)
    assert at(None).is_working_day(date(2026, 12, 25))


@pytest.mark.parametrize("zone", [None, "", "Nowhere/Atall", "../secret"])
def test_a_zone_that_nobody_knows_counts_as_utc(zone: str | None) -> None:
    assert at(zone).opening(moment("2026-03-02T03:00")) == moment("2026-03-02T09:00")


def test_a_calendar_that_never_ends_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    free = {date(2026, 3, 2) + timedelta(days=number) for number in range(LONGEST_HOLIDAYS + 1)}
    monkeypatch.setattr("bot.rules.working_time.public_holidays", lambda country, year: free)
    clock = at("Europe/London")
    # After sixty days the first of May is taken, whatever the calendar says; a Saturday even so is none.
    assert clock.opening(moment("2026-03-02T10:00")) == moment("2026-05-01T08:00")
    assert clock.opening(moment("2026-03-03T10:00")) == moment("2026-05-04T08:00")
    free.discard(date(2026, 4, 30))
    assert clock.opening(moment("2026-03-02T10:00")) == moment("2026-04-30T08:00")


def test_a_country_without_a_calendar_has_no_holidays() -> None:
    assert public_holidays("XX", 2026) == frozenset()
    assert at("Antarctica/Troll").is_working_day(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Europe/Berlin", "DE"), ("Asia/Calcutta", "IN"), ("US/Hawaii", "US"), ("UTC", None), (None, None)],
)
def test_the_country_of_a_zone(zone: str | None, country: str | None) -> None:
    assert country_of_zone(zone) == country


@pytest.mark.parametrize(
    ("locale", "country"),
    [("en-GB", "GB"), ("pt_BR", "BR"), ("zh-Hans-CN", "CN"), ("de", None), ("es-419", None), (None, None)],
)
def test_the_country_of_a_locale(locale: str | None, country: str | None) -> None:
    assert country_of_locale(locale) == country


@pytest.mark.parametrize(
    ("written", "country"),
    [("Germany", "DE"), ("Deutschland", "DE"), ("UK", "GB"), ("usa", "US"), ("nowhere", None), (None, None)],
)
def test_the_country_that_the_data_names(written: str | None, country: str | None) -> None:
    assert country_of(written) == country


def test_other_hours_and_days_are_kept() -> None:
    gulf = Policy.of({"working_days": "sun-thu", "working_hours": "8-16"})
    clock = WorkingTime.of(gulf, "Asia/Dubai")
    assert clock.opening(moment("2026-03-06T10:00")) == moment("2026-03-08T04:00")
    round_the_clock = WorkingTime.of(Policy.of({"working_days": "mon-sun", "working_hours": "0-24"}), "UTC")
    assert round_the_clock.after_hours(moment("2026-03-07T22:00"), 30) == moment("2026-03-09T04:00")


def test_a_day_on_which_the_clocks_change_has_as_many_hours_as_it_has() -> None:
    always = Policy.of({"working_days": "mon-sun", "working_hours": "0-24"})
    berlin = WorkingTime.of(always, "Europe/Berlin")
    # At ten on the Saturday; 24 hours later it is eleven in spring and nine in autumn.
    assert berlin.after_hours(moment("2026-03-28T09:00"), 24) == moment("2026-03-29T09:00")
    assert berlin.after_hours(moment("2026-10-24T08:00"), 24) == moment("2026-10-25T08:00")
    assert berlin.after_days(moment("2026-03-28T09:00"), 1) == moment("2026-03-29T08:00")
    assert berlin.after_days(moment("2026-10-24T08:00"), 1) == moment("2026-10-25T09:00")


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))


@given(zone=st.sampled_from(ZONES), start=MOMENTS, hours=st.integers(0, 40))
def test_working_hours_add_up_everywhere(zone: str, start: datetime, hours: int) -> None:
    clock = at(zone)
    end = clock.after_hours(start, hours)
    assert end >= start
    assert clock.after_hours(start, hours + 1) > end
    assert clock.after_hours(clock.after_hours(start, hours), 3) == clock.after_hours(start, hours + 3)
    local = end.astimezone(clock.zone)
    assert clock.is_working_day(local.date())
    assert 9 <= local.hour + local.minute / 60 <= 18


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
    st.integers(0, 60),
)
def test_the_hours_between_are_those_that_were_added(zone: str, start: datetime, hours: int) -> None:
    clock = at(zone)
    assert clock.hours_between(start, clock.after_hours(start, hours)) == pytest.approx(hours)
    assert clock.hours_between(start, start - timedelta(days=1)) == 0


@given(zone=st.sampled_from(ZONES), start=MOMENTS, days=st.integers(0, 30))
def test_working_days_add_up_everywhere(zone: str, start: datetime, days: int) -> None:
    clock = at(zone)
    end = clock.after_days(start, days)
    assert clock.opening(end) == end
    assert clock.after_days(clock.after_days(start, days), 2) == clock.after_days(start, days + 2)
    assert clock.after_days(start, days + 1) > end


@given(zone=st.sampled_from(ZONES), start=MOMENTS)
def test_the_day_after_begins_before_its_work_does(zone: str, start: datetime) -> None:
    clock = at(zone)
    midnight = clock.day_after(start)
    assert midnight.astimezone(clock.zone).date() > start.astimezone(clock.zone).date()
    assert clock.opening(midnight) == clock.next_day(start)
