"""What /reference answers: who fits, help, and one's own requests."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.facts import LeftOut, Looser, Match, Overridable, RequestStory
from bot.rules.lifecycle import LIVE_REQUEST
from bot.rules.reviews import REVIEW
from bot.rules.vocabulary import LOOSENABLE, Field, NoSuchReading, Reading, Refinement, label
from messages import ids
from messages.blocks import actions, button, clip, clip_mrkdwn, context, header, rendered, section
from messages.overrides import to_owner
from messages.render import Message, Mrkdwn, Words, plain, words
from messages.requests import cancel_button, stand

WORDS_LIMIT = 200
"""Characters of a search that ride along in a block_id (255 at most there)."""
MOST_QUESTIONS = 3
"""Words with two readings that are asked about at once."""
LISTED = 800
"""Characters of one request in a list of them: ten fit into one message."""
NAME = 60
"""Characters of a name or title that is only quoted."""
LINE = 2000
"""Characters for one person who fits: all of them together fit into one message."""
AS_TYPED = Refinement()

Said = tuple[str, Block]
"""A block, and its words for the fallback text."""


def answer(
    text: str,
    reading: Reading,
    matches: Sequence[Match],
    fitting: int,
    left_out: Sequence[LeftOut],
    looser: Sequence[Looser] = (),
    refinement: Refinement = AS_TYPED,
    open_to_owner: Sequence[Overridable] = (),
) -> Message:
    """Up to five matches with why, how rested and what exists already, what was not understood or can mean two things,
    and who was left out why; where nobody fits, what leaving something out would give. `open_to_owner` are people left out
    whom an owner may ask all the same."""
    narrowed = any(one.field not in (Field.KIND, Field.PLATFORM) for one in reading.understood)
    known = "fitting" if matches or left_out else "others" if narrowed else "nobody"
    shared = words(
        "reference/answer", matches=matches, fitting=fitting, kind=reading.criteria.kind, known=known
    )
    headline = shared["headline"]
    heard = _heard(reading, refinement)
    if reading.criteria.kind == REVIEW:
        heard.append(shared["alike"])
    said: list[Said] = [(headline, section(headline)), ("\n".join(heard), context("\n".join(heard)))]
    said += _questions(text, reading, refinement)
    for place, match in enumerate(matches, start=1):
        said.append(_match(shared, match, _block_id(str(place), text, refinement)))
    if left_out:
        reasons = shared.get("left_out", reasons=[_left_out(one, reading.criteria.kind) for one in left_out])
        said.append((reasons, context(reasons)))
    for place, one in enumerate(open_to_owner, start=1):
        said.append(to_owner(one, _block_id(f"owner{place}", text, refinement)))
    said += (
        _ask_any(text, reading.criteria.kind, refinement)
        if matches
        else _nobody(shared, text, looser, refinement)
    )
    return Message("\n".join(line for line, _ in said if line), rendered(block for _, block in said))


def search_of_block(block_id: str) -> tuple[str, Refinement]:
    """The search that a button's block was made for. NoSuchReading where it is none."""
    head, _, text = block_id.partition(":")
    return text, Refinement.of(head.partition("/")[2])


def reading_of_value(value: str) -> tuple[int, int]:
    """Which word, and which of its readings, a button stands for. NoSuchReading where it is none."""
    settled = Refinement.of(value).settled
    if len(settled) != 1:
        raise NoSuchReading(value)
    return settled[0]


def criterion_of_value(value: str) -> str:
    """Which criterion a button leaves out. NoSuchReading where it is none."""
    if not value.isdecimal() or int(value) >= len(LOOSENABLE):
        raise NoSuchReading(value)
    return LOOSENABLE[int(value)]


def _block_id(place: str, text: str, refinement: Refinement) -> str:
    """The search rides along: "3/0.1:fintech german"."""
    head = f"{place}/{refinement.code}" if refinement.code else place
    return f"{head}:{text[:WORDS_LIMIT]}"


def _match(shared: Words, match: Match, block_id: str) -> Said:
    line = Mrkdwn(clip_mrkdwn(shared.get("match", match=match), LINE))
    label_ = plain("reference/answer", match=match)["ask_one"]
    ask = button(label_, ids.REFERENCE_REQUEST, match.advocate.id)
    return line, section(line, accessory=ask, block_id=block_id)


def _ask_any(text: str, kind: str, refinement: Refinement) -> list[Said]:
    any_one = button(
        plain("reference/answer", kind=kind)["ask_any"], ids.REFERENCE_REQUEST_ANY, "any", style="primary"
    )
    return [("", actions([any_one], block_id=_block_id("any", text, refinement)))]


def _nobody(shared: Words, text: str, looser: Sequence[Looser], refinement: Refinement) -> list[Said]:
    """What to leave out and what that gives, and filing it all the same."""
    advice = shared["loosen"] if looser else shared["loosen_none"]
    said: list[Said] = [(advice, section(advice))]
    search = plain("reference/answer")["search_looser"]
    for one in looser:
        line = shared.get("looser", one=one, names=clip(" / ".join(one.names), 2 * NAME))
        place = str(LOOSENABLE.index(one.criterion))
        accessory = button(search, ids.REFERENCE_LOOSER, place)
        said.append((line, section(line, accessory, block_id=_block_id(f"looser{place}", text, refinement))))
    anyway = button(
        plain("reference/answer")["file_anyway"], ids.REQUEST_FILE_ANYWAY, "anyway", style="primary"
    )
    return [
        *said,
        (shared["anyway"], context(shared["anyway"])),
        ("", actions([anyway], block_id=_block_id("anyway", text, refinement))),
    ]


def _questions(text: str, reading: Reading, refinement: Refinement) -> list[Said]:
    """Each word with two readings, a button for each. A search too long to ride along is only told of."""
    if len(text) > WORDS_LIMIT:
        return []
    said: list[Said] = []
    for which, one in enumerate(reading.ambiguous[:MOST_QUESTIONS]):
        buttons = [
            button(_reading(field, name), action_id, Refinement().settling(which, choice).code)
            for choice, (action_id, (field, name)) in enumerate(
                zip(ids.REFERENCE_READINGS, one.readings, strict=False)
            )
        ]
        said.append(("", actions(buttons, block_id=_block_id(f"reading{which}", text, refinement))))
    return said


def _heard(reading: Reading, refinement: Refinement) -> list[Mrkdwn]:
    """What was understood, what was not, what can mean two things, and what was left out at a click."""
    said = words("reference/answer", kind=reading.criteria.kind)
    heard = tuple(dict.fromkeys(label(one.field, one.name) for one in reading.understood))
    lines = [said.get("understood", understood=heard) if heard else said["everyone"]]
    if refinement.loosened:
        lines.append(said.get("loosened", criteria=refinement.loosened))
    lines += [said.get("unknown", word=one.word, nearest=one.nearest) for one in reading.unknown]
    lines += [
        said.get(
            "ambiguous",
            word=clip(one.words, NAME),
            readings=[_reading(field, name) for field, name in one.readings[: len(ids.REFERENCE_READINGS)]],
        )
        for one in reading.ambiguous[:MOST_QUESTIONS]
    ]
    return lines


def _reading(field: Field, name: str) -> str:
    return f"{clip(label(field, name), NAME)} ({field.replace('_', ' ')})"


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


def mine(stories: Sequence[RequestStory], *, may_give: bool = False) -> Message:
    """One's requests, each with what can be done about it; and what else there is to note, gives only for those who may."""
    said = words("reference/mine")
    text = plain("reference/mine")
    noting = [button(text["asked_already"], ids.ASK_OUTSIDE, "mine")]
    if may_give:
        noting.append(button(text["did_something"], ids.GIVE_LOG, "mine"))
        noting.append(button(plain("modal/incentive")["propose"], ids.INCENTIVE_PROPOSE, "mine"))
    if not stories:
        return Message(said["none"], rendered([section(said["none"]), actions(noting)]))
    blocks: list[Block] = [section(said["title"])]
    spoken = [said["title"]]
    for story in stories:
        line = Mrkdwn(clip_mrkdwn(said.get("line", request=story.request, stand=stand(story)), LISTED))
        show = button(text["show"], ids.REQUEST_SHOW, story.request.id)
        buttons = [show, cancel_button(story)] if story.request.state in LIVE_REQUEST else [show]
        blocks += [section(line), actions(buttons)]
        spoken.append(line)
    return Message("\n".join(spoken), rendered([*blocks, actions(noting)]))
