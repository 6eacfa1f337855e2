"""thank_you_nudges: whoever did something is thanked, and told what came of it; until then their CSM is reminded, then the owners see it."""

from datetime import datetime

from bot.rules.deadlines import Then
from bot.services import owed
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Each activity is a transaction of its own, and each step is taken once however often this runs."""
    taken = owed.take_due_steps(program)
    return f"{taken[Then.REMIND]} thank-yous brought back, {taken[Then.TO_OWNERS]} put on the owners' list"
