"""The modal in which a CSM records a thank-you."""

from datetime import date
from typing import Any

from bot.facts import ActivityStory
from messages import ids
from messages.blocks import checkbox_input, date_input, modal, radio_input, section, text_input
from messages.modals.asks import NOTE_LIMIT
from messages.render import plain, words
from messages.thank_yous import deed, proposed

HELPED_LIMIT = 500
SETTLED = ("long_ago", "let_go")
WAYS = ("mail", "handwritten", "call", "video")


def ways(activity: ActivityStory) -> tuple[str, ...]:
    """How somebody can have been thanked for it; what is from before the bot was there may also just be settled."""
    return (*WAYS, *SETTLED) if activity.from_before else WAYS


def published_modal(activity: ActivityStory, today: date) -> dict[str, Any]:
    """Since when, and where, something can be seen."""
    said = plain("modal/published")
    return modal(
        ids.PUBLISHED_RECORD,
        said["title"],
        [
            section(words("modal/published", activity=activity)["about"]),
            date_input(
                "published_on", said["published_on"], initial=activity.published_on or today, optional=False
            ),
            text_input(
                "link", said["link"], initial=activity.published_link, hint=said["link_hint"], limit=500
            ),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=activity.id,
    )


def detail_modal(activity: ActivityStory) -> dict[str, Any]:
    """The one thing that helped, and whom, where that is not known: what the draft is made of."""
    said = plain("modal/thanks")
    return modal(
        ids.THANKS_DETAIL,
        said["detail_title"],
        [
            section(words("modal/thanks", activity=activity, deed=deed(activity))["detail_about"]),
            text_input(
                "helped",
                said["helped"],
                initial=activity.helped,
                hint=said["helped_hint"],
                lines=True,
                optional=False,
                limit=HELPED_LIMIT,
            ),
            None if activity.prospect else text_input("prospect", said["prospect"], limit=150),
        ],
        submit=said["detail_submit"],
        close=said["close"],
        private_metadata=activity.id,
    )


def thanks_modal(activity: ActivityStory) -> dict[str, Any]:
    """How the advocate was thanked, with the draft of what to say."""
    said = plain("modal/thanks")
    return modal(
        ids.THANKS_RECORD,
        said["title"],
        [
            section(words("modal/thanks", activity=activity)["about"]),
            radio_input("how", said["how"], [(way, said[way]) for way in ways(activity)], initial="mail"),
            text_input(
                "text",
                said["text"],
                initial=proposed(activity),
                hint=said["text_hint"],
                lines=True,
                limit=NOTE_LIMIT,
            ),
            None
            if activity.helped
            else text_input(
                "helped", said["helped"], hint=said["helped_later"], lines=True, limit=HELPED_LIMIT
            ),
            checkbox_input("told_outcome", said["told_outcome"], [("yes", said["told_yes"])]),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=activity.id,
    )
