"""satisfaction_surveys: after an activity and twice a year the CSM gets a short text to send; unanswered ones are let go, and what was
made of feedback is not forgotten."""

from datetime import datetime

from bot.services import feedback, surveying
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Each survey is a transaction of its own; a CSM is given one a day at most, however often this runs."""
    gone = surveying.let_go(program)
    asked = surveying.ask_due(program)
    reminded = feedback.remind(program)
    return f"{asked} surveys suggested, {gone} let go, {reminded} reminded of feedback"
