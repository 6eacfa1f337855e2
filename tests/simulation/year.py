"""A year of the sample company, hour by hour where something is due: real services, jobs and outbox, a pretend Slack."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import bindparam, func, select

from bot.clock import FixedClock
from bot.db import plain
from bot.errors import Refused
from bot.jobs import ask_reminders
from bot.jobs.job import period_of
from bot.jobs.schedule import TIMETABLE
from bot.rules.deadlines import ASK_DEADLINES
from bot.sandbox.company import colleagues
from bot.sandbox.company.people import Colleague
from bot.sandbox.records import Message
from bot.sandbox.workspace import Workspace
from bot.services import people, standing_in
from bot.wiring import Wired
from models import Activity, Ask, ReferenceRequest, Slot
from models.outbox import WANTED
from tests.simulation.behaviour import Behaviour, Temper, buttons

COUNTRIES = {
    "Europe/London": "GB",
    "America/New_York": "US",
    "America/Chicago": "US",
    "Europe/Berlin": "DE",
    "Asia/Singapore": "SG",
    "Europe/Lisbon": "PT",
    "Europe/Stockholm": "SE",
    "Pacific/Auckland": "NZ",
    "Pacific/Honolulu": "US",
}


MONDAY, FRIDAY = 0, 4
WEEKLY_HERE = frozenset({"satisfaction_surveys"})
"""Late rather than never: a survey a week for each CSM is as much as a year in a minute can bear."""
BY_THE_CLOCK = {(MONDAY, 9): "weekly_digest", (FRIDAY, 15): "friday_line"}
"""What has its hour of the week, by each reader's own clock."""

COMING = select(
    select(func.min(Ask.due_at)).scalar_subquery(),
    select(func.min(Activity.due_at)).scalar_subquery(),
    select(func.min(Slot.due_at)).where(WANTED).scalar_subquery(),
    select(ReferenceRequest.id).where(ReferenceRequest.state == "searching").exists(),
)
"""When an ask, thanks or a message is due next, and whether a request looks for somebody."""
DUE_STATES = select(Ask.state).where(Ask.due_at <= bindparam("now")).distinct()
LOOKED_AT = 25
"""How far up somebody scrolls."""


@dataclass(frozen=True)
class Heard:
    """A message as it arrived."""

    at: datetime
    reader: str
    zone: str
    by_job: bool
    key: tuple[str, int]
    """The slot and its version."""
    text: str

    @property
    def in_hours(self) -> bool:
        """By a calendar of the test's own."""
        local = self.at.astimezone(ZoneInfo(self.zone))
        free = holidays.country_holidays(COUNTRIES[self.zone], years=local.year)
        return local.weekday() < 5 and 9 <= local.hour < 18 and local.date() not in free


class Year:
    """The company at work from `first` on."""

    def __init__(self, wired: Wired, clock: FixedClock, workspace: Workspace, first: date, seed: int) -> None:
        self.wired, self.clock, self.workspace, self.first = wired, clock, workspace, first
        self.program = wired.program
        self.chance = random.Random(seed)
        self.behaviour = Behaviour(self.program, seed + 1)
        self.staff = [one for one in colleagues() if not one.is_guest]
        self.zones = {one.slack_id: one.tz for one in self.staff}
        tempers = [Temper(diligence) for diligence in (0.95, 0.8, 0.5, 0.15)] * 2
        self.chance.shuffle(tempers)
        self.tempers = dict(zip(self.zones, tempers, strict=True))
        self.gone: set[str] = set()
        self.away_until: dict[str, date] = {}
        self.heard: list[Heard] = []
        self.jobs = Counter[str]()
        self._read: dict[str, int] = {}
        self._next: datetime | None = None
        self._done = 0
        self.spared = 0
        for one in self.staff:
            self._know(one)
        self._jobs = {job.name: job for job in TIMETABLE}

    def live(self, days: int) -> None:
        """That many days in which people work, and everything is a matter of chance."""
        for number in range(days):
            day = self.first + timedelta(days=number)
            self._fate(day, number, days)
            self._pass(day, self._looks(day))
        self.first += timedelta(days=days)

    def be_silent(self, days: int) -> None:
        """That many days in which nobody does anything: silence has to move everything on."""
        for number in range(days):
            self._pass(self.first + timedelta(days=number), [])
        self.first += timedelta(days=days)

    def _fate(self, day: date, number: int, days: int) -> None:
        """Holidays, somebody who leaves for good in the middle of the year, and somebody who moves."""
        self.clock.at = datetime.combine(day, time(), UTC)
        csms = [one for one in self.staff if one.role == "csm"]
        if number == days // 2:
            self._change(csms[1], is_gone=True)
        if number == days // 3:
            self._change(csms[2], tz="Pacific/Auckland")
        if number == days * 2 // 3:
            self._change(self.staff[1], tz="Pacific/Honolulu")
        if self.chance.random() < 0.04:
            who = self.chance.choice(csms)
            back = day + timedelta(days=self.chance.randint(3, 15))
            stand_in = self.chance.choice([one for one in csms if one is not who])
            if who.slack_id in self.gone:
                return
            try:
                standing_in.away(self.program, who.slack_id, back, stand_in.slack_id)
                self.away_until[who.slack_id] = back
            except Refused:
                return  # whoever was to stand in has left
            self._deliver(by_job=False)

    def _change(self, one: Colleague, *, is_gone: bool = False, tz: str | None = None) -> None:
        """Slack tells another profile from now on, and the bot has looked."""
        self.zones[one.slack_id] = tz or one.tz
        if is_gone:
            self.gone.add(one.slack_id)
        self.workspace.change_person(one.slack_id, tz=self.zones[one.slack_id], deleted=is_gone)
        self._know(one)

    def _know(self, one: Colleague) -> None:
        people.remember(
            self.program,
            people.Profile(
                one.slack_id,
                one.real_name,
                email=one.email,
                time_zone=self.zones[one.slack_id],
                locale=one.locale,
                is_gone=one.slack_id in self.gone,
            ),
        )

    def _looks(self, day: date) -> list[tuple[datetime, str]]:
        """When who looks into Slack on a day: twice in their working time."""
        looks = []
        for one in self.staff:
            if day.weekday() > 4 or one.slack_id in self.gone or self.away_until.get(one.slack_id, day) > day:
                continue
            for first, last in ((9, 12), (13, 17)):
                at = time(self.chance.randint(first, last), self.chance.randrange(60))
                zone = ZoneInfo(self.zones[one.slack_id])
                looks.append((datetime.combine(day, at, zone).astimezone(UTC), one.slack_id))
        return looks

    def _pass(self, day: date, looks: list[tuple[datetime, str]]) -> None:
        hours = [(datetime.combine(day, time(hour), UTC), "") for hour in range(24)]
        for at, who in sorted([*hours, *looks]):
            self.clock.at = max(at, self.clock.at)
            if who:
                self._look(who)
            else:
                self._hour()

    def _hour(self) -> None:
        """What is due is done; with a new day everything is that the timetable has then."""
        now = self.clock.at
        clocks = [now.astimezone(ZoneInfo(zone)) for zone in {*self.zones.values()}]
        hours = {(clock.weekday(), clock.hour) for clock in clocks}
        due = {name for hour, name in BY_THE_CLOCK.items() if hour in hours}
        if now.hour == 0:
            self._look_for_what_was_missed(now)
            begun = {name for name, job in self._jobs.items() if period_of(job.every, now) == now}
            due |= begun if now.weekday() == MONDAY else begun - WEEKLY_HERE
        else:
            self._next = self._next or self._coming()
            if self._next <= now:
                due |= self._due(now)
            elif not due:
                return
        for name in [name for name in self._jobs if name in due]:
            self._jobs[name].run(self.program, now)
            self.jobs[name] += 1
        self._deliver(by_job=True)

    def _look_for_what_was_missed(self, now: datetime) -> None:
        """Where the job sees at a glance that nothing is due, all its steps find nothing either."""
        if ask_reminders.is_anything_due(self.program, now):
            return
        self.spared += 1
        if self.spared % 5 == 0:
            with self.program.reading() as session:
                before = session.scalar(select(func.sum(Slot.wanted_version)))
            assert ask_reminders.take_steps(self.program, now) == ask_reminders.Done(), now
            with self.program.reading() as session:
                assert session.scalar(select(func.sum(Slot.wanted_version))) == before, now

    def _coming(self) -> datetime:
        """When a job or a message is due next."""
        with self.program.reading() as session:
            *found, is_searching = plain(session, COMING).one()
            if is_searching:
                return self.clock.at
        return min((one for one in found if one is not None), default=datetime.max.replace(tzinfo=UTC))

    def _due(self, now: datetime) -> set[str]:
        with self.program.reading() as session:
            states = plain(session, DUE_STATES, {"now": now}).scalars()
            names = {ASK_DEADLINES[state].job for state in states}
            *_, first_thanks, _, is_searching = plain(session, COMING).one()
            if first_thanks is not None and first_thanks <= now:
                names.add("thank_you_nudges")
            return names | ({"ask_reminders"} if is_searching else set())

    def _look(self, who: str) -> None:
        one = next(one for one in self.staff if one.slack_id == who)
        if one.role == "sales" and self.chance.random() < 0.035:
            self.behaviour.file(who)
        latest = self._messages(who)[-LOOKED_AT:]
        for button in [button for message in latest for button in buttons(message)]:
            self.behaviour.press(who, button, self.tempers[who])
        if (done := self.behaviour.done) > self._done:
            self._done = done
            self._deliver(by_job=False)

    def _messages(self, who: str) -> list[Message]:
        channel = self.workspace.im_of(who)
        return self.workspace.messages(channel.id) if channel else []

    def _deliver(self, *, by_job: bool) -> None:
        self._next = None
        if not self._is_wanted():
            return
        self.wired.relay.deliver_due()
        for one in self.staff:
            messages = self._messages(one.slack_id)
            for message in messages[self._read.get(one.slack_id, 0) :]:
                self._hear(message, one.slack_id, by_job)
            self._read[one.slack_id] = len(messages)

    def _is_wanted(self) -> bool:
        with self.program.reading() as session:
            *_, first, _ = plain(session, COMING).one()
            return first is not None and first <= self.clock.at

    def _hear(self, message: Message, reader: str, by_job: bool) -> None:
        assert message.metadata is not None
        payload = message.metadata["event_payload"]
        key = (str(payload["slot"]), int(payload["version"]))
        self.heard.append(Heard(self.clock.at, reader, self.zones[reader], by_job, key, message.text))
