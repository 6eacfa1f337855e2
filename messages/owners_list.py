"""The owners' list: what has waited too long although somebody was reminded, each with the button that ends it."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot.facts import ActivityStory, AskStory, OwnersList
from messages import ids
from messages.blocks import button, context, rendered, section
from messages.render import Message, Mrkdwn, plain, words


def owners_list(listed: OwnersList) -> Message:
    """One line for each, the longest waiting first; nothing to do where none is left."""
    said = words("owners_list", more=listed.more)
    if not listed.asks and not listed.activities:
        return Message(said["nothing"], rendered([section(said["nothing"])]), quiet=True)
    lines: list[tuple[Mrkdwn, ButtonElement]] = [_ask(one) for one in listed.asks]
    lines += [_activity(one) for one in listed.activities]
    blocks: list[Block] = [section(said["headline"])]
    blocks += [section(line, accessory=pressed) for line, pressed in lines]
    spoken = [said["headline"], *(line for line, _ in lines)]
    if listed.more:
        blocks.append(context(said["more"]))
        spoken.append(said["more"])
    return Message("\n".join(spoken), rendered(blocks))


def _ask(ask: AskStory) -> tuple[Mrkdwn, ButtonElement]:
    line = words("owners_list", ask=ask)[ask.state]
    if ask.state == "awaiting_approval":
        return line, button(plain("ask/csm")["record_approval"], ids.APPROVAL_RECORD, ask.id)
    return line, button(plain("owners_list")["told_them"], ids.OUTCOME_TOLD, ask.id)


def _activity(activity: ActivityStory) -> tuple[Mrkdwn, ButtonElement]:
    said = words("owners_list", activity=activity)
    if activity.thanked_on is None:
        return said["unthanked"], button(plain("owners_list")["thanked_them"], ids.THANKS_RECORD, activity.id)
    return said["untold"], button(plain("owners_list")["told_them"], ids.OUTCOME_TOLD, activity.id)
