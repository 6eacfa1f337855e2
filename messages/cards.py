"""The thank-you card: a page to print, made of the words that a CSM chose."""

from typing import Any

from bot.facts import ActivityStory
from messages import ids
from messages.blocks import button, modal, rendered, section, text_input
from messages.modals.asks import NOTE_LIMIT
from messages.render import File, Message, plain, words
from messages.thank_yous import proposed


def message(activity: ActivityStory) -> Message | None:
    """The card as a file, or why there is none; None where there are no words for it any more."""
    from messages.typesetting import TooLong, Unprintable

    if activity.thanks_text is None:
        return None
    try:
        content = pdf(activity, activity.thanks_text)
    except Unprintable as missing:
        return Message(words("activity/card", activity=activity, letters=missing.letters)["unprintable"])
    except TooLong as long:
        return Message(words("activity/card", activity=activity, over=long.over)["too_long"])
    said = words("activity/card", activity=activity)["said"]
    instead = rendered([section(words("activity/card", activity=activity)["no_files"])])
    name = plain("activity/card", activity=activity)["file_name"]
    return Message(said, instead, file=File(name, content))


def pdf(activity: ActivityStory, text: str) -> bytes:
    """The card with this text. Raises what messages.typesetting.card_pdf raises."""
    from messages.typesetting import Card, card_pdf  # a third of a second that nothing else should pay

    said = plain("activity/card", activity=activity)
    return card_pdf(Card(said["heading"], said["whom"], text))


def card_button(activity: ActivityStory) -> Any:
    """Asks for the card."""
    return button(plain("activity/card")["button"], ids.THANKS_CARD, activity.id)


def card_modal(activity: ActivityStory) -> dict[str, Any]:
    """The words of the card, to be made one's own."""
    said = plain("activity/card")
    return modal(
        ids.THANKS_CARD,
        said["title"],
        [
            section(words("activity/card", activity=activity)["about"]),
            text_input(
                "text",
                said["text"],
                initial=proposed(activity),
                hint=said["text_hint"],
                lines=True,
                optional=False,
                limit=NOTE_LIMIT,
            ),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=activity.id,
    )
