"""What /reference answers: who fits, help, and one's own requests."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.facts import LeftOut, Match, RequestStory
from bot.rules.lifecycle import LIVE_REQUEST
from bot.rules.reviews import REVIEW
from bot.rules.vocabulary import Reading, label
from messages import ids
from messages.blocks import actions, button, context, header, rendered, section
from messages.render import Message, Mrkdwn, plain, words
from messages.requests import cancel_button, stand

WORDS_LIMIT = 200
"""Characters of a search that ride along in a block_id (255 at most there)."""


def answer(
    text: str, reading: Reading, matches: Sequence[Match], fitting: int, left_out: Sequence[LeftOut]
) -> Message:
    """Up to five matches with why and how rested, what was not understood, and who was left out why."""
    shared = words("reference/answer", matches=matches, fitting=fitting, kind=reading.criteria.kind)
    headline = shared["headline"]
    heard = _heard(reading)
    if reading.criteria.kind == REVIEW:
        heard.append(shared["alike"])
    blocks: list[Block] = [section(headline), context("\n".join(heard))]
    spoken = [headline, *heard]
    for place, match in enumerate(matches, start=1):
        line = shared.get("match", match=match)
        ask = button(
            plain("reference/answer", match=match)["ask_one"], ids.REFERENCE_REQUEST, match.advocate.id
        )
        blocks.append(section(line, accessory=ask, block_id=f"{place}:{text[:WORDS_LIMIT]}"))
        spoken.append(line)
    if left_out:
        reasons = shared.get("left_out", reasons=[_left_out(one, reading.criteria.kind) for one in left_out])
        blocks.append(context(reasons))
        spoken.append(reasons)
    if matches:
        any_one = button(
            plain("reference/answer", kind=reading.criteria.kind)["ask_any"],
            ids.REFERENCE_REQUEST_ANY,
            "any",
            style="primary",
        )
        blocks.append(actions([any_one], block_id=f"any:{text[:WORDS_LIMIT]}"))
    else:
        blocks.append(section(shared["loosen"]))
        spoken.append(shared["loosen"])
    return Message("\n".join(spoken), rendered(blocks))


def words_of_block(block_id: str) -> str:
    """The words of the search that a button's block was made for."""
    return block_id.partition(":")[2]


def _heard(reading: Reading) -> list[Mrkdwn]:
    """What was understood, what was not, and what can mean two things."""
    said = words("reference/answer", kind=reading.criteria.kind)
    understood = tuple(dict.fromkeys(label(one.field, one.name) for one in reading.understood))
    lines = [said.get("understood", understood=understood) if understood else said["everyone"]]
    lines += [said.get("unknown", word=one.word, nearest=one.nearest) for one in reading.unknown]
    lines += [
        said.get(
            "ambiguous", word=one.words, readings=[_reading(field, name) for field, name in one.readings]
        )
        for one in reading.ambiguous
    ]
    return lines


def _reading(field: object, name: str) -> str:
    return f"{name} ({str(field).replace('_', ' ')})"


def _left_out(one: LeftOut, kind: str) -> Mrkdwn:
    code = "retired" if kind == REVIEW and one.code == "stage" else one.code
    reason = words("reasons", count=one.count)[code]
    if one.first_free is None:
        return reason
    return words("reasons", words=reason, until=one.first_free)["first_free"]


def help_text() -> Message:
    """How to ask."""
    said = words("reference/help")
    return Message(
        f"{said['title']}\n{said['body']}",
        rendered(
            [header(plain("reference/help")["title"]), section(said["body"]), context(said["program_help"])]
        ),
    )


def mine(stories: Sequence[RequestStory]) -> Message:
    """One's requests, each with what can be done about it."""
    said = words("reference/mine")
    if not stories:
        return Message(said["none"], rendered([section(said["none"])]))
    blocks: list[Block] = [section(said["title"])]
    spoken = [said["title"]]
    for story in stories:
        line = said.get("line", request=story.request, stand=stand(story))
        show = button(plain("reference/mine")["show"], ids.REQUEST_SHOW, story.request.id)
        buttons = [show, cancel_button(story)] if story.request.state in LIVE_REQUEST else [show]
        blocks += [section(line), actions(buttons)]
        spoken.append(line)
    return Message("\n".join(spoken), rendered(blocks))
