"""tiers: everybody's tier as of today, for what is older than a year counts no more. A rise is celebrated, a fall is silent.
What comes with a tier is told to whoever sees to it, and brought back where it is overdue."""

from datetime import datetime

from bot.services import benefits, tiers
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Safe to repeat: who stands as their row says is left alone, and nobody is reminded twice."""
    settled = tiers.settle(program)
    lapsed = benefits.lapse(program)
    told = benefits.tell(program)
    return (
        f"{settled.risen} rose, {settled.fallen} fell, {settled.silent} taken over in silence;"
        f" benefits: {told.new} people’s new, {told.reminded} people’s overdue, {lapsed} lapsed"
    )
