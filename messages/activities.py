"""The CSM's one message about an activity: thanking for it, then telling what came of it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement, InteractiveElement

from bot.facts import ActivityStory, StandIn
from bot.rules.kinds import PUBLISHED
from bot.rules.reviews import REVIEW
from messages import ids
from messages.asks import quoted
from messages.blocks import actions, button, context, link_button, paragraphs, rendered, section
from messages.cards import card_button
from messages.letters import mail_link
from messages.render import Message, Mrkdwn, escape, plain, words
from messages.thank_yous import deed, proposed


def draft_outcome(activity: ActivityStory) -> str:
    """The word on what came of it, as plain text."""
    return plain("activity/outcome", activity=activity)["draft"]


def csm(activity: ActivityStory, stand_in: StandIn | None = None, *, celebrate: bool = False) -> Message:
    """What the CSM sees: whom to thank, for what, and a draft; then what to tell; and at last that it is done. `celebrate`:
    whether a public thank-you is offered then."""
    if activity.thanked_on is None:
        return _to_thank(activity, stand_in)
    if activity.to_tell is not None:
        return _to_tell(activity, stand_in)
    said = words("activity/thanks", activity=activity)
    done = [said["headline"], said.get(f"how_{activity.thanked_how or 'mail'}")]
    if activity.outcome is not None:
        done.append(words("activity/outcome", activity=activity)["was_told"])
    done.append(said["resting"])
    then = [
        *published_button(activity),
        button(plain("ask/csm")["did_something"], ids.GIVE_LOG, activity.id),
    ]
    if celebrate:
        then.append(button(plain("milestone/csm")["celebrate"], ids.CELEBRATE, activity.id))
    if activity.kind != REVIEW:  # nothing of value is tied to a review
        then.append(button(plain("modal/incentive")["propose"], ids.INCENTIVE_PROPOSE, activity.id))
    return Message(" ".join(done), rendered([section(" ".join(done)), actions(then)]), quiet=True)


def published_button(activity: ActivityStory) -> list[ButtonElement]:
    """Says that it is out and where; none for what nobody else ever sees."""
    if activity.kind not in PUBLISHED:
        return []
    said = plain("activity/outcome", activity=activity)
    label = said["correct_published" if activity.published_on else "record_published"]
    return [button(label, ids.PUBLISHED_RECORD, activity.id)]


def _to_thank(activity: ActivityStory, stand_in: StandIn | None) -> Message:
    said = words("activity/thanks", activity=activity, deed=deed(activity))
    text = plain("activity/thanks", activity=activity)
    draft = proposed(activity)
    lines = [said["headline"], said["what"], said["helped" if activity.helped else "ask_for_it"]]
    if activity.first_step:
        lines.insert(2, said["first_step"])
    buttons: list[InteractiveElement] = [
        button(text["say_thanks"], ids.THANKS_RECORD, activity.id, style="primary" if draft else None)
    ]
    if not activity.helped:
        say_what = button(
            text["say_what"], ids.THANKS_DETAIL, activity.id, style=None if draft else "primary"
        )
        buttons.insert(len(buttons) if draft else 0, say_what)
    if activity.to_tell is not None:
        outcome = words("activity/outcome", activity=activity)
        lines += [outcome["news"], outcome["with_thanks"]]
        buttons.append(_told_button(activity))
    buttons += published_button(activity)
    if draft:
        lines.append(said["draft_intro"])
        buttons.append(card_button(activity))
    return _letter(activity, lines, draft, text["subject"], buttons, stand_in)


def _to_tell(activity: ActivityStory, stand_in: StandIn | None) -> Message:
    said = words("activity/outcome", activity=activity)
    subject = plain("activity/outcome", activity=activity)["subject"]
    lines = [said["headline"], said["news"], said["draft_intro"]]
    told = _told_button(activity, style="primary")
    return _letter(activity, lines, draft_outcome(activity), subject, [told], stand_in)


def _told_button(activity: ActivityStory, style: str | None = None) -> InteractiveElement:
    text = plain("activity/outcome", activity=activity)["told_them"]
    return button(text, ids.OUTCOME_TOLD, activity.id, style=style)


def _letter(
    activity: ActivityStory,
    lines: list[Mrkdwn],
    draft: str | None,
    subject: str,
    what_to_do: Sequence[InteractiveElement],
    stand_in: StandIn | None,
) -> Message:
    """What is to be done, the draft for it where there is one, and the buttons."""
    blocks: list[Block] = [section("\n".join(lines))]
    spoken: list[str] = list(lines)
    buttons = list(what_to_do)
    if draft:
        blocks += paragraphs(quoted(draft))
        spoken.append(escape(draft))
        link = mail_link(activity.contact.email, subject, draft)
        buttons.insert(1, link_button(plain("ask/csm")["open_mail"], ids.MAIL_LINK, link))
    if activity.nudged and activity.thanked_on is None:
        buttons.append(button(plain("nudges")["later"], ids.NUDGE_LATER, activity.id))
    if stand_in:
        why_you = words("ask/csm", stand_in=stand_in)["stand_in"]
        blocks.append(context(why_you))
        spoken.append(why_you)
    blocks.append(actions(buttons))
    return Message("\n".join(spoken), rendered(blocks))
