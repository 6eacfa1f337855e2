"""outcome_requests: the working day after a call its requester is asked how it went, reminded twice, then it is taken as happened."""

from datetime import datetime

from bot.rules.deadlines import Then
from bot.services import deadlines
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Each ask is a transaction of its own, and each step is taken once however often this runs."""
    taken = deadlines.take_due_steps(program, "outcome_requests")
    return (
        f"{taken[Then.ASK_OUTCOME]} asked how it went, {taken[Then.REMIND]} reminded,"
        f" {taken[Then.TAKE_AS_HAPPENED]} taken as happened"
    )
