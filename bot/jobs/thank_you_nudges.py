"""thank_you_nudges: a day after an activity nobody has thanked for, its CSM gets the draft again."""

from datetime import datetime

from bot.services import appreciation
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Each activity is a transaction of its own, and nudged once however often this runs."""
    nudged = sum(
        appreciation.nudge(program, activity_id, now)
        for activity_id in appreciation.due_for_nudge(program, now)
    )
    return f"{nudged} thank-yous brought back"
