"""quiet_advocates: once a week each CSM hears of a few people whom nobody has noticed for a while, and what would please them."""

from datetime import datetime

from bot.services import suggestions
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Safe to repeat: whoever is on this week's list, or was proposed within their time, is not proposed again."""
    new, told = suggestions.propose(program)
    return f"{new} people proposed to {told} CSMs"
