"""The modals about who looks after customers: somebody is away, somebody takes over."""

from collections.abc import Sequence
from typing import Any

from bot.facts import AwayNow, AwayTold
from messages import ids
from messages.blocks import date_input, modal, person_input, section
from messages.render import plain, words
from messages.wording import joined

NAMED = 3
"""Companies named in the form."""


def away_modal(now: AwayNow, of: str | None = None) -> dict[str, Any]:
    """Until when, and who stands in; `of` is the Slack id of somebody else whose absence it is."""
    said = plain("modal/away", name=now.name)
    return modal(
        ids.AWAY,
        said["title"],
        [
            section(words("modal/away", name=now.name)["about"]),
            date_input("until", said["until"], initial=now.back_on, optional=False),
            person_input("stand_in", said["stand_in"], initial=now.stand_in, hint=said["stand_in_hint"]),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=of or "",
    )


def away_told(told: AwayTold) -> dict[str, Any]:
    """What stands in the form's place once it is said."""
    said = plain("modal/away", name=told.name)
    return modal(
        "notice",
        said["done_title"],
        [section(words("modal/away", told=told, name=told.name)["done"])],
        submit=None,
        close=said["ok"],
    )


def hand_over_modal(subject_id: str, accounts: Sequence[str]) -> dict[str, Any]:
    """Who looks after these companies from now on."""
    said = plain("modal/hand_over", count=len(accounts), more=len(accounts) - NAMED)
    shown = [*accounts[:NAMED], *([said["companies"]] if len(accounts) > NAMED else [])]
    return modal(
        ids.HAND_OVER,
        said["title"],
        [
            section(words("modal/hand_over", accounts=joined(shown))["about"]),
            person_input("new_csm", said["new_csm"], hint=said["new_csm_hint"]),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=subject_id,
    )
