"""What is said when a nudge is put off."""

from datetime import datetime

from messages import ids
from messages.blocks import actions, button, rendered, section
from messages.render import Message, plain, words


def reminded_again(subject_id: str, at: datetime, chosen: str) -> Message:
    """When the nudge comes back, and the other times to choose from."""
    said = words("nudges", at=at)["again"]
    text = plain("nudges")
    others = [
        button(text[until], action_id, subject_id)
        for action_id, until in ids.NUDGE_LATER_CHOICES.items()
        if until != chosen
    ]
    return Message(said, rendered([section(said), actions(others)]))
