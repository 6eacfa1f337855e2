"""The director's report: measured, and sent to an owner who asks for it."""

from datetime import date

from bot.errors import Refused
from bot.outbox.mark import mark
from bot.queries.named_stories import named_stories
from bot.rules.periods import Period, is_period, last_full_quarter, named, quarters_until
from bot.rules.report import QUARTERS, Report
from bot.services.incentive_steps import require_owner
from bot.services.measuring import look, trend
from bot.services.program import Program, record

FORMATS = ("pdf", "html", "csv")
SUBJECT = "report"
STORIES = 6


def report(program: Program, first: date, last: date) -> Report:
    """Everything that the report of a period tells, as of today."""
    quarters = trend(program, *quarters_until(last, QUARTERS))
    seen = look(program, first, last)
    with program.reading() as session:
        stories = named_stories(session, STORIES)
    return Report(seen, program.now().date(), tuple(quarters), stories)


def ask_for(program: Program, by: str, typed: str, file_format: str) -> Period:
    """An owner wants the report of a period as a file in their direct messages; what was typed is empty for the newest quarter that
    is over. Returns the period. Refused for others, and where it is no period that has begun."""
    now = program.now()
    today = now.date()
    with program.changing() as session:
        require_owner(program, session, by)
        period = named(typed) if typed else last_full_quarter(today)
        if period is None:
            raise Refused("report_period", typed=typed)
        first, last = period
        if not is_period(first, last):
            raise Refused("report_days", first=first, last=last)
        if first > today:
            raise Refused("report_to_come", first=first)
        record(
            session,
            at=now,
            actor=by,
            action="report_asked",
            subject=(SUBJECT, by),
            first=first.isoformat(),
            last=last.isoformat(),
            format=file_format,
        )
        mark(
            session,
            subject=(SUBJECT, by),
            audience=file_format,
            period=f"{first}/{last}",
            conversation=by,
            due_at=now,
            notify=True,
        )
    return period
