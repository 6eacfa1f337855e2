"""The messages about milestones, celebrations and spotlights."""

from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from bot.facts import StandIn
from bot.milestone_facts import Noticed
from bot.outbox.view import View, ViewRequest
from bot.queries.milestones import noticed
from bot.queries.people import colleague
from bot.rules.nudging import zone_of
from bot.services.program import Program
from messages import milestones
from messages.render import Message


class AsRead(Protocol):
    """The story as whoever reads it signs it, and why it is not the CSM where it is somebody else."""

    def __call__(
        self, program: Program, session: Session, story: Noticed, wanted: ViewRequest, /
    ) -> tuple[Noticed, StandIn | None]: ...


def gratitude_views(program: Program, as_read: AsRead) -> dict[tuple[str, str], View]:
    """By (subject kind, audience)."""

    def moments(session: Session, wanted: ViewRequest) -> Message | None:
        zone = zone_of(colleague(session, wanted.reader).time_zone)
        today = wanted.now.astimezone(zone).date()
        found = noticed(session, wanted.subject_id, date.fromisoformat(wanted.period), today)
        if found is None:
            return None
        return milestones.csm(*as_read(program, session, found, wanted))

    return {("milestones", "csm"): moments}
