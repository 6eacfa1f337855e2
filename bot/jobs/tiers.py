"""tiers: everybody's tier as of today, for what is older than a year counts no more. A rise is celebrated, a fall is silent."""

from datetime import datetime

from bot.services import tiers
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Safe to repeat: who stands as their row says is left alone."""
    settled = tiers.settle(program)
    return f"{settled.risen} rose, {settled.fallen} fell, {settled.silent} taken over in silence"
