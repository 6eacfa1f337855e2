"""A company at work: the real bot behind signed requests, a pretend Slack in front, a real database beneath."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.clock import FixedClock
from bot.db import Database
from bot.http import create_http
from bot.sandbox.actor import Actor
from bot.sandbox.driver import Driver
from bot.sandbox.records import Message, View
from bot.sandbox.server import SlackServer
from bot.sandbox.transport import WsgiTransport
from bot.sandbox.workspace import Workspace
from bot.settings import Settings
from bot.wiring import Wired, build
from models import Account, Activity, Advocate, Ask, Version

SECRET = "a-signing-secret"
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SAM, BEA, ANA, OLU, GUS, OUT = "U0SAM", "U0BEA", "U0ANA", "U0OLU", "U0GUS", "U0OUT"


def people(workspace: Workspace) -> None:
    """Two in sales, a CSM, the owner, a guest, and somebody of another organisation."""
    add = workspace.add_person
    add(SAM, "sam", real_name="Sam Field", email="sam@ours.example", tz="Europe/London")
    add(BEA, "bea", real_name="Bea Stone", email="bea@ours.example", tz="Europe/London")
    add(ANA, "ana", real_name="Ana Silva", email="ana@ours.example", tz="Europe/London")
    add(OLU, "olu", real_name="Olu Ade", email="olu@ours.example", tz="Europe/London")
    add(GUS, "gus", real_name="Gus Guest", is_restricted=True)
    add(OUT, "out", real_name="Olga Outside", team_id="T0OTHER", is_stranger=True)


def settings(db_url: str, api_url: str, **more: Any) -> Settings:
    """What a real installation would have in its environment."""
    return Settings(
        _env_file=None,
        database_url=db_url,
        slack_bot_token="xoxb-sandbox",
        slack_signing_secret=SECRET,
        slack_api_url=api_url,
        program_owners=OLU,
        **more,
    )


@dataclass
class Office:
    """The bot, its people and its clock."""

    db: Database
    wired: Wired
    slack: Driver
    server: SlackServer
    clock: FixedClock
    expected: set[str] = field(default_factory=set)
    """Errors that this test means Slack to answer with."""

    def person(self, slack_id: str) -> Actor:
        return self.slack.as_person(slack_id)

    def deliver(self) -> None:
        """Everything due goes out."""
        self.wired.deliver_due()

    def modal(self, person: Actor) -> View:
        """The modal that a click has opened; it opens after the click is acknowledged."""
        self.slack.until(lambda: person.modal is not None, what="a modal")
        assert person.modal is not None
        return person.modal

    def whisper(self, person: Actor, containing: str) -> str:
        """What only this person was told after a click."""
        self.slack.until(
            lambda: any(containing in one.text for one in person.ephemerals()),
            what=f"a whisper of {containing!r}; there are {[one.text for one in person.ephemerals()]}",
        )
        return next(one.text for one in person.ephemerals() if containing in one.text)

    def press(self, person: Actor, action_id: str, value: str | None = None) -> View:
        """Presses a button that opens a modal."""
        answer = person.press(action_id, value)
        assert answer.ok, answer
        return self.modal(person)

    def latest(self, person: Actor) -> Message:
        """Their newest message, calendar files aside."""
        return next(one for one in reversed(person.messages()) if not one.files)

    def later(self, **delta: float) -> None:
        """Moves the program's clock."""
        self.clock.at += timedelta(**delta)

    def job(self, name: str) -> str:
        """Runs a job now, and delivers."""
        summary = self.wired.scheduler.run_now(name, self.clock.now(), force=True).summary
        self.deliver()
        return summary

    def add_account(self, name: str, *, csm: str = "ana@ours.example", **columns: object) -> Account:
        values: dict[str, object] = {
            "domain": f"{name.lower().replace(' ', '-')}.example",
            "industry": "Fintech",
            "segment": "enterprise",
            "region": "emea",
        }
        account = Account(
            name=name,
            csm=csm,
            created_at=self.clock.now(),
            updated_at=self.clock.now(),
            **(values | columns),
        )
        self.add_row(account)
        return account

    def add_advocate(self, name: str, account: Account, **columns: object) -> Advocate:
        values: dict[str, object] = {
            "email": f"{name.lower().replace(' ', '.')}@{account.domain}",
            "stage": "enrolled",
        }
        advocate = Advocate(
            name=name,
            account_id=account.id,
            created_at=self.clock.now(),
            updated_at=self.clock.now(),
            **(values | columns),
        )
        self.add_row(advocate)
        return advocate

    def add_past_ask(
        self, advocate: Advocate, on: date, *, kind: str = "reference_call", **columns: object
    ) -> Ask:
        values: dict[str, object] = {"state": "completed", "effort": 2, "answer": "yes"}
        ask = Ask(
            advocate_id=advocate.id,
            origin="import",
            kind=kind,
            asked_on=on,
            counted_on=on,
            **(values | columns),
        )
        self.add_row(ask)
        return ask

    def add_activity(self, advocate: Advocate, on: date, **columns: object) -> Activity:
        values: dict[str, object] = {"kind": "reference_call", "effort": 2, "origin": "import"}
        activity = Activity(
            advocate_id=advocate.id,
            completed_on=on,
            completed_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
            **(values | columns),
        )
        self.add_row(activity)
        return activity

    def add_row(self, row: object) -> None:
        """Any row, with the words it may bring."""
        with self.db.changing() as session:
            session.add(row)
            version = session.get(Version, "vocabulary")
            if version:
                version.number += 1
            else:
                session.add(Version(name="vocabulary", number=1))

    def asks(self) -> Sequence[Ask]:
        with self.db.reading() as session:
            return session.query(Ask).order_by(Ask.reserved_at, Ask.id).all()


def open_office(db: Database, server: SlackServer, at: datetime = MONDAY, **more: Any) -> Office:
    """The bot as a real process wires it, with a clock that stands still."""
    clock = FixedClock(at)
    url = db.url.render_as_string(hide_password=False)
    wired = build(settings(url, server.url, **more), clock)
    transport = WsgiTransport(create_http(wired.bolt, wired.program.db))
    return Office(db, wired, Driver(server.workspace, transport, SECRET), server, clock)
