"""milestones: who looks after somebody hears of an anniversary, a promotion or news of their company the working day before;
and once a month of somebody for the spotlight."""

from datetime import datetime

from bot.services import noticing, spotlights
from bot.services.program import Program


def run(program: Program, now: datetime) -> str:
    """Safe to repeat: each moment is told once. Every hour, because each reader's day begins in their own zone."""
    subjects, moments = noticing.tell_due(program)
    suggested = spotlights.suggest(program)
    return (
        f"{moments} moments of {subjects} people and companies told,"
        f" {'somebody' if suggested else 'nobody'} suggested for the spotlight"
    )
