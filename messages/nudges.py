"""What is said when a nudge is put off."""

from datetime import datetime

from messages.render import Message, words


def reminded_again(at: datetime) -> Message:
    """When the nudge comes back."""
    return Message(words("nudges", at=at)["again"])
