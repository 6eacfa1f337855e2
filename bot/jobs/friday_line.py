"""friday_line: at the end of the week each CSM reads in one message whom they thanked, what waits, and what next week brings."""

from datetime import datetime

from bot.services import friday_line
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Safe to repeat: each CSM has one line a week. Every hour, because each reader's Friday is in their own zone."""
    told = friday_line.tell_due(program)
    closed = friday_line.close_past(program)
    return f"{told} CSMs told of their week, {closed} lines of last week closed"
