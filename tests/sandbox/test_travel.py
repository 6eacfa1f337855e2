"""Time travel: a week in a moment, everything on the way in its order, and wall time left alone."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.rules.working_time import WorkingTime
from bot.sandbox.house import House
from bot.sandbox.keeping import Home
from bot.sandbox.opening import open_sandbox
from bot.sandbox.records import Message
from bot.sandbox.travel import ShiftedClock
from messages import ids
from models import Activity, Conversation, JobRun
from tests.sandbox.homes import counting, founded, home, opened_anew
from tests.sandbox.test_house import SALES, file_request

__all__ = ["founded", "home"]


@pytest.fixture
def house(home: Home) -> Iterator[House]:
    with open_sandbox(home, 0) as house:
        yield house


@dataclass(frozen=True)
class Week:
    """A journey of seven days that begins with a request, which nobody answers. Its tests only look at where it ended."""

    house: House
    begun: datetime
    statements: int
    """Asked of the database by whoever travels, jobs and deliveries included."""


@pytest.fixture(scope="module")
def week(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    with open_sandbox(opened_anew(founded, tmp_path_factory.mktemp("week") / "sandbox"), 0) as house:
        for csm in ("U0CSMBER1", "U0CSMCHI1", "U0CSMSIN1"):
            house.driver.as_person(csm).command(ids.REFERENCE_COMMAND, "mine")  # makes their time zone known
        file_request(house)
        house.wired.deliver_due()
        begun = house.clock.now()
        with counting(house.wired.program.db.engine) as statements:
            house.travel.forward(7)
        yield Week(house, begun, len(statements))


def bot_messages(house: House) -> list[Message]:
    """Everything the bot has sent, in the order of its time."""
    channels = [channel.id for channel in house.workspace.channels()]
    messages = [one for channel in channels for one in house.workspace.messages(channel)]
    return sorted((one for one in messages if one.user == "U0BOT"), key=lambda one: float(one.ts))


def at(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), UTC)


def test_an_hour_takes_few_statements(week: Week) -> None:
    """What makes a week a moment, by a measure that is the same on every machine: in most hours hardly anything is due."""
    assert week.statements / (7 * 24) < 95


def test_messages_arrive_in_their_readers_working_hours_and_in_order_of_time(week: Week) -> None:
    house = week.house
    messages = [one for one in bot_messages(house) if at(one) > week.begun]
    assert messages, "the sample company has nobody to thank"
    for message in messages:
        reader = next(
            one
            for one in house.workspace.people()
            if one.id in house.workspace.channel(message.channel).members[1:]
        )
        local = at(message).astimezone(ZoneInfo(reader.tz))
        assert local.weekday() < 5
        assert 9 <= local.hour < 18, (local, message.text)
    posted = [one["ts"] for one in house.workspace.changes_since(0) if one["kind"] == "message_posted"]
    assert posted == sorted(posted, key=float)


def test_no_lease_and_no_wait_is_moved(week: Week) -> None:
    with week.house.wired.program.reading() as session:
        furthest = session.scalar(
            select(func.max(func.max(Conversation.lease_until), func.max(Conversation.quiet_until)))
        )
        leased = session.scalar(select(func.max(JobRun.lease_until)))
    soon = time.time() + 120
    assert furthest is None or furthest < soon
    assert leased is not None
    assert leased < soon


def test_signed_requests_and_forms_work_as_before_a_journey(week: Week) -> None:
    sales = week.house.driver.as_person(SALES)
    assert sales.command(ids.REFERENCE_COMMAND).ok
    week.house.driver.until(lambda: sales.modal, what="the form")
    assert week.house.workspace.refusals == []


def test_the_timetable_does_not_repeat_what_the_journey_did(week: Week) -> None:
    house = week.house
    with house.wired.program.reading() as session:
        nudged = session.scalar(select(func.count()).where(Activity.thanks_nudged_at.is_not(None)))
    before = len(bot_messages(house))
    for name in house.wired.scheduler.job_names:
        assert not house.wired.scheduler.run_now(name, house.clock.now()).ran
    assert nudged
    assert len(bot_messages(house)) == before


def test_it_says_in_one_line_where_it_is_and_what_came(house: House) -> None:
    house.travel.next_working_morning()
    before = len(bot_messages(house))
    said = house.travel.next_working_morning()
    now, count = house.travel.now(), len(bot_messages(house)) - before
    assert said.startswith(f"{now:%A} {now.day} {now:%B}, 09:00: ")
    assert said.endswith({0: "no message", 1: "1 message"}.get(count, f"{count} messages"))


def test_a_day_later_is_the_same_time_of_day_for_the_owner(house: House) -> None:
    before = house.travel.now()
    house.travel.forward(1)
    passed = house.travel.now().replace(tzinfo=None) - before.replace(tzinfo=None)
    assert timedelta(days=1) <= passed < timedelta(days=1, seconds=10)


def test_the_next_working_morning_is_never_on_a_weekend(house: House) -> None:
    mornings: list[datetime] = []
    while not any(later - sooner > timedelta(days=2) for sooner, later in pairwise(mornings)):
        before = house.travel.now()
        house.travel.next_working_morning()
        now = house.travel.now()
        assert now > before
        assert now.weekday() < 5
        assert (now.hour, now.minute) == (9, 0)
        assert now.date() > before.date() or before.hour < 9
        mornings.append(now)


def test_what_comes_due_on_the_way_happens_there_and_not_at_the_end(house: House) -> None:
    csm = house.driver.as_person(file_request(house))
    sales = house.driver.as_person(SALES)
    csm.press(ids.ASK_REVIEW)
    house.driver.until(lambda: csm.modal, what="the review")
    csm.submit(decision="approve")
    csm.click(csm.wait_for(ids.ASK_SENT), ids.ASK_SENT)
    csm.click(csm.wait_for(ids.ASK_ANSWER), ids.ASK_ANSWER)
    house.driver.until(lambda: csm.modal, what="the answer")
    called = house.clock.now() + timedelta(hours=3)
    csm.submit(answer="yes", scheduled_for=int(called.timestamp()))
    sales.wait_for(ids.ASK_SCHEDULE)
    morning = WorkingTime.of(house.wired.program.policy, sales.person.tz).next_day(called)
    house.travel.to(morning + timedelta(hours=3))
    asked = sales.find(ids.ASK_OUTCOME)
    assert isinstance(asked, Message)
    assert morning <= at(asked) < morning + timedelta(minutes=1)


def test_a_clock_runs_on_and_never_goes_back() -> None:
    clock = ShiftedClock(timedelta(days=3))
    first = clock.now()
    clock.move_to(first - timedelta(days=1))
    assert clock.now() >= first
    clock.move_to(first + timedelta(days=1))
    assert timedelta(0) <= clock.now() - first - timedelta(days=1) < timedelta(seconds=5)
