"""ask_reminders: checks approved asks again, and finishes what a process that died left half done."""

from datetime import datetime

from bot.services import asks, following_up, reference_requests
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Safe to repeat: each step looks at today's facts and does nothing where all is well."""
    approved, searching, leftovers = following_up.unfinished(program)
    for ask_id in approved:
        asks.recheck(program, ask_id)
    offered = sum(reference_requests.ask_next(program, request_id) for request_id in searching)
    closed = sum(
        reference_requests.close_leftovers(program, request_id, "job:ask_reminders")
        for request_id in leftovers
    )
    return f"{len(approved)} approved checked, {offered} offered to the next, {closed} closed"
