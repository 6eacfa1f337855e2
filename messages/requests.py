"""The requester's one message about a request, and the owners' about one that nobody fills."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement

from bot.facts import AskStory, Overridable, RequestStory
from bot.rules.kinds import PUBLISHED
from bot.rules.lifecycle import LIVE_REQUEST, OPEN
from bot.rules.reviews import REVIEW
from messages import calendar, ids
from messages.blocks import actions, button, confirm, context, rendered, section
from messages.briefing import briefing, first_letter
from messages.overrides import block_of_request, to_owner
from messages.render import Message, Mrkdwn, plain, words
from messages.wording import mention

BEFORE_AN_ANSWER = frozenset({"reserved", "approved", "sent"})
"""States of an ask in which its requester may still take somebody else."""
AFTER_CONTACT = frozenset({"sent", "awaiting_approval", "accepted", "scheduled"})


def stand(story: RequestStory) -> Mrkdwn:
    """Where the request stands, in one sentence."""
    ask = _ask_that_speaks(story)
    said = words("request/stand", request=story.request, ask=ask)
    if ask is None:
        return said[_state(story.request.state)]
    sentences = [said.get(ask.state, who=said["who"])]
    if ask.coming and (goes_on := said["goes_on"]):
        sentences.append(goes_on)
    return Mrkdwn(" ".join(sentences))


def _state(state: str) -> str:
    return state if state in ("unfilled", "cancelled", "closed_unfilled") else "searching"


def _ask_that_speaks(story: RequestStory) -> AskStory | None:
    """The ask that tells where the request stands; None where the request itself does."""
    if story.request.state in ("searching", "unfilled", "cancelled", "closed_unfilled"):
        return None
    telling = [ask for ask in story.asks if ask.state in OPEN or ask.state in ("completed", "unused")]
    yes = [ask for ask in telling if ask.state in ("accepted", "scheduled", "completed")]
    return next(reversed(yes or telling), None)


def requester(story: RequestStory, now: datetime) -> Message:
    """What the requester sees: where it stands, the contact once there is a yes, and what they can do."""
    ask = _ask_that_speaks(story)
    said = words("request/requester", request=story.request, ask=ask)
    title = said["title"]
    if ask and ask.state in ("accepted", "scheduled"):
        lines = [said["how_did_it_go"]] if _is_over(ask, now) else []
        if ask.reminders and ask.state == "accepted":
            lines = [said["no_date_yet"]]
        if ask.reminders and ask.coming and (by_then := said["by_then"]):
            lines.append(by_then)
        lines += [said["yes"], said.get("contact", contact=ask.contact)]
        if not ask.reminders and ask.coming and not _is_over(ask, now):
            lines.append(words("request/stand", ask=ask)["goes_on"])
        if ask.comment:
            lines.append(said["comment"])
        if ask.connected:
            lines.append(said["connected"])
    else:
        lines = [stand(story)]
        if ask and ask.activity and ask.activity.deal_is_open and story.request.deal_asked:
            lines.insert(0, said["deal_asked"])
        if ask and ask.activity and ask.activity.published_on:
            lines.append(said["is_out"])
        if ask and _is_assumed(ask):
            lines.append(said["assumed"])
        elif ask and ask.activity:
            lines.append(said[f"deal_{'open' if ask.activity.deal_is_open else ask.activity.outcome}"])
    blocks: list[Block] = [section(f"*{title}*\n" + "\n".join(lines))]
    if ask and ask.briefing and not _is_over(ask, now):
        brief, block = briefing(ask)
        blocks.append(block)
        lines.append(brief)
    earlier = [
        one
        for one in story.asks
        if one is not ask
        and one.state in ("released", "declined", "no_answer", "unused")
        and one.release_reason not in ("taken_back", "made_way")
    ]
    small = [said["needed"]]
    if ask and ask.chased_at and not ask.own:
        small.insert(0, said["chased"])
    if ask and ask.state == "scheduled" and not _is_over(ask, now):
        small.insert(0, calendar.links(ask))
    if earlier and story.request.state != "cancelled":
        small.append(said.get("earlier", lines=[said.get("earlier_one", ask=one) for one in earlier]))
    blocks.append(context("\n".join(small)))
    buttons = _buttons(story, ask, now)
    if buttons:
        blocks.append(actions(buttons))
    spoken = [title, *lines, *small]
    over = story.request.state in ("cancelled", "completed")
    return Message("\n".join(spoken), rendered(blocks), quiet=over and not buttons)


def _is_assumed(ask: AskStory) -> bool:
    """Nobody said how it went, and nobody has been thanked for it yet: it can still be told."""
    return ask.release_reason == "assumed" and ask.activity is not None and ask.activity.thanked_on is None


def _is_over(ask: AskStory, now: datetime) -> bool:
    """The date has passed: it is time to say how it went."""
    return ask.state == "scheduled" and ask.scheduled_for is not None and ask.scheduled_for <= now


def _buttons(story: RequestStory, ask: AskStory | None, now: datetime) -> list[ButtonElement]:
    text = plain("request/requester", request=story.request, ask=ask)
    buttons: list[ButtonElement] = []
    if ask and ask.state in ("accepted", "scheduled"):
        dated = ask.state == "scheduled"
        report = button(text["report"], ids.ASK_OUTCOME, ask.id, style="primary")
        move = button(
            text["move_time"] if dated else text["add_time"],
            ids.ASK_SCHEDULE,
            ask.id,
            style=None if dated else "primary",
        )
        if not dated:
            buttons += [move, button(text["report"], ids.ASK_OUTCOME, ask.id)]
        elif _is_over(ask, now):
            buttons += [report, move]
            if ask.outcome_asked_at:
                buttons.append(button(plain("nudges")["later"], ids.NUDGE_LATER, ask.id))
        else:
            buttons.append(move)
        if not _is_over(ask, now):
            change = button(text["change"], ids.REQUEST_CHANGE, story.request.id)
            buttons += [first_letter(ask), change, call_off_button(ask)]
        if ask.reminders and not dated:
            buttons.append(button(plain("nudges")["later"], ids.NUDGE_LATER, ask.id))
    elif ask and _is_assumed(ask):
        buttons.append(button(text["report"], ids.ASK_OUTCOME, ask.id, style="primary"))
    elif ask and ask.activity:
        if ask.activity.deal_is_open:
            asked = story.request.deal_asked
            style = "primary" if asked else None
            buttons.append(button(text["deal_result"], ids.DEAL_RESULT, ask.id, style=style))
            if asked:
                buttons.append(button(plain("nudges")["later"], ids.NUDGE_LATER, story.request.id))
        if ask.activity.kind in PUBLISHED and not ask.activity.published_on:
            published = plain("activity/outcome", activity=ask.activity)["record_published"]
            buttons.append(button(published, ids.PUBLISHED_RECORD, ask.activity.id))
    elif story.request.state in LIVE_REQUEST:
        buttons += _steering(story, ask)
    elif story.request.state == "came_to_nothing" and story.request.needed_by >= now.date():
        buttons.append(_another_button(story, ask))
    taking_back = _taking_back(story, ask)
    if taking_back:
        buttons.append(button(plain("ask/csm")["undo"], ids.UNDO, taking_back))
    return buttons


def _taking_back(story: RequestStory, ask: AskStory | None) -> str | None:
    """The id of what the requester has just clicked and may take back."""
    requester = story.request.requester.mention
    if story.undo is not None and story.undo.by == requester:
        return story.undo.id
    if (
        ask is not None
        and ask.undo is not None
        and ask.undo.by == requester
        and ask.state in ("unused", "completed")
    ):
        return ask.undo.id
    return None


def _steering(story: RequestStory, ask: AskStory | None) -> list[ButtonElement]:
    """What can be done while it waits: ask how it stands, take somebody else, change the day, cancel."""
    text = plain("request/requester", request=story.request, ask=ask)
    buttons = []
    if ask and not ask.own:
        buttons.append(button(text["chase"], ids.REQUEST_CHASE, story.request.id))
    if ask and ask.state in BEFORE_AN_ANSWER and ask.kind != REVIEW:
        buttons.append(_another_button(story, ask))
    return [*buttons, button(text["change"], ids.REQUEST_CHANGE, story.request.id), cancel_button(story)]


def _another_button(story: RequestStory, ask: AskStory | None) -> ButtonElement:
    """Goes on to the next on the bench, with a question that says what it means for the advocate."""
    text = plain("request/requester", request=story.request, ask=ask)
    contacted = ask is not None and ask.state == "sent"
    says = text.get("another_after", csm=_csm(ask)) if contacted else text["another_before"]
    return button(
        text["another"],
        ids.REQUEST_ANOTHER,
        story.request.id,
        confirm=confirm(text["another_title"], says, text["another_yes"], text["another_no"]),
    )


def _csm(ask: AskStory | None) -> str:
    """The CSM's name, or a mention of them."""
    return (ask.csm.name or mention(ask.csm)) if ask else ""


def call_off_button(ask: AskStory) -> ButtonElement:
    """Calls it off after a yes, with a question before."""
    text = plain("request/requester", ask=ask)
    return button(
        text["call_off"],
        ids.ASK_CALL_OFF,
        ask.id,
        confirm=confirm(text["call_off_title"], text["call_off_text"], text["call_off"], text["cancel_no"]),
    )


def cancel_button(story: RequestStory) -> ButtonElement:
    """Cancels the request, with a question that says what it means for the advocate."""
    ask = story.current
    contacted = ask is not None and ask.state in AFTER_CONTACT
    text = plain("request/requester", request=story.request, ask=ask)
    says = text.get("cancel_after", csm=_csm(ask)) if contacted else text["cancel_before"]
    return button(
        text["cancel"],
        ids.REQUEST_CANCEL,
        story.request.id,
        confirm=confirm(text["cancel_title"], says, text["cancel_yes"], text["cancel_no"]),
    )


def owner(story: RequestStory, spared: Sequence[Overridable] = ()) -> Message:
    """What an owner sees of a request that waits for somebody who fits, and of those `spared` whom they may ask all the same."""
    said = words("request/requester", request=story.request)
    if story.request.state == "unfilled":
        people = [to_owner(one, block_of_request(story.request.id, one.advocate.id)) for one in spared]
        text = "\n".join([said["owner"], *(line for line, _ in people)])
        return Message(Mrkdwn(text), rendered([section(said["owner"]), *(block for _, block in people)]))
    over = said.get("owner_over", stand=stand(story))
    return Message(over, rendered([section(over)]), quiet=True)
