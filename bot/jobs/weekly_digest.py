"""weekly_digest: on their own Monday at nine each owner hears what happened, what waits for them, and whether the program is healthy."""

from datetime import datetime

from bot.services import digests
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Safe to repeat: each owner is told once a week."""
    sent = digests.send_due(program)
    return f"{sent} digest{'' if sent == 1 else 's'} due"
