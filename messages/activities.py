"""The CSM's one message about thanking for an activity."""

from slack_sdk.models.blocks import Block

from bot.facts import ActivityStory
from messages import ids
from messages.asks import mail_link, quoted
from messages.blocks import actions, button, context, link_button, paragraphs, rendered, section
from messages.render import Message, escape, plain, words


def is_specific(activity: ActivityStory) -> bool:
    """Whether there is anything specific to thank for; without it no draft is offered."""
    return bool(activity.helped or activity.prospect)


def draft_thanks(activity: ActivityStory) -> str | None:
    """A thank-you made of what really happened, as plain text; None where nothing specific is known."""
    return plain("activity/thanks", activity=activity)["draft"] if is_specific(activity) else None


def csm(activity: ActivityStory, stand_in_for: str | None = None) -> Message:
    """What the CSM sees: whom to thank, for what, and a draft; once thanked, that it is done."""
    said = words("activity/thanks", activity=activity)
    text = plain("activity/thanks", activity=activity)
    if activity.thanked_on:
        done = [said["headline"], said.get(f"how_{activity.thanked_how or 'mail'}"), said["resting"]]
        return Message(" ".join(done), rendered([section(" ".join(done))]), quiet=True)
    lines = [said["headline"], said["what"]]
    if activity.helped:
        lines.append(said["helped"])
    else:
        lines.append(said["ask_for_it"])
    draft = draft_thanks(activity)
    blocks: list[Block] = []
    if draft:
        lines.append(said["draft_intro"])
    blocks.append(section("\n".join(lines)))
    buttons = [button(text["say_thanks"], ids.THANKS_RECORD, activity.id, style="primary")]
    if draft:
        blocks += paragraphs(quoted(draft))
        link = mail_link(activity.contact.email, text["subject"], draft)
        buttons.append(link_button(plain("ask/csm")["open_mail"], ids.MAIL_LINK, link))
    if activity.nudged:
        buttons.append(button(plain("nudges")["later"], ids.NUDGE_LATER, activity.id))
    small = []
    if stand_in_for:
        small = [words("ask/csm", stand_in_for=stand_in_for)["stand_in"]]
        blocks.append(context(small[0]))
    blocks.append(actions(buttons))
    return Message("\n".join([*lines, *([escape(draft)] if draft else []), *small]), rendered(blocks))
