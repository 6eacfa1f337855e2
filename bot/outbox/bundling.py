"""Nudges for one reader that fall due together come as one message: a slot of its own, whose view is made of theirs.

What each nudge is about stands further up and is kept true there; here stands a line of it, with the buttons that matter
most, until it is told anew by itself.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.outbox import slots
from bot.outbox.addresses import Destination, reader_of
from bot.outbox.parts import Parts
from bot.outbox.view import View, ViewRequest, Views
from bot.queries.people import by_reference
from bot.services.program import Program
from messages.nudges import Brief, brief, together
from messages.render import Message
from models import Slot

KIND, AUDIENCE = "nudges", "reader"
"""A bundle's slot. Its subject is its own id, which its members carry as `bundle`."""
MOST = 20
"""Nudges in one message, with two blocks each of the 50 that Slack takes. More make another message."""


def put_together(parts: Parts, slot: Slot, to: Destination, now: datetime) -> bool:
    """Whether a nudge goes out in one message with others that are due where it stands; False where it is the only one.

    One transaction wants the bundle, and no longer wants its members to be posted by themselves: a process that dies
    before or after it loses nothing and tells nothing twice.
    """
    if not slot.nudge or slot.subject_kind == KIND:
        return False
    with parts.program.reading() as session:
        reader = reader_of(parts.program, session, slot, now)
        waiting = [
            one
            for one in slots.nudges_due_beside(session, slot, now, parts.wall(), MOST)
            if reader_of(parts.program, session, one, now) == reader
            and (line := _line(parts.views, session, one, now, to.reader, to.stand_in_for))
            and line.buttons
        ]
    if slot.id not in {one.id for one in waiting}:
        return False
    with parts.program.changing() as session:
        members = slots.hold_nudges(session, waiting)
        if slot.id not in members or len(members) < 2:
            return False
        slots.bundle(session, members, (KIND, AUDIENCE), to.reader, now)
        return True


def bundle_view(program: Program, views: Views) -> View:
    """What was put together as it stands today, without what has been told anew or is somebody else's since."""

    def view(session: Session, wanted: ViewRequest) -> Message | None:
        lines = []
        for slot in slots.bundled(session, wanted.subject_id):
            reader = reader_of(program, session, slot, wanted.now)
            person = by_reference(session, reader)
            is_theirs = wanted.stand_in_for or (person.slack_id if person else reader) == wanted.reader
            line = _line(views, session, slot, wanted.now, wanted.reader, wanted.stand_in_for)
            if is_theirs and line:
                lines.append(line)
        return together(lines)

    return view


def _line(
    views: Views, session: Session, slot: Slot, now: datetime, reader: str, stand_in_for: str | None
) -> Brief | None:
    """A nudge in short; None where nothing is shown of it."""
    wanted = ViewRequest(
        slot.subject_id,
        slot.period,
        now,
        reader,
        version=slot.wanted_version,
        again=slot.sent_version > 0,
        stand_in_for=stand_in_for,
    )
    message = views[slot.subject_kind, slot.audience](session, wanted)
    return brief(message) if message else None
