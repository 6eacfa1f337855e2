"""The message with a director's report."""

from datetime import date

from sqlalchemy.orm import Session

from bot.outbox.view import View, ViewRequest
from bot.queries.people import by_reference
from bot.services import people
from bot.services.program import Program
from bot.services.reporting import FORMATS, SUBJECT, report
from messages.render import Message


def report_views(program: Program) -> dict[tuple[str, str], View]:
    """By (subject kind, audience)."""

    def as_file(file_format: str) -> View:
        def made(session: Session, wanted: ViewRequest) -> Message | None:
            """Measuring notes which period it has measured, in transactions of its own; nothing else is changed."""
            from messages.reports.files import message

            person = by_reference(session, wanted.subject_id)
            if person is None or not people.is_owner(program, session, person):
                return None  # whoever asked is no owner any more
            first, last = (date.fromisoformat(day) for day in wanted.period.split("/"))
            return message(report(program, first, last), file_format)

        return made

    return {(SUBJECT, file_format): as_file(file_format) for file_format in FORMATS}
