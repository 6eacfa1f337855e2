"""Public thanks: the draft, what the channel sees, and the words for elsewhere. Names people, never an amount or a gift."""

from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block

from bot.errors import Refused
from bot.milestone_facts import Celebrated
from bot.rules.celebrating import amount_in, names
from messages import ids
from messages.asks import quoted
from messages.blocks import actions, button, context, modal, paragraphs, rendered, section, text_input
from messages.milestones import ordinal
from messages.refusals import refusal
from messages.render import Message, escape, plain, words

LIMIT = 1500
"""Characters of a public thank-you."""
ELSEWHERE = ("newsletter", "social", "mail")
"""Where it can be said beside the channel."""
ASKABLE = ("celebration_unasked", "celebration_declined")
"""Reasons why not that a yes would end."""


def draft(found: Celebrated) -> str:
    """A specific, named thank-you as plain text, with the names of the CSM and of whoever asked."""
    return text_for(found, "draft")


def celebrate_modal(found: Celebrated) -> dict[str, Any]:
    """The draft to make one's own."""
    said = plain("celebration/form")
    return modal(
        ids.CELEBRATE,
        said["title"],
        [
            section(words("celebration/form", it=found)["about"]),
            text_input(
                "text",
                said["text"],
                initial=draft(found),
                hint=said["text_hint"],
                lines=True,
                optional=False,
                limit=LIMIT,
            ),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=found.subject_id,
    )


def channel(found: Celebrated) -> Message:
    """What everybody in the channel sees; a word in its place where it was taken back."""
    assert found.posted is not None
    said = words("celebration/channel", it=found)
    if found.posted.taken_back:
        return Message(said["taken_back"], rendered([context(said["taken_back"])]), quiet=True)
    text = escape(found.posted.text)
    blocks = [section(said["headline"]), *paragraphs(text), context(said["people"])]
    return Message("\n".join([said["headline"], text, said["spoken"]]), rendered(blocks))


def celebrant(found: Celebrated, now: datetime) -> Message:
    """For whoever posted it: that it stands there, the words for elsewhere, and for a while the way back."""
    assert found.posted is not None
    said = words("celebration/texts", it=found)
    if found.posted.taken_back:
        return Message(said["taken_back"], rendered([section(said["taken_back"])]))
    blocks: list[Block] = [section(said["headline"])]
    spoken: list[str] = [said["headline"]]
    for place in ELSEWHERE:
        text = text_for(found, place)
        blocks += [section(said[f"for_{place}"]), *paragraphs(quoted(text))]
        spoken += [said[f"for_{place}"], escape(text)]
    blocks.append(context(said["first_ask"]))
    if now < found.posted.undo_until:
        blocks.append(actions([button(plain("celebration/texts")["undo"], ids.UNDO, found.posted.id)]))
    return Message("\n".join(spoken), rendered(blocks))


def consent_needed(error: Refused, subject_id: str) -> Message:
    """Why it may not be said in public yet, and the button for when they have said yes."""
    why = refusal(error)
    yes = button(plain("celebration/form")["they_agree"], ids.CONSENT_RECORD, subject_id)
    return Message(why, rendered([section(why), actions([yes])]))


def consent_noted(name: str, subject_id: str) -> Message:
    """That they may be named, and the way on."""
    said = words("celebration/form", name=name)["noted"]
    on = button(plain("milestone/csm")["celebrate"], ids.CELEBRATE, subject_id)
    return Message(said, rendered([section(said), actions([on])]))


def text_for(found: Celebrated, place: str) -> str:
    """One of the texts. What helped is quoted only where it names no company that may not be named, and no amount."""
    activity, moment = found.activity, found.moment
    helped = activity.helped if activity else None
    unnamed = [found.account] if found.company is None else []
    if place != "draft" and activity is not None and activity.prospect:
        unnamed.append(activity.prospect)  # no prospect reads of themselves outside
    if helped and (amount_in(helped) or any(names(helped, one) for one in unnamed)):
        helped = None
    note = moment.note if moment else None
    if note and (amount_in(note) or any(names(note, one) for one in unnamed)):
        note = None
    said = plain(
        "celebration/draft",
        it=found,
        helped=helped,
        note=note,
        nth=ordinal(moment.detail) if moment else "",
        prospect=activity.prospect if activity and place == "draft" else None,
    )
    return said.get(place, **{part: said[part] for part in ("who", "deed", "congratulates", "us")})
