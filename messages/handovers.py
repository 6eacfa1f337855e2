"""What is said when open matters change hands: to who takes over, and to who had them."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block

from bot.facts import HandoverStory
from messages import ids
from messages.blocks import actions, button, context, rendered, section
from messages.render import Message, Mrkdwn, plain, words
from messages.wording import joined

NAMED = 3
"""Companies named in a headline."""


def new(story: HandoverStory, until: date | None) -> Message:
    """To who takes over. `until` is the day on which whoever is away is back; None where it is over."""
    said = words("handover/new", story=story, until=until, accounts=_accounts(story))
    has_it = story.reads == story.new
    if story.cause == "away" and until is None:
        return _line(said["away_over"])
    if not has_it:
        return _line(said["away_elsewhere" if story.cause == "away" else f"{story.cause}_over"])
    lines = [said[story.cause], *_lines(story)]
    blocks: list[Block] = [section("\n".join(lines))]
    if story.cause == "left":
        choose = plain("handover/new")["choose"]
        blocks += [
            context(said["choose_why"]),
            actions([button(choose, ids.HAND_OVER, story.id, style="primary")]),
        ]
        lines.append(said["choose_why"])
    return Message("\n".join(lines), rendered(blocks))


def old(story: HandoverStory) -> Message:
    """To who had it."""
    said = words("handover/old", story=story, accounts=_accounts(story))
    lines = [said["replaced"], *_lines(story)]
    return Message("\n".join(lines), rendered([section("\n".join(lines))]))


def _line(text: Mrkdwn) -> Message:
    return Message(text, rendered([context(text)]), quiet=True)


def _accounts(story: HandoverStory) -> str:
    names: Sequence[str] = story.accounts
    more = len(names) - NAMED
    shown = [*names[:NAMED], *([plain("handover/new", more=more)["companies"]] if more > 0 else [])]
    return joined(shown)


def _lines(story: HandoverStory) -> list[Mrkdwn]:
    said = words("handover/new")
    lines = [said.get("line", line=line, state=state_words(line.state)) for line in story.lines]
    return [*lines, *([said.get("more", others=story.others)] if story.others else [])]


def state_words(state: str) -> Mrkdwn:
    """Where an open matter stands, in a few words."""
    said = words("handover/new")
    return said[f"state_{state}" if f"state_{state}" in said else "state_other"]
