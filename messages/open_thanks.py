"""The one list of thanks that were open before the bot was there."""

from slack_sdk.models.blocks import Block, ConfirmObject

from bot.facts import ActivityStory, OpenThanks
from messages import ids
from messages.blocks import actions, button, confirm, context, rendered, section
from messages.render import Message, Mrkdwn, plain, words
from messages.thank_yous import deed


def listed(found: OpenThanks) -> Message:
    """A line for each of the newest, with a way to end it; two buttons that end all. Nothing to do where none is left."""
    said = words("open_thanks", count=found.count, more=found.count - len(found.activities))
    if found.account_id is None:
        return Message(said["nothing"], rendered([section(said["nothing"])]), quiet=True)
    text = plain("open_thanks", count=found.count)
    lines = [_line(one) for one in found.activities]
    blocks: list[Block] = [section(said["headline"])]
    blocks += [
        section(line, accessory=button(text["thank"], ids.THANKS_RECORD, one.id))
        for line, one in zip(lines, found.activities, strict=True)
    ]
    spoken = [said["headline"], *lines]
    if found.count > len(found.activities):
        blocks.append(context(said["more"]))
        spoken.append(said["more"])
    blocks.append(
        actions(
            [
                button(text[name], action_id, found.account_id, confirm=_sure(found, name))
                for name, action_id in (
                    ("all_thanked", ids.OPEN_THANKS_THANKED),
                    ("let_go", ids.OPEN_THANKS_LET_GO),
                )
            ]
        )
    )
    return Message("\n".join(spoken), rendered(blocks))


def _line(one: ActivityStory) -> Mrkdwn:
    return words("open_thanks", activity=one, deed=deed(one))["line"]


def _sure(found: OpenThanks, name: str) -> ConfirmObject:
    text = plain("open_thanks", count=found.count)
    return confirm(text[name], text[f"sure_{name}"], text["yes"], text["no"])
