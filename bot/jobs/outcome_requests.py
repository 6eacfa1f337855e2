"""outcome_requests: the working day after a call, its requester is asked how it went."""

from datetime import datetime

from bot.services import following_up
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Each ask is a transaction of its own, and asked once however often this runs."""
    asked = sum(
        following_up.ask_outcome(program, ask_id, now)
        for ask_id in following_up.waiting_for_outcome(program, now)
    )
    return f"{asked} asked how it went"
