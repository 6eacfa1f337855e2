"""A CSM's weekly list of whom to surprise. It never carries an ask."""

from slack_sdk.models.blocks import Block

from bot.facts import StandIn
from bot.suggestion_facts import SuggestionList
from messages import ids
from messages.blocks import actions, button, clip_mrkdwn, context, rendered, section
from messages.gives import idea_line
from messages.render import Message, Mrkdwn, plain, words

LINE = 800
"""Characters for one person: all of them fit into one message."""


def csm(it: SuggestionList, stand_in: StandIn | None = None) -> Message:
    """Each person with why and two ideas; who is settled in a word."""
    still = [one for one in it.people if one.state == "open"]
    said, text = words("surprise", it=it, still=still), plain("surprise")
    spoken: list[Mrkdwn] = [said["headline"]]
    blocks: list[Block] = [section(said["headline"])]
    if stand_in:
        spoken.append(words("ask/csm", stand_in=stand_in)["stand_in"])
        blocks.append(context(spoken[-1]))
    for one in still:
        ideas = [idea_line(idea, it.catalogue) for idea in one.ideas]
        line = Mrkdwn(clip_mrkdwn(said.get("person", one=one, ideas=ideas), LINE))
        spoken.append(line)
        buttons = [
            button(text["given"], ids.GIVE_LOG, one.id),
            button(text["later"], ids.SURPRISE_LATER, one.id),
            button(text["declined"], ids.SURPRISE_DECLINED, one.id),
        ]
        blocks += [section(line), actions(buttons)]
    settled = [one for one in it.people if one.state != "open"]
    if settled:
        spoken.append(said.get("settled", settled=settled))
        blocks.append(context(spoken[-1]))
    return Message("\n".join(spoken), rendered(blocks), quiet=not still)
