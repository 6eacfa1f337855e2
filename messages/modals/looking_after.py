"""The modals with which somebody looks after an advocate: a pause, and something they did."""

import json
from datetime import date
from typing import Any

from bot.facts import AdvocateCard
from bot.rules.kinds import KINDS
from bot.rules.vocabulary import Field, label
from messages import ids
from messages.blocks import context, date_input, modal, number_input, section, select_input, text_input
from messages.modals.advocates import advocate_field
from messages.render import plain, words


def pause_modal(card: AdvocateCard, until: date) -> dict[str, Any]:
    """Until when nobody asks them."""
    said = plain("modal/pause")
    return modal(
        ids.ADVOCATE_PAUSE,
        said["title"],
        [
            section(words("modal/pause", card=card)["about"]),
            date_input("until", said["until"], initial=until, optional=False),
            text_input("why", said["why"], limit=300),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=json.dumps({"advocate": card.id, "name": card.name[:200]}),
    )


def activity_modal(today: date, advocate: AdvocateCard | None) -> dict[str, Any]:
    """What somebody did without being asked by the bot."""
    said = plain("modal/activity")
    return modal(
        ids.ACTIVITY_LOG,
        said["title"],
        [
            context(words("modal/activity")["about"]),
            advocate_field(said["advocate"], said["advocate_typed"], advocate),
            select_input(
                "activity_kind",
                said["kind"],
                [(one, label(Field.KIND, one).capitalize()) for one in KINDS],
                optional=False,
            ),
            date_input("completed_on", said["completed_on"], initial=today, optional=False),
            text_input("helped", said["helped"], hint=said["helped_hint"], lines=True, limit=500),
            text_input("prospect", said["prospect"], limit=150),
            number_input("minutes", said["minutes"]),
        ],
        submit=said["submit"],
        close=said["close"],
    )
