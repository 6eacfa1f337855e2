"""What is said after a click was taken back."""

from datetime import date

from messages.refusals import why_not
from messages.render import Message, words


def taken_back(
    name: str, now: str, instead: str | None = None, reason: tuple[str, date | None] | None = None
) -> Message:
    """What stands `now`, and who else is asked; `reason` is the code, and until when, of what speaks against asking them."""
    why = why_not(reason[0], name, reason[1]) if reason else None
    return Message(words("undo", name=name, instead=instead, why=why)[now])
