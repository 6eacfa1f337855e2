"""An incentive as its proposer and the owners see it. Only ever in direct messages."""

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.incentive_facts import IncentiveStory
from messages import ids
from messages.asks import quoted
from messages.blocks import actions, button, confirm, link_button, paragraphs, rendered, section
from messages.guard import disclosure, incentive_name, offered
from messages.letters import mail_link
from messages.render import Message, Mrkdwn, escape, plain, words


def draft_offer(it: IncentiveStory) -> str:
    """What the CSM can write to offer it: no amount, no condition, a way out, and the sentence to disclose it with."""
    return plain("incentive/proposer", _facts(it))["draft"]


def proposer(it: IncentiveStory) -> Message:
    """Where it stands, why, and what to do next."""
    said = words("incentive/proposer", _facts(it))
    text = plain("incentive/proposer", _facts(it))
    lines: list[Mrkdwn] = [said["headline"]]
    if it.state not in ("declined", "withdrawn"):
        lines.append(said["about"])
    lines += _standing(it)
    blocks: list[Block] = [section("\n".join(lines))]
    spoken: list[str] = list(lines)
    buttons: list[InteractiveElement] = []
    take_back = button(
        text["take_back"],
        ids.INCENTIVE_WITHDRAW,
        it.id,
        confirm=confirm(text["take_back"], text["take_back_sure"], text["take_back"], text["keep"]),
    )
    if it.state == "approved":
        buttons.append(button(text["chosen"], ids.INCENTIVE_CHOICE, it.id, style="primary"))
        if not _is_early(it):
            draft = draft_offer(it)
            blocks += paragraphs(quoted(draft))
            spoken.append(escape(draft))
            link = mail_link(it.contact.email, text["subject"], draft)
            buttons.append(link_button(text["open_mail"], ids.MAIL_LINK, link))
        buttons.append(take_back)
    elif it.state in ("held", "proposed"):
        buttons.append(take_back)
    elif it.state == "ordered":
        buttons.append(button(text["has_arrived"], ids.INCENTIVE_DELIVERED, it.id))
    elif it.state == "parked":
        buttons += [
            button(text["try_again"], ids.INCENTIVE_RETRY, it.id, style="primary"),
            button(text["has_arrived"], ids.INCENTIVE_DELIVERED, it.id),
            take_back,
        ]
    if buttons:
        blocks.append(actions(buttons))
    return Message("\n".join(spoken), rendered(blocks))


def owner(it: IncentiveStory) -> Message:
    """What waits for an owner, with every reason of the guard's; once decided, what became of it."""
    said = words("incentive/owner", _facts(it))
    text = plain("incentive/owner", _facts(it))
    waits = it.state in ("held", "proposed", "parked")
    lines: list[Mrkdwn] = [said["headline"]]
    buttons: list[InteractiveElement] = []
    if waits:
        lines.append(said["about"])
    if waits and it.reason:
        lines.append(said["reason"])
    if it.state == "held":
        lines += [said.get("finding", finding=finding) for finding in it.obstacles]
        buttons.append(button(text["release"], ids.GUARD_RELEASE, it.id))
    elif it.state == "proposed":
        lines.append(said["over_limit"])
        buttons.append(button(text["approve"], ids.INCENTIVE_APPROVE, it.id, style="primary"))
    elif it.state == "parked":
        lines.append(said["stuck"])
        buttons.append(button(text["try_again"], ids.INCENTIVE_RETRY, it.id, style="primary"))
    elif it.decided_by is not None:
        lines.append(said["who"])
    if it.state in ("held", "proposed"):
        buttons.append(button(text["deny"], ids.INCENTIVE_DENY, it.id))
    blocks: list[Block] = [section("\n".join(lines))]
    if buttons:
        blocks.append(actions(buttons))
    return Message("\n".join(lines), rendered(blocks), quiet=not waits)


def _standing(it: IncentiveStory) -> list[Mrkdwn]:
    """What is to be known in this state."""
    said = words("incentive/proposer", _facts(it))
    match it.state:
        case "held":
            return [
                *(said.get("finding", finding=finding) for finding in it.obstacles),
                said["promise_nothing"],
            ]
        case "proposed":
            return [said["approval"]]
        case "approved":
            decided = []
            if it.decided_by is not None:
                decided.append(said["released" if it.decision_reason else "approved_by"])
            if _is_early(it):
                return [*decided, said["not_yet"]]
            return [*decided, said["offer"]]
        case "ordered":
            return [said[f"wish_{it.choice}"], _order(it), said["disclose"]]
        case "parked":
            return [said[f"wish_{it.choice}"], said["stuck"]]
        case "delivered":
            return [said["arrived"], said["disclose"]]
        case "denied":
            return [said["denied_because"], said["thank_anyway"]]
    return []


def _is_early(it: IncentiveStory) -> bool:
    """Whether what it thanks for is still to come: then nothing is offered yet."""
    return it.for_activity is not None and it.done_on is None


def _order(it: IncentiveStory) -> Mrkdwn:
    said = words("incentive/proposer", _facts(it))
    if it.order is not None and it.order.state == "placed":
        return said["placed"]
    return said["not_taken" if it.order is not None and it.order.last_error else "sending"]


def _facts(it: IncentiveStory) -> dict[str, object]:
    return {
        "it": it,
        "what": incentive_name(it.kind),
        "offered": offered(it.kind),
        "disclosure": disclosure(it.kind),
    }
