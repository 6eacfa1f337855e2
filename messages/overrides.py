"""Those who are spared, as a program owner sees them: with a way to ask all the same."""

from slack_sdk.models.blocks import Block

from bot.facts import Overridable
from messages import ids
from messages.blocks import button, clip_mrkdwn, section
from messages.refusals import why_not
from messages.render import Mrkdwn, plain, words

REASONS_SHOWN = 2
"""Of what stands against asking one person; the form for the override tells all."""
LINE = 350
"""Characters for one person: all of them together fit into one message."""
FOR_REQUEST = "unfilled:"


def to_owner(one: Overridable, block_id: str) -> tuple[Mrkdwn, Block]:
    """Who it is, what stands against asking them, and the button. `block_id` says what for."""
    told = one.reasons[:REASONS_SHOWN]
    why = [why_not(reason.code, one.advocate.first_name, reason.until) for reason in told]
    said = words("reference/answer", one=one, why=why, more=len(one.reasons) > len(told))
    line = Mrkdwn(clip_mrkdwn(said["open_to_owner"], LINE))
    ask = button(plain("reference/answer")["override"], ids.OWNER_OVERRIDE, one.advocate.id)
    return line, section(line, accessory=ask, block_id=block_id)


def block_of_request(request_id: str, advocate_id: str) -> str:
    """The block_id of somebody who may be asked for a request that finds nobody."""
    return f"{FOR_REQUEST}{request_id}:{advocate_id}"


def request_of_block(block_id: str) -> str | None:
    """The request of such a block; None for any other."""
    if not block_id.startswith(FOR_REQUEST):
        return None
    return block_id.removeprefix(FOR_REQUEST).partition(":")[0]
