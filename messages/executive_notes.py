"""An executive's prompt to write to somebody, what becomes of it, and the CSM's part in it."""

from collections.abc import Sequence
from datetime import date, datetime
from zlib import crc32

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.executive_facts import NoteStory, SponsorLine
from bot.facts import ActivityStory, StandIn
from bot.rules.executive_notes import BIG_DEAL, MOMENT, PROMOTION
from bot.rules.gives import VALUES
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from messages import ids
from messages.asks import quoted
from messages.blocks import actions, button, clip, context, link_button, paragraphs, rendered, section
from messages.letters import mail_link
from messages.render import Message, Mrkdwn, escape, plain, words
from messages.wording import joined

CONTEXT, DRAFT = "executive/context", "executive/draft"
HELPED, NOTED = 160, 120
"""Characters of what helped, and of what was noted of a promotion."""
CHECK_IN = "check_in"
QUOTED = str.maketrans("“”", "‘’")
"""A quotation within a quotation."""
LISTED = 15
"""New sponsorships in one message."""
OVER = {"waiting": "returned", "prompted": "elsewhere"}
"""What an executive's message says of a note that is not with them any more, where it is not what is done."""


def executive(story: NoteStory, reader: str, week: date) -> Message:
    """What the executive sees whom it was put before in that week: five lines, a draft and the buttons; then what became of it."""
    assert story.executive is not None
    mine = (story.executive.mention, story.week) == (reader, week)
    if story.state == "prompted" and mine and not story.is_over:
        return _prompt(story)
    return _over(story, reader, week)


def csm(story: NoteStory, stand_in: StandIn | None = None) -> Message:
    """What the CSM sees of a note that was handed to them."""
    said = words(CONTEXT, it=story)
    if story.state != "handed_over":
        over = said[{"passed_on": "csm_done", "lapsed": "csm_lapsed"}.get(story.state, "csm_over")]
        return Message(over, rendered([section(over)]), quiet=True)
    text = plain(CONTEXT, it=story)
    letter = draft_for_csm(story)
    lead = "\n".join([said["csm_headline"], said["csm_why"], _what(story), _why(story), _better_not(story)])
    buttons: list[InteractiveElement] = [
        button(text["csm_passed"], ids.EXEC_NOTE_PASSED_ON, story.id, style="primary"),
        button(text["later"], ids.EXEC_NOTE_LATER, story.id),
    ]
    return _letter(story, lead, letter, buttons, [], stand_in)


def draft(story: NoteStory) -> str | None:
    """A short note in the executive's voice, as plain text: specific, without an ask. None where nothing specific is known, or
    where the guard would not let it through."""
    body = _body(story)
    if body is None:
        return None
    cares = joined([one.replace("_", " ") for one in story.cares_about if one not in VALUES][:2])
    said = plain(DRAFT, it=story, wording=_wording(story), cares=cares)
    parts = [said["greeting"], body, said["sign_off"]]
    return "\n\n".join([*parts, said["postscript"]] if cares and story.causes else parts)


def draft_for_csm(story: NoteStory) -> str | None:
    """The same, passed on by the CSM in a letter of their own."""
    body = _body(story)
    if body is None:
        return None
    said = plain(DRAFT, it=story, wording=_wording(story))
    quoted = body.translate(QUOTED)
    return "\n\n".join([said["csm_lead"], f"“{quoted}”", said["csm_sign_off"]])


def put_off(note_id: str, at: datetime, chosen: str) -> Message:
    """When it comes back, and the other times to choose from."""
    said = words("nudges", at=at)["again"]
    text = plain("nudges")
    others = [
        button(text[until], action_id, note_id)
        for action_id, until in ids.EXEC_NOTE_LATER_CHOICES.items()
        if until != chosen
    ]
    return Message(said, rendered([section(said), actions(others)]))


def sponsors_for_csm(lines: Sequence[SponsorLine]) -> Message | None:
    """Who of a CSM's advocates has which sponsor since today; None where nobody has."""
    return _sponsors(lines, "csm")


def sponsors_for_executive(lines: Sequence[SponsorLine]) -> Message | None:
    """Whom an executive sponsors since today; None where it is nobody."""
    return _sponsors(lines, "executive")


def _sponsors(lines: Sequence[SponsorLine], reader: str) -> Message | None:
    if not lines:
        return None
    said = words(CONTEXT, lines=lines, more=len(lines) - LISTED)
    told = [said[f"sponsors_{reader}"], *(said.get(f"sponsor_{reader}", line=one) for one in lines[:LISTED])]
    told += [said["sponsors_more"]] if len(lines) > LISTED else []
    small = said[f"sponsors_{reader}_why"]
    return Message("\n".join([*told, small]), rendered([*paragraphs("\n".join(told)), context(small)]))


def _prompt(story: NoteStory) -> Message:
    said, text = words(CONTEXT, it=story), plain(CONTEXT, it=story)
    lead = "\n".join(
        [said["headline"], said["who"], _what(story), _why(story), said["cares"], _better_not(story)]
    )
    buttons: list[InteractiveElement] = [
        button(text["sent"], ids.EXEC_NOTE_SENT, story.id, style="primary"),
        button(text["later"], ids.EXEC_NOTE_LATER, story.id),
    ]
    if story.executive is None or story.csm.mention != story.executive.mention:
        buttons.append(button(text["hand_over"], ids.EXEC_NOTE_HAND_OVER, story.id))
    instead: list[InteractiveElement] = [
        button(text["called"], ids.EXEC_NOTE_CALLED, story.id),
        button(text["listened"], ids.EXEC_NOTE_LISTENED, story.id),
    ]
    return _letter(story, lead, draft(story), buttons, instead)


def _letter(
    story: NoteStory,
    lead: str,
    letter: str | None,
    buttons: list[InteractiveElement],
    instead: list[InteractiveElement],
    stand_in: StandIn | None = None,
) -> Message:
    said, text = words(CONTEXT, it=story), plain(CONTEXT, it=story)
    spoken: list[str] = [lead]
    blocks: list[Block] = [*paragraphs(lead)]
    if letter:
        blocks += [section(said["draft_intro"]), *paragraphs(quoted(letter))]
        spoken += [said["draft_intro"], escape(letter)]
        link = mail_link(story.contact.email, text["subject"], letter)
        buttons = [*buttons, link_button(plain("ask/csm")["open_mail"], ids.MAIL_LINK, link)]
    else:
        blocks.append(section(said["no_draft"]))
        spoken.append(said["no_draft"])
    blocks.append(actions(buttons))
    if instead:
        blocks += [context(said["rather_talk"]), actions(instead)]
        spoken.append(said["rather_talk"])
    small = [words("ask/csm", stand_in=stand_in)["stand_in"]] if stand_in else []
    small.append(said["reach"])
    blocks += [context(one) for one in small]
    return Message("\n".join([*spoken, *small]), rendered(blocks))


def _over(story: NoteStory, reader: str, week: date) -> Message:
    """Nothing to do any more, and what became of it."""
    assert story.executive is not None
    same = story.executive.mention == reader
    if story.state == "prompted" and same and story.week is not None and story.week > week:
        what = "next_week"
    elif story.state == "prompted" and same and story.week == week:
        what = "returned"
    elif not same:
        what = "elsewhere" if story.state != "waiting" else "returned"
    else:
        what = OVER.get(story.state, story.state)
    text = words(CONTEXT, it=story)[f"done_{what}"]
    blocks: list[Block] = [section(text)]
    if same and story.take_back_until is not None:
        blocks.append(actions([button(plain(CONTEXT)["take_back"], ids.EXEC_NOTE_UNDO, story.id)]))
    return Message(text, rendered(blocks), quiet=True)


def _what(story: NoteStory) -> Mrkdwn:
    said = words(CONTEXT, it=story)
    lines = [
        said.get("did", one=one, helped=clip(one.helped, HELPED) if one.helped and not at else None)
        for at, one in enumerate(story.activities)
    ]
    return said.get("what", lines=lines)


def _why(story: NoteStory) -> Mrkdwn:
    said = words(CONTEXT, it=story)
    short = [
        cause._replace(detail=clip(cause.detail, NOTED) if cause.detail else None) for cause in story.causes
    ]
    return said.get("why", reasons=[said.get(f"cause_{cause.kind}", cause=cause) for cause in short])


def _better_not(story: NoteStory) -> Mrkdwn:
    said = words(CONTEXT, it=story)
    return said.get(
        "better_not",
        cautions=[said.get(one.code, caution=one) for one in story.cautions],
        big_deal=any(cause.kind == BIG_DEAL for cause in story.causes),
    )


def _body(story: NoteStory) -> str | None:
    """The first wording that the guard lets through: with what helped in somebody's words, else without."""
    main = _main(story)
    kind = story.causes[0].kind if story.causes else CHECK_IN
    if main is None and kind not in (PROMOTION, MOMENT, CHECK_IN):
        return None
    quotes = [main.helped, None] if main is not None and main.helped else [None]
    for quote in quotes:
        body = _written(story, kind, main, quote)
        occasion = Occasion(
            Purpose.EXECUTIVE_NOTE,
            advocate=story.advocate.name,
            names=tuple(filter(None, (story.advocate.account, main.prospect if main else None))),
        )
        if judge_text(body, occasion).outcome is Outcome.PASS:
            return body
    return None


def _written(story: NoteStory, kind: str, main: ActivityStory | None, quote: str | None) -> str:
    said = plain(DRAFT)
    deed = said.get("deed", one=main) if main else None
    other = None
    if main is not None and kind not in (BIG_DEAL, CHECK_IN):
        before = [one for one in story.activities if one.completed_on < main.completed_on]
        other = next(iter(before), None)
    shown = clip(quote.strip(), HELPED * 2) if quote else None
    facts = {
        "kind": kind,
        "moment": story.causes[0].detail if kind == MOMENT else None,
        "main": main,
        "quote": shown,
        "stop": "" if shown and shown[-1] in ".!?…" else ".",
        "said_by": main.requester.first_name if main and main.requester else None,
        "won": not any(one.code == "won_untold" for one in story.cautions),
        "deed": deed,
        "deed_for_them": said.get("deed_for_them", one=main, deed=deed) if main else None,
        "on": said.get("day", one=main) if main else None,
        "earlier": said.get("deed", one=other) if other else None,
        "earlier_in": said.get("month", one=other) if other else None,
        "wording": _wording(story),
    }
    filled = plain(DRAFT, facts, it=story)
    first = f"{filled['opening']} {filled['detail']}"
    return "\n\n".join(" ".join(part.split()) for part in (first, filled["meant"]))


def _main(story: NoteStory) -> ActivityStory | None:
    """The activity that the note speaks of: the one that a deal hangs on, else the newest of which something is known."""
    first = story.causes[0] if story.causes else None
    if first is not None and first.kind == BIG_DEAL:
        of_deal = [one for one in story.activities if first.detail in (one.prospect, one.deal_name)]
        if of_deal:
            return of_deal[0]
    told = [one for one in story.activities if one.helped or one.prospect]
    return next(iter(told or story.activities), None)


def _wording(story: NoteStory) -> int:
    """The same for the same note, whenever it is shown; another for another."""
    return crc32(story.id.encode())
