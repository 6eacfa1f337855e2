"""The modals around feedback: passing it on, and saying what becomes of it."""

from typing import Any

from bot.facts import AdvocateCard
from bot.satisfaction_facts import FeedbackStory
from messages import ids
from messages.blocks import context, modal, radio_input, section, text_input
from messages.modals.advocates import advocate_field
from messages.render import plain, words

WORDS = 1000
ANSWER = 500


def feedback_modal(advocate: AdvocateCard | None, told: str | None = None) -> dict[str, Any]:
    """Who told what; `told` are words that are noted already."""
    said = plain("modal/feedback")
    return modal(
        ids.FEEDBACK_LOG,
        said["title"],
        [
            context(words("modal/feedback")["about"]),
            advocate_field(said["advocate"], said["advocate_typed"], advocate),
            radio_input(
                "about",
                said["what"],
                [(one, said[one]) for one in ("product", "program")],
                initial="product",
            ),
            text_input(
                "words",
                said["words"],
                initial=told,
                hint=said["words_hint"],
                lines=True,
                optional=False,
                limit=WORDS,
            ),
        ],
        submit=said["submit"],
        close=said["close"],
    )


def passed_on(it: FeedbackStory) -> dict[str, Any]:
    """What stands in the modal's place once it is passed on."""
    said = plain("modal/feedback")
    told = words("modal/feedback", it=it)["passed"]
    return modal("notice", said["passed_title"], [section(told)], submit=None, close=said["done"])


def answer_modal(it: FeedbackStory) -> dict[str, Any]:
    """What becomes of it, as it stands where it is changed."""
    said = plain("modal/feedback")
    decisions = ("planned", "done", "not_planned", "mistaken")
    return modal(
        ids.FEEDBACK_ANSWER,
        said["answer_title"],
        [
            radio_input(
                "decision",
                said["decision"],
                [(one, said[f"decision_{one}"]) for one in decisions],
                initial=it.state if it.state in decisions else None,
            ),
            text_input(
                "words",
                said["answer_words"],
                initial=it.answer,
                hint=said["answer_words_hint"],
                lines=True,
                limit=ANSWER,
            ),
        ],
        submit=said["answer_submit"],
        close=said["close"],
        private_metadata=it.id,
    )
