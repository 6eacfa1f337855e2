"""ask_reminders: reminds, reroutes and lets go where time is over; checks approved asks again, looks again for those who wait,
finishes what a dead process left, and takes away buttons whose time is over."""

from datetime import datetime

from bot.rules.deadlines import ENDING, Then
from bot.services import (
    bench,
    cancelling,
    deadlines,
    deciding,
    departures,
    following_up,
    handing_over,
    undoing,
    waiting,
)
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Safe to repeat: each step looks at today's facts and does nothing where all is well."""
    moved = handing_over.settle(program, in_hours=True)
    gone = departures.let_go(program)
    taken = deadlines.take_due_steps(program, "ask_reminders")
    approved, searching, leftovers = following_up.unfinished(program)
    for ask_id in approved:
        deciding.recheck(program, ask_id)
    offered = sum(bench.ask_next(program, request_id, in_hours=True) for request_id in searching)
    unfilled = waiting.waiting(program)
    found = sum(waiting.match_again(program, request_id) for request_id in unfilled)
    closed = sum(
        cancelling.close_leftovers(program, request_id, "job:ask_reminders") for request_id in leftovers
    )
    undoing.end_undo(program, now)
    ended = sum(count for then, count in taken.items() if then in ENDING)
    return (
        f"{taken.total() - ended} reminded, {ended} moved on, {taken[Then.TO_OWNERS]} put on the owners' list;"
        f" {len(approved)} approved checked, {offered} offered to the next,"
        f" {found} of {len(unfilled)} unfilled found somebody, {closed} closed, {moved} handed over,"
        f" {gone.people} retired with {gone.asks} open"
    )
