"""The form in which a CSM or an owner puts right what was recorded of an ask."""

from collections.abc import Sequence
from typing import Any

from bot.facts import Correctable
from messages import ids
from messages.blocks import modal, radio_input, section, select_input
from messages.render import plain, words


def correct_modal(found: Sequence[Correctable]) -> dict[str, Any]:
    """Which ask, where there are several, and what is true of it."""
    said = plain("modal/correct")
    choices = dict.fromkeys(choice for one in found for choice in one.choices)
    lines = [(one.id, plain("modal/correct", one=one)["line"]) for one in found]
    return modal(
        ids.ASK_CORRECT,
        said["title"],
        [
            section(words("modal/correct", one=found[0])["about"]),
            select_input("ask", said["ask"], lines, initial=found[0].id, optional=False),
            radio_input("what", said["what"], [(one, said[one]) for one in choices]),
        ],
        submit=said["submit"],
        close=said["close"],
    )


def corrected(name: str, instead: str | None) -> dict[str, Any]:
    """What stands in the form's place where somebody else is asked for the same request by now."""
    said = plain("modal/correct", name=name, instead=instead)
    told = words("modal/correct", name=name, instead=instead)["done_text"]
    return modal("notice", said["done_title"], [section(told)], submit=None, close=said["done"])
