"""The CSM's one message about an ask: what to decide, what to send, what to record."""

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.facts import AskStory, OutsideAsk, StandIn
from messages import calendar, ids
from messages.blocks import actions, button, context, link_button, paragraphs, rendered, section
from messages.letters import mail_link
from messages.refusals import why_not
from messages.render import Message, Mrkdwn, escape, plain, words
from messages.requests import call_off_button

UNUSED_NOTES = {
    "no_show": "apology_note",
    "did_not_happen": "apology_note",
    "advocate_could_not": "could_not_note",
}
"""What the CSM can send to an advocate whose yes was not used, by why it was not."""
SETTLED = ("cancelled", "another")
"""Why an ask is closed that its requester does not need any more."""

TAKEN_BACK = "taken_back"
"""What an ask carries whose last report was a wrong click."""

NUDGED = frozenset({"reserved", "approved", "sent", "awaiting_approval", "accepted", "unused"})
"""States in which a reminder goes to the CSM."""


def draft_note(ask: AskStory) -> str:
    """The personal note drafted for the CSM, as plain text: it never bargains and always leaves a way out."""
    last = next(iter(ask.history), None)
    draft = plain("ask/draft", ask=ask, last=last)
    favour = f"favour_{ask.kind}" if f"favour_{ask.kind}" in draft else "favour_other"
    return draft.get("note", favour=draft[favour])


def quoted(text: str) -> str:
    """Plain text as a mrkdwn quotation."""
    return "\n".join(f">{line}" for line in escape(text).splitlines())


def csm(ask: AskStory, stand_in: StandIn | None = None) -> Message:
    """What the CSM sees of an ask in its present state."""
    dont_send = ask.state == "released" and ask.note is not None
    said = words("ask/csm", ask=ask, state=ask.state, dont_send=dont_send, why=_why(ask))
    headline = said["headline"]
    body = [headline, *([said["chased"]] if ask.chased_at else []), *_body(ask, dont_send)]
    blocks: list[Block] = [section("\n".join(body))]
    letter = _letter(ask)
    if letter:
        blocks += paragraphs(quoted(letter))
    small = [said["rest"]] if ask.state in ("reserved", "approved") else []
    if ask.coming and (ask.reminders or ask.state in ("reserved", "approved")) and (goes_on := said["next"]):
        small.append(goes_on)
    if ask.state == "scheduled" and ask.release_reason != TAKEN_BACK:
        small.append(calendar.links(ask))
    if stand_in:
        small.append(said.get("stand_in", stand_in=stand_in))
    if small:
        blocks.append(context("\n".join(small)))
    buttons = _buttons(ask, letter)
    needs_them = bool(buttons or letter or dont_send)
    if ask.undo is not None and (
        ask.undo.by != ask.request.requester.mention or ask.csm.mention == ask.undo.by
    ):
        buttons.append(button(plain("ask/csm")["undo"], ids.UNDO, ask.undo.id))
    elif ask.correctable:
        buttons.append(button(plain("ask/csm")["correct"], ids.ASK_CORRECT, ask.id))
    if buttons:
        blocks.append(actions(buttons))
    spoken = [*body, *([escape(letter)] if letter else []), *small]
    return Message("\n".join(spoken), rendered(blocks), quiet=not needs_them)


def owner(ask: AskStory) -> Message:
    """What an owner sees of an advocate who kept time free for nothing: who, why, and whether they were told."""
    if ask.state != "unused":
        mistaken = words("ask/owner", ask=ask)["mistaken"]
        return Message(mistaken, rendered([section(mistaken)]), quiet=True)
    said = words("ask/owner", ask=ask)["told" if ask.told_at else "owed"]
    blocks: list[Block] = [section(said)]
    spoken: list[str] = [said]
    if ask.told_at is None and (letter := _letter(ask)):
        intro = words("ask/owner", ask=ask)["draft"]
        blocks += [context(intro), *paragraphs(quoted(letter))]
        spoken += [intro, escape(letter)]
    return Message("\n".join(spoken), rendered(blocks), quiet=ask.told_at is not None)


def _why(ask: AskStory) -> str:
    code = ask.release_reason or ""
    until = next((reason.until for reason in ask.verdict.reasons if reason.code == code), None)
    return why_not(code, ask.advocate.first_name, until)


def overridden(ask: AskStory) -> Mrkdwn:
    """Which limits an owner has put aside for this ask, and why. Only for an ask with an override."""
    assert ask.override is not None
    put_aside = [why_not(one.code, ask.advocate.first_name, one.until) for one in ask.override.reasons]
    return words("ask/csm", ask=ask, put_aside=put_aside)["overridden"]


def _body(ask: AskStory, dont_send: bool) -> list[Mrkdwn]:
    said = words("ask/csm", ask=ask, state=ask.state, dont_send=dont_send, why=_why(ask))
    put_aside = [overridden(ask)] if ask.override else []
    match ask.state:
        case "reserved":
            return [said["who"], said["need"], *put_aside]
        case "approved":
            own = [said["own"]] if ask.own and ask.note is None else []
            return [said["need"], *put_aside, *own, said["note"]]
        case "sent":
            return [said["sent"], *([said["follow_up"]] if ask.reminders else [])]
        case "accepted" if ask.reminders:
            return [said["accepted_again"]]
        case "completed" if ask.release_reason == "assumed" and ask.activity and not ask.activity.thanked_on:
            return [said["completed_assumed"]]
        case "accepted" | "scheduled":
            mistaken = [said["reported_wrongly"]] if ask.release_reason == TAKEN_BACK else []
            questions = [said["questions"]] if ask.request.questions else []
            return [*mistaken, said[ask.state], *questions]
        case "completed":
            thanked = ask.activity is not None and ask.activity.thanked_on is not None
            return [said["completed_thanked" if thanked else "completed"]]
        case "unused" | "no_answer" if ask.release_reason == "left":
            return [said["gone"]]
        case "no_answer" if ask.release_reason in ("churned", "retired"):
            return [said["gone"]]
        case "unused" if ask.told_at is not None:
            return [said["unused_told"]]
        case "no_answer" if ask.release_reason in SETTLED:
            return [said["cancelled_after"]]
        case "released" if dont_send and ask.release_reason not in SETTLED:
            return [said["dont_send"]]
        case _:
            return [said[ask.state]]


def _letter(ask: AskStory) -> str | None:
    """The text for the CSM to send in this state, as plain text."""
    draft = plain("ask/draft", ask=ask, last=None)
    match ask.state:
        case "approved":
            return ask.note or draft_note(ask)
        case "sent" if ask.reminders:
            return draft["follow_up_note"]
        case "declined":
            return draft["decline_reply"]
        case "no_answer" if ask.release_reason in SETTLED:
            return draft["cancelled_note"]
        case "unused" if ask.told_at is None:
            return draft[UNUSED_NOTES.get(ask.release_reason or "", "unused_note")]
        case _:
            return None


def _buttons(ask: AskStory, letter: str | None) -> list[InteractiveElement]:
    text = plain("ask/csm")
    buttons: list[InteractiveElement] = []
    if ask.state == "reserved":
        buttons += [
            button(text["review"], ids.ASK_REVIEW, ask.id, style="primary"),
            button(text["asked_already"], ids.ASK_OUTSIDE, ask.id),
            button(text["did_something"], ids.GIVE_LOG, ask.id),
        ]
    if ask.state == "approved":
        buttons.append(button(text["i_sent_it"], ids.ASK_SENT, ask.id, style="primary"))
        buttons.append(button(text["change_note"], ids.ASK_NOTE, ask.id))
    if letter:
        subject = plain("ask/draft", ask=ask, last=None)["subject"]
        buttons.append(
            link_button(text["open_mail"], ids.MAIL_LINK, mail_link(ask.contact.email, subject, letter))
        )
    if ask.state == "unused" and ask.told_at is None:
        buttons.append(button(text["told_them"], ids.OUTCOME_TOLD, ask.id, style="primary"))
    if ask.state == "sent":
        buttons.insert(0, button(text["record_answer"], ids.ASK_ANSWER, ask.id, style="primary"))
    if ask.state == "awaiting_approval":
        buttons.append(button(text["record_approval"], ids.APPROVAL_RECORD, ask.id, style="primary"))
    if ask.state in ("accepted", "scheduled"):
        when = text["add_time"] if ask.state == "accepted" else text["move_time"]
        meeting = plain("ask/draft", ask=ask, last=None)
        link = mail_link(ask.contact.email, meeting["meeting_subject"], meeting["meeting_note"])
        buttons.append(button(when, ids.ASK_SCHEDULE, ask.id))
        if ask.release_reason != TAKEN_BACK:
            buttons.append(link_button(text["tell_them"], ids.MAIL_LINK, link))
        buttons.append(call_off_button(ask))
    if ask.reminders and ask.state in NUDGED and ask.told_at is None:
        buttons.append(button(plain("nudges")["later"], ids.NUDGE_LATER, ask.id))
    return buttons


def outside(ask: OutsideAsk) -> Message:
    """What the CSM hears of an ask that a colleague made outside the bot."""
    said = words("ask/outside", ask=ask)
    lines = [said["headline"], said["what"], said["counts"]]
    return Message("\n".join(lines), rendered([section("\n".join(lines))]))
