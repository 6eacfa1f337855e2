"""The messages about executive notes and sponsors."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Protocol

from sqlalchemy.orm import Session

from bot.executive_facts import NoteStory
from bot.facts import StandIn
from bot.outbox.view import View, ViewRequest
from bot.queries.executive_stories import new_sponsors, note_story
from bot.queries.people import colleague
from bot.services.program import Program
from bot.services.readers import reader
from messages import executive_notes
from messages.render import Message


class AsRead(Protocol):
    """The story as whoever reads it signs it, and why it is not the CSM where it is somebody else."""

    def __call__(
        self, program: Program, session: Session, story: NoteStory, wanted: ViewRequest, /
    ) -> tuple[NoteStory, StandIn | None]: ...


def executive_views(program: Program, as_read: AsRead) -> dict[tuple[str, str], View]:
    """By (subject kind, audience)."""

    def executive(session: Session, wanted: ViewRequest) -> Message | None:
        story = note_story(session, wanted.subject_id, program.policy_in(session), wanted.now)
        week, _, slack_id = wanted.period.partition(" ")
        if story is None or story.executive is None or wanted.reader != slack_id:
            return None  # a personal word is nobody else's to write
        now_with = reader(program, session, story.csm.mention, wanted.now).address
        story = replace(story, csm=colleague(session, now_with))
        return executive_notes.executive(story, slack_id, date.fromisoformat(week))

    def csm(session: Session, wanted: ViewRequest) -> Message | None:
        story = note_story(session, wanted.subject_id, program.policy_in(session), wanted.now)
        return executive_notes.csm(*as_read(program, session, story, wanted)) if story else None

    def sponsors_for_csm(session: Session, wanted: ViewRequest) -> Message | None:
        lines = new_sponsors(session, _begins(wanted.period), csm=wanted.subject_id)
        return executive_notes.sponsors_for_csm(lines)

    def sponsors_for_executive(session: Session, wanted: ViewRequest) -> Message | None:
        lines = new_sponsors(session, _begins(wanted.period), executive=wanted.subject_id)
        return executive_notes.sponsors_for_executive(lines)

    return {
        ("executive_note", "executive"): executive,
        ("executive_note", "csm"): csm,
        ("sponsors", "csm"): sponsors_for_csm,
        ("sponsors", "executive"): sponsors_for_executive,
    }


def _begins(day: str) -> datetime:
    """The beginning, in UTC, of a day that is written as a period."""
    return datetime.combine(date.fromisoformat(day), time(), UTC)
