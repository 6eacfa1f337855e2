"""Months of executives in three zones who write, put off, hand on, go away and forget; and what holds through all of it."""

import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.errors import Refused
from bot.jobs import executive_notes as job
from bot.rules.executive_notes import DONE
from bot.sandbox.records import Message
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from bot.services import executive_notes, people
from models import Absence, Activity, Advocate, AuditEntry, ExecutiveNote, Milestone, RoleHolder, Sponsorship
from tests.journeys.office import OLU, Office, open_office
from tests.journeys.office import people as everybody

WEEKS = 5
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
SHARES = {"U0EVA": ("Europe/London", 3), "U0KAI": ("America/New_York", 2), "U0LEA": ("Pacific/Auckland", 1)}
HOURS = (0, 9, 16, 21)
"""UTC: working hours of all three zones are among them, and the hour in which the week ends."""


class Months:
    """The office, and what chance makes of its weeks."""

    def __init__(self, office: Office) -> None:
        self.office, self.program = office, office.wired.program
        self.chance = random.Random(int(os.environ.get("YEAR_SEED") or 1))
        self.reached: dict[tuple[str, date], set[str]] = defaultdict(set)
        self.heard: list[tuple[str, datetime]] = []
        self._seen: set[tuple[str, str]] = set()
        self.advocates = [
            office.add_advocate(f"Person {number}", office.add_account(f"Company {number}"), tier=tier)
            for number, tier in enumerate(("platinum", "gold", "silver") * 14)
        ]
        for one in self.advocates:
            office.add_activity(
                one, FIRST.date() - timedelta(days=90), thanked_on=FIRST.date(), prospect="Contoso"
            )
        for slack_id, (zone, share) in SHARES.items():
            name = f"{slack_id} Lund"
            office.server.workspace.add_person(slack_id, slack_id.lower(), real_name=name, tz=zone)
            people.remember(self.program, people.Profile(slack_id, name, time_zone=zone))
            office.add_row(
                RoleHolder(
                    slack_id=slack_id,
                    role="executive",
                    notes_per_week=share,
                    added_by=OLU,
                    added_at=FIRST,
                )
            )

    def live(self) -> None:
        for day in range(7 * WEEKS):
            self._fate(FIRST + timedelta(days=day))
            for hour in HOURS:
                self.office.clock.at = FIRST + timedelta(days=day, hours=hour)
                job.run(self.program, self.office.clock.at)
                self.office.deliver()
                self._look()

    def _fate(self, day: datetime) -> None:
        one = self.chance.choice(self.advocates)
        if self.chance.random() < 0.6:
            self.office.add_row(Milestone(advocate_id=one.id, kind="promotion", on=day.date()))
        if self.chance.random() < 0.4:
            self.office.add_activity(
                one, day.date(), amount=200000, result="won", prospect="Globex", thanked_on=day.date()
            )
        if self.chance.random() < 0.05:
            until = day + timedelta(days=self.chance.randint(2, 9))
            with self.office.db.changing() as session:
                session.merge(
                    Absence(
                        slack_id=self.chance.choice(list(SHARES)), until=until, stand_in=None, said_at=day
                    )
                )

    def _look(self) -> None:
        """Everybody reads what is new, and does with it as they please."""
        for slack_id, (zone, _) in SHARES.items():
            local = self.office.clock.at.astimezone(ZoneInfo(zone))
            works = local.weekday() < 5 and 9 <= local.hour < 18
            for message in self.office.person(slack_id).messages():
                note_id = _note_of(message)
                if (slack_id, message.ts) not in self._seen:
                    self._seen.add((slack_id, message.ts))
                    self.heard.append((zone, self.office.clock.at))
                    if note_id:
                        week = local.date() - timedelta(days=local.weekday())
                        self.reached[slack_id, week].add(note_id)
                if note_id and works and self.chance.random() < 0.2:
                    self._do(slack_id, note_id)

    def _do(self, slack_id: str, note_id: str) -> None:
        try:
            match self.chance.choice(("sent", "sent", "called", "later", "week", "hand", "sent and back")):
                case "later":
                    executive_notes.later(self.program, slack_id, note_id)
                case "week":
                    executive_notes.later(self.program, slack_id, note_id, "week")
                case "hand":
                    executive_notes.hand_over(self.program, slack_id, note_id)
                case "sent and back":
                    executive_notes.did(self.program, slack_id, note_id, "sent")
                    executive_notes.take_back(self.program, slack_id, note_id)
                case did:
                    executive_notes.did(self.program, slack_id, note_id, did)
        except Refused as refusal:
            assert refusal.reason in ("later_full", "later_too_late"), refusal.reason
        self.office.deliver()


def _note_of(message: Message) -> str | None:
    """The note that a prompt is about, while it has buttons."""
    for block in message.blocks:
        for element in block.get("elements", ()):
            if element.get("action_id") == "exec_note_sent":
                return str(element["value"])
    return None


@pytest.fixture
def months(sqlite_db: Database) -> Iterator[Months]:
    workspace = Workspace()
    everybody(workspace)
    with SlackServer(workspace) as server:
        office = open_office(sqlite_db, server)
        lived = Months(office)
        lived.live()
        yield lived
        office.wired.close()
    assert workspace.refusals == []


def test_what_holds_through_months(months: Months) -> None:
    for (executive, week), notes in months.reached.items():
        assert len(notes) <= SHARES[executive][1], (executive, week)
    assert max(len(notes) for notes in months.reached.values()) == 3, "the share is used"
    for zone, at in months.heard:
        local = at.astimezone(ZoneInfo(zone))
        assert local.weekday() < 5, local
        assert 9 <= local.hour < 18, local
    with months.office.db.reading() as session:
        states = Counter(session.scalars(select(ExecutiveNote.state)))
        assert all(states[state] for state in ("sent", "called", "handed_over", "lapsed")), states
        assert not session.scalars(
            select(ExecutiveNote.id).where(
                ExecutiveNote.state == "waiting",
                ExecutiveNote.lapses_on < months.office.clock.at.date() - timedelta(days=4),
            )
        ).all()
        words: dict[str, list[date]] = defaultdict(list)
        for note in session.scalars(
            select(ExecutiveNote).where(ExecutiveNote.state.in_({*DONE, "handed_over"}))
        ):
            words[note.advocate_id].append(note.moved_at.date())
        for days in words.values():
            ordered = sorted(days)
            assert all((later - earlier).days >= 30 for earlier, later in pairwise(ordered))
        sponsors = Counter(session.scalars(select(Sponsorship.executive)))
        assert max(sponsors.values()) - min(sponsors.values()) <= 1
        platinum = session.scalars(select(Advocate.id).where(Advocate.tier == "platinum")).all()
        assert sum(sponsors.values()) == len(platinum)
        assert session.scalars(
            select(AuditEntry.id).where(AuditEntry.action == "executive_note_returned")
        ).first()
        assert session.query(Activity).count() > len(months.advocates)
