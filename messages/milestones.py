"""The CSM's one message about what there is to congratulate somebody, or a company, on. It never carries an ask."""

from bot.facts import StandIn
from bot.milestone_facts import Noticed
from messages.blocks import context, rendered, section
from messages.render import Message, words


def csm(noticed: Noticed, stand_in: StandIn | None = None) -> Message:
    """What there is, for whom, and when."""
    said = words("milestone/csm", it=noticed)
    lines = [said["headline"], *(said.get("what", moment=moment) for moment in noticed.moments)]
    if noticed.people:
        lines.append(said["people"])
    blocks = [section("\n".join(lines))]
    if stand_in:
        lines.append(words("ask/csm", stand_in=stand_in)["stand_in"])
        blocks.append(context(lines[-1]))
    return Message("\n".join(lines), rendered(blocks))
