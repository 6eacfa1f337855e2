"""What /program answers: the executives and their notes a week, and help."""

from collections.abc import Sequence

from bot.executive_facts import Share
from messages.blocks import clip, context, header, paragraphs, rendered, section
from messages.render import Message, plain, words


def shares(known: Sequence[Share]) -> Message:
    """Who writes how many notes a week."""
    said = words("executive/shares", none=not known)
    lines = [said["headline"], *(said.get("line", one=one) for one in known)]
    text = "\n".join(lines)
    return Message("\n".join([text, said["how"]]), rendered([*paragraphs(text), context(said["how"])]))


def help_text(word: str | None = None) -> Message:
    """What can be typed; `word` is what was not understood."""
    said = words("executive/shares", word=clip(word, 80) if word else None)
    lead = [said["unknown"]] if word else []
    return Message(
        "\n".join([*lead, said["title"], said["body"]]),
        rendered(
            [
                *(section(one) for one in lead),
                header(plain("executive/shares")["title"]),
                section(said["body"]),
            ]
        ),
    )
