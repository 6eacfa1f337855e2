"""What /advocate answers: the card of a person, whom a name can mean, help."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.facts import AdvocateCard, AdvocateProfile, Named
from bot.rules.gives import GIVES
from bot.rules.tiers import COMMUNITY, moves
from messages import ids
from messages.blocks import actions, button, clip, context, header, rendered, section
from messages.gives import idea_line
from messages.handovers import state_words
from messages.refusals import why_not
from messages.render import Message, Mrkdwn, plain, words
from messages.wording import kind_name

REASONS = 2
"""Reasons against asking that a card tells."""
LISTED = 6
"""Kinds, interests and open matters that a card names."""


def card(one: AdvocateProfile) -> Message:
    """Everything about one person, on one screen of a phone."""
    said = words("advocate/card", one=one)
    lead = "\n".join(
        [said["who"], said["since"], *_recognised(one), *([said["sponsor"]] if one.sponsor else [])]
    )
    rest = "\n".join([_rested(one), said["rest"], *_owed(one)])
    more = [*_wishes(one), *_past(one)]
    small = said["reach"]
    blocks: list[Block] = [section(lead), section(rest)]
    open_ = _open(one)
    if open_:
        blocks.append(section(open_))
    blocks += [section("\n".join(more)), context(small), actions(_buttons(one))]
    return Message("\n".join(filter(None, [lead, rest, open_, *more, small])), rendered(blocks))


def _recognised(one: AdvocateProfile) -> list[Mrkdwn]:
    """The tier, and what leads on in words: for who looks after them, never for them."""
    if one.standing.tier == COMMUNITY and one.ahead is None:
        return []
    paths = [kind_name(kind) for kind in one.likes if moves(kind) and kind not in one.never][:2]
    return [words("advocate/card", one=one, paths=paths)["tier"]]


def _owed(one: AdvocateProfile) -> list[Mrkdwn]:
    ideas = [idea_line(idea, one.catalogue) for idea in one.ideas]
    return [words("advocate/card", one=one, ideas=ideas)["one_sided"]] if one.one_sided else []


def _rested(one: AdvocateProfile) -> Mrkdwn:
    if one.verdict.eligible:
        return words("advocate/card")["free"]
    name = one.advocate.first_name
    why = [why_not(reason.code, name, reason.until) for reason in one.verdict.reasons[:REASONS]]
    free_on = one.verdict.free_on if len(one.verdict.reasons) > 1 else None
    return words("advocate/card", why=why, free_on=free_on)["resting"]


def _wishes(one: AdvocateProfile) -> list[Mrkdwn]:
    said = words("advocate/card", one=one)
    lines = [
        said.get(block, kinds=[kind_name(kind) for kind in kinds[:LISTED]])
        for block, kinds in (("likes", one.likes), ("never", one.never))
        if kinds
    ]
    return [*lines, *([said["cares"]] if one.cares_about else [])]


def _past(one: AdvocateProfile) -> list[Mrkdwn]:
    said = words("advocate/card")
    names = plain("modal/give")
    did = [said.get("did_one", it=it) for it in one.activities]
    gave = [
        said.get("gave_one", it=it, name=_lower(names[it.kind]) if it.kind in GIVES else it.kind)
        for it in one.gives
    ]
    lines = [
        said.get("did", lines=did) if did else said["did_nothing"],
        said.get("gave", lines=gave) if gave else said["gave_nothing"],
    ]
    if one.asks:
        lines.append(said.get("asked", lines=[said.get("asked_one", it=it) for it in one.asks]))
    if one.feedback:
        lines.append(said.get("feedback", lines=[said.get("feedback_one", it=it) for it in one.feedback]))
    if one.said:
        lines.append(words("advocate/card", one=one)["said"])
    return lines


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _open(one: AdvocateProfile) -> Mrkdwn | None:
    if not one.open:
        return None
    said = words("advocate/card")
    lines = [said.get("open_one", it=it, state=state_words(it.state)) for it in one.open[:LISTED]]
    return said.get("open", lines=lines)


def _buttons(one: AdvocateProfile) -> list[InteractiveElement]:
    text = plain("advocate/card")
    id_ = one.advocate.id
    buttons: list[InteractiveElement] = [
        button(text["resume"], ids.ADVOCATE_RESUME, id_)
        if one.paused_until
        else button(text["pause"], ids.ADVOCATE_PAUSE, id_),
        button(text["asked_already"], ids.ASK_OUTSIDE, id_),
        button(text["note_give"], ids.GIVE_LOG, id_),
        button(text["note_activity"], ids.ACTIVITY_LOG, id_),
        button(text["note_satisfaction"], ids.SATISFACTION_RECORD, id_),
        button(text["pass_on"], ids.FEEDBACK_LOG, id_),
    ]
    if one.activities:
        buttons.append(button(plain("letter")["button"], ids.IMPACT_LETTER, id_))
        buttons.append(button(plain("contributions")["button"], ids.CONTRIBUTIONS, one.account_id))
    if one.asks or one.open:
        buttons.append(button(text["correct"], ids.ASK_CORRECT, id_))
    if one.by_owner:
        buttons.append(button(text["new_csm"], ids.HAND_OVER, one.account_id))
    return buttons


CHOSEN = {"show": ids.ADVOCATE_SHOW, "pause": ids.ADVOCATE_PAUSE, "letter": ids.IMPACT_LETTER}


def choice(found: Named, what: str, until: date | None = None) -> Message:
    """Who is meant, with a button each. `what` is show, pause or letter; `until` rides along."""
    people: Sequence[AdvocateCard] = found.several or found.nearest
    said = words("advocate/choice", typed=clip(found.typed, 80))
    lead = said["several" if found.several else "nearest" if found.nearest else "nobody"]
    action_id = CHOSEN[what]
    label = plain("advocate/choice")[f"button_{what}"]
    lines = [said.get("line", card=one) for one in people]
    blocks = [
        section(line, button(label, action_id, one.id), block_id=f"{until or ''}:{place}")
        for place, (one, line) in enumerate(zip(people, lines, strict=True))
    ]
    return Message("\n".join([lead, *lines]), rendered([section(lead), *blocks]))


def day_of_block(block_id: str) -> date | None:
    """The day that rides along with a button."""
    try:
        return date.fromisoformat(block_id.partition(":")[0])
    except ValueError:
        return None


def name_missing(what: str) -> Message:
    """What is said where the name was forgotten."""
    return Message(words("advocate/choice", what=what)["name_missing"])


def log(*, looks_after: bool) -> Message:
    """What can be noted, each with its form; some of it only by who looks after somebody."""
    title = words("advocate/choice")["log_title"]
    text = plain("advocate/card")
    theirs = [
        button(text["note_activity"], ids.ACTIVITY_LOG, "nobody"),
        button(text["note_give"], ids.GIVE_LOG, "nobody"),
    ]
    buttons = [
        *(theirs if looks_after else ()),
        button(text["asked_already"], ids.ASK_OUTSIDE, "nobody"),
        button(text["note_milestone"], ids.LOG_MILESTONE, "nobody"),
        button(text["pass_on"], ids.FEEDBACK_LOG, "nobody"),
    ]
    return Message(title, rendered([section(title), actions(buttons)]))


def paused(name: str, until: date) -> Message:
    """That somebody is spared until a day."""
    return Message(words("advocate/choice", name=name, until=until)["paused"])


def resumed(name: str) -> Message:
    """That a pause is over."""
    return Message(words("advocate/choice", name=name)["resumed"])


def help_text(word: str | None = None) -> Message:
    """What can be typed; `word` is what was not understood."""
    said = words("advocate/help", word=word)
    lead = [said["unknown"]] if word else []
    return Message(
        "\n".join([*lead, said["title"], said["body"], said["small"]]),
        rendered(
            [
                *(section(one) for one in lead),
                header(plain("advocate/help")["title"]),
                section(said["body"]),
                context(said["small"]),
            ]
        ),
    )


def back(was_away: bool) -> Message:
    """What somebody is told who says that they are back."""
    return Message(words("advocate/help")["back" if was_away else "not_away"])
