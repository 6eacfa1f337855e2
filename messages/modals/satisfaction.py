"""The modal in which a CSM notes what an advocate said of the program."""

from typing import Any

from bot.rules.satisfaction import RATED, RECOMMEND
from bot.satisfaction_facts import SurveyForm
from messages import ids
from messages.blocks import modal, radio_input, section, select_input, text_input
from messages.render import PlainWords, plain, words

WORDS = 1000
"""Characters of what they said in their own words."""


def satisfaction_modal(form: SurveyForm) -> dict[str, Any]:
    """Three numbers and their words, each only where they said it; filled in where it is corrected."""
    said = plain("modal/satisfaction")
    now = form.answers
    return modal(
        ids.SATISFACTION_RECORD,
        said["title_correct" if form.recorded else "title"],
        [
            section(words("modal/satisfaction", form=form)["about"]),
            select_input(
                "recommend",
                said["recommend"],
                _scale(said, "recommend_option", RECOMMEND),
                initial=_chosen(now.recommend),
            ),
            radio_input(
                "valued",
                said["valued"],
                _scale(said, "rated_option", RATED),
                initial=_chosen(now.valued),
                optional=True,
            ),
            radio_input(
                "worth_it",
                said["worth_it"],
                _scale(said, "rated_option", RATED),
                initial=_chosen(now.worth_it),
                optional=True,
            ),
            text_input(
                "words", said["words"], initial=now.words, hint=said["words_hint"], lines=True, limit=WORDS
            ),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=form.subject,
    )


def _scale(said: PlainWords, name: str, scale: range) -> list[tuple[str, str]]:
    """The numbers from the best down, the ends in words."""
    return [(str(one), said.get(name, number=one)) for one in reversed(scale)]


def _chosen(number: int | None) -> str | None:
    return None if number is None else str(number)
