"""What /advocate answers beside the card."""

from messages.blocks import context, header, rendered, section
from messages.render import Message, plain, words


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
