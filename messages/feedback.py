"""What advocates tell about product and program: for those who can do something about it, and for the CSM to tell what became of it."""

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.facts import StandIn
from bot.rules.discretion import without_contact_data, without_name
from bot.satisfaction_facts import FeedbackStory
from messages import ids
from messages.asks import quoted
from messages.blocks import actions, button, context, link_button, paragraphs, rendered, section
from messages.letters import mail_link
from messages.render import Message, escape, plain, words


def product(it: FeedbackStory) -> Message:
    """In the channel for feedback, or for the owners: without contact data, and with a name only where it may be named."""
    heard = without_contact_data(it.words)
    if not it.may_name:
        heard = without_name(heard, it.advocate.name)
    said, text = words("feedback/product", it=it, said=heard), plain("feedback/product", it=it)
    lines = [said["headline"], said["words"]]
    if it.state == "waiting":
        lines.append(said["please"])
    elif it.state != "mistaken":
        lines += [said["became"], said["told" if it.told_on and not it.to_tell else "to_tell"]]
    label = text["answer"] if it.state == "waiting" else text["change"]
    style = "primary" if it.state == "waiting" else None
    lead = "\n".join(lines)
    return Message(
        f"{lead}\n{said['who']}",
        rendered(
            [
                section(lead),
                context(said["who"]),
                actions([button(label, ids.FEEDBACK_ANSWER, it.id, style=style)]),
            ]
        ),
    )


def draft_feedback(it: FeedbackStory) -> str:
    """What became of it, as plain text for the CSM to send."""
    return plain("feedback/csm", it=it)["draft"]


def csm(it: FeedbackStory, stand_in: StandIn | None = None) -> Message:
    """What the CSM sees: that their advocate told somebody something; what became of it, to tell; that it was told."""
    said, text = words("feedback/csm", it=it), plain("feedback/csm", it=it)
    small = [words("ask/csm", stand_in=stand_in)["stand_in"]] if stand_in else []
    if it.state == "waiting":
        lead = "\n".join([said["headline"], said["words"], said["passed_on"]])
        blocks = [section(lead), *map(context, small)]
        return Message("\n".join([lead, *small]), rendered(blocks), quiet=it.noted_by_csm)
    if not it.to_tell:
        undo = [actions([button(text["not_told"], ids.FEEDBACK_NOT_TOLD, it.id)])] if it.told_on else []
        return Message(said["headline"], rendered([section(said["headline"]), *undo]), quiet=True)
    draft = draft_feedback(it)
    lead = "\n".join([said["headline"], said["they_said"], said["became"], said["draft_intro"]])
    link = mail_link(it.contact.email, text["subject"], draft)
    buttons: list[InteractiveElement] = [
        button(text["told"], ids.FEEDBACK_TOLD, it.id, style="primary"),
        link_button(plain("ask/csm")["open_mail"], ids.MAIL_LINK, link),
        button(plain("nudges")["later"], ids.NUDGE_LATER, it.id),
    ]
    letter: list[Block] = [
        section(lead),
        *paragraphs(quoted(draft)),
        *map(context, small),
        actions(buttons),
    ]
    return Message("\n".join([lead, escape(draft), *small]), rendered(letter))
