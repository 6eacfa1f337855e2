"""What sums up a reader's other messages is kept true with them, as long as it is of use: the Friday line of this week."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select, update

from bot.db import built_once, plain
from bot.queries.friday_line import AUDIENCE, SUBJECT
from bot.rules.friday import friday_of
from bot.services.program import Program
from models import Slot


def renew_summary(program: Program, slot: Slot, reader: str, now: datetime) -> None:
    """A CSM's message about one matter has just been brought up to date: their line of this week, where one stands, wants to be
    as well. A transaction of its own, in which no other row is held."""
    if slot.audience != AUDIENCE or slot.subject_kind == SUBJECT:
        return
    week = friday_of(now.date()).isoformat()
    with program.reading() as session:
        found = plain(session, *_lines((reader, slot.conversation), week)).scalars().all()
    if not found:
        return
    with program.changing() as session:
        session.execute(
            update(Slot)
            .where(Slot.id.in_(found))
            .values(wanted_version=Slot.wanted_version + 1, retry_at=0.0, tries=0, parked_reason=None)
            .execution_options(synchronize_session=False)
        )
        session.info["marked"] = True


@built_once
def _lines(subjects: Collection[str], friday: str) -> Select[str]:
    return select(Slot.id).where(
        Slot.subject_kind == SUBJECT,
        Slot.subject_id.in_(subjects),
        Slot.audience == AUDIENCE,
        Slot.period == friday,
        Slot.ts.is_not(None),
    )
