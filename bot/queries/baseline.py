"""What was imported as history: nobody is reminded of thanks that were open then, they are one list per CSM."""

from datetime import date, timedelta

from bot.rules.milestones import BASELINE_DAYS
from models import Activity


def is_from_before(activity: Activity, today: date) -> bool:
    """Whether an activity was imported as history, and nobody has been reminded to thank for it."""
    return (
        activity.origin == "import"
        and activity.completed_on < today - timedelta(days=BASELINE_DAYS)
        and activity.steps_taken == 0
        and activity.due_at is None
    )
