"""The messages about milestones, celebrations and spotlights."""

from dataclasses import replace
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from bot.facts import StandIn
from bot.milestone_facts import Celebrated, Noticed, SpotlightStory
from bot.outbox.view import View, ViewRequest
from bot.queries.celebrations import celebrated, may_celebrate_moments
from bot.queries.milestones import noticed
from bot.queries.people import colleague
from bot.queries.spotlights import spotlight_story
from bot.rules.nudging import zone_of
from bot.services.program import Program
from messages import celebrations, milestones, spotlights
from messages.render import Message
from models import Celebration

Told = TypeVar("Told", Noticed, SpotlightStory)


class AsRead(Protocol):
    """The story as whoever reads it signs it, and why it is not the CSM where it is somebody else."""

    def __call__(
        self, program: Program, session: Session, story: Told, wanted: ViewRequest, /
    ) -> tuple[Told, StandIn | None]: ...


def gratitude_views(program: Program, as_read: AsRead) -> dict[tuple[str, str], View]:
    """By (subject kind, audience)."""

    def moments(session: Session, wanted: ViewRequest) -> Message | None:
        zone = zone_of(colleague(session, wanted.reader).time_zone)
        today = wanted.now.astimezone(zone).date()
        told_on = date.fromisoformat(wanted.period)
        found = noticed(session, wanted.subject_id, told_on, today, program.gives_in(session))
        if found is None:
            return None
        celebrate = (
            program.celebration_channel is not None
            and found.advocate is not None
            and may_celebrate_moments(session, found.advocate.id, told_on)
        )
        return milestones.csm(*as_read(program, session, replace(found, may_celebrate=celebrate), wanted))

    def channel(session: Session, wanted: ViewRequest) -> Message | None:
        found = _celebrated(session, wanted)
        return celebrations.channel(found) if found else None

    def celebrant(session: Session, wanted: ViewRequest) -> Message | None:
        found = _celebrated(session, wanted)
        return celebrations.celebrant(found, wanted.now) if found else None

    def spotlight(session: Session, wanted: ViewRequest) -> Message | None:
        story = spotlight_story(session, wanted.subject_id)
        return spotlights.csm(*as_read(program, session, story, wanted)) if story else None

    return {
        ("spotlight", "csm"): spotlight,
        ("milestones", "csm"): moments,
        ("celebration", "channel"): channel,
        ("celebration", "celebrant"): celebrant,
    }


def _celebrated(session: Session, wanted: ViewRequest) -> Celebrated | None:
    one = session.get(Celebration, wanted.subject_id)
    return celebrated(session, one.activity_id or one.milestone_id or "", wanted.now) if one else None
