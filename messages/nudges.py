"""What is said when a nudge is put off, and several nudges in one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from messages import ids
from messages.blocks import actions, button, clip_mrkdwn, context, rendered, section
from messages.render import Message, Mrkdwn, plain, words

LINES, LINE = 2, 200
"""What is told of each of several nudges: its first lines, of so many characters each."""


@dataclass(frozen=True)
class Brief:
    """A message in short: its first lines, and of its buttons the first thing to do and “Later”."""

    text: Mrkdwn
    buttons: tuple[dict[str, Any], ...] = ()


def brief(message: Message) -> Brief | None:
    """None where there is nothing to read. Only a nudge that can be put off has buttons: without “Later” it says what is done."""
    text = next((one["text"]["text"] for one in message.blocks if one["type"] == "section"), "")
    lines = [clip_mrkdwn(line, LINE) for line in text.split("\n")[:LINES]]
    row: list[dict[str, Any]] = next(
        (one["elements"] for one in message.blocks if one["type"] == "actions"), []
    )
    pressed = [one for one in row if one["type"] == "button" and "value" in one]
    later = [one for one in pressed if one["action_id"] == ids.NUDGE_LATER]
    todo = [one for one in pressed if one["action_id"] != ids.NUDGE_LATER]
    first = next((one for one in todo if one.get("style") == "primary"), todo[0] if todo else None)
    if message.quiet or not first:
        return Brief(Mrkdwn(lines[0])) if text else None
    return Brief(Mrkdwn("\n".join(lines)), (first, *later))


def together(nudges: Sequence[Brief]) -> Message:
    """Several nudges in one message; quiet once there is nothing to do in it."""
    open_ones = [one for one in nudges if one.buttons]
    said = words("nudges", number=len(open_ones))
    if not open_ones:
        return Message(said["all_done"], rendered([section(said["all_done"])]), quiet=True)
    blocks = rendered([section(said["headline"])])
    for one in nudges:
        blocks += rendered([section(one.text)])
        if one.buttons:
            blocks.append({"type": "actions", "elements": list(one.buttons)})
    blocks += rendered([context(said["in_full"])])
    spoken = [said["headline"], *(one.text for one in nudges), said["in_full"]]
    return Message("\n".join(spoken), blocks)


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
