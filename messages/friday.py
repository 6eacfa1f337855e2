"""A CSM's Friday line. It never carries an ask of whoever has a moment next week."""

from collections.abc import Callable

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.friday_facts import FridayLine, Waiting
from messages import ids
from messages.blocks import actions, button, clip, context, rendered, section
from messages.render import Message, Mrkdwn, plain, words

NAMES = 3
"""People thanked who are named; the rest are counted."""
MOMENTS = 4
"""Moments of the coming week that are named."""
NAME = 60
"""Characters of a name in a list of several."""
ENDS = {
    "decide": ids.ASK_REVIEW,
    "send": ids.ASK_SENT,
    "schedule": ids.ASK_SCHEDULE,
    "thank": ids.THANKS_RECORD,
    "tell": ids.OUTCOME_TOLD,
}
"""By what waits, the button that ends it for the oldest."""


def csm(it: FridayLine) -> Message:
    """What waits, whom they thanked, what comes: a line each. Buttons for the oldest of each sort, while it is of use."""
    said, text = words("friday", it=it), plain("friday", it=it)
    spoken: list[Mrkdwn] = [said["headline"]]
    if it.waiting and not it.over:
        spoken.append(said.get("waiting", lines=[said.get("waits", one=one) for one in it.waiting]))
    if it.thanked:
        names = [clip(name, NAME) for name in it.thanked[:NAMES]]
        spoken.append(said.get("thanked", names=names, more=len(it.thanked) - len(names)))
    if it.coming:
        moments = [said.get("moment", one=one) for one in it.coming[:MOMENTS]]
        spoken.append(said.get("coming", moments=moments, more=len(it.coming) - len(moments)))
    blocks: list[Block] = [section(line) for line in spoken]
    small = said["off" if it.off else "over"] if it.off or it.over else None
    if small:
        spoken.append(small)
        blocks.append(context(small))
    buttons = [] if it.over else [_ending(one, text.get) for one in it.waiting]
    if it.off:
        buttons.append(button(text["turn_on"], ids.FRIDAY_LINE_ON, "on"))
    elif not it.over:
        buttons.append(button(text["turn_off"], ids.FRIDAY_LINE_OFF, "off"))
    if buttons:
        blocks.append(actions(buttons))
    return Message("\n".join(spoken), rendered(blocks))


def _ending(one: Waiting, text: Callable[..., str]) -> InteractiveElement:
    return button(text(f"end_{one.what}", one=one), ENDS[one.what], one.id)


def chosen(rhythm: str) -> Message:
    """How often it comes from now on, and how to have it otherwise."""
    return Message(words("friday")[f"now_{rhythm}"])
