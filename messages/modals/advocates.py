"""The forms that name an advocate: an ask made outside the bot, something done for them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.facts import AdvocateCard
from bot.rules.gives import GIVES
from bot.rules.kinds import KINDS
from bot.rules.vocabulary import Field, label
from messages import ids
from messages.blocks import (
    context,
    date_input,
    external_select_input,
    modal,
    offered,
    radio_input,
    select_input,
    text_input,
)
from messages.render import plain, words


def outside_modal(today: date, advocate: AdvocateCard | None, kind: str) -> dict[str, Any]:
    """Whom somebody asked without the bot, for what, and when."""
    said = plain("modal/outside")
    return modal(
        ids.ASK_OUTSIDE,
        said["title"],
        [
            context(words("modal/outside")["about"]),
            _advocate_field(said["advocate"], said["advocate_typed"], advocate),
            select_input(
                "activity_kind",
                said["kind"],
                [(one, label(Field.KIND, one).capitalize()) for one in KINDS],
                initial=kind,
                optional=False,
            ),
            date_input("asked_on", said["asked_on"], initial=today, optional=False),
            radio_input(
                "answer",
                said["answer"],
                [(one, said[one]) for one in ("yes", "no", "no_answer")],
                hint=said["answer_hint"],
                optional=True,
            ),
        ],
        submit=said["submit"],
        close=said["close"],
    )


def give_modal(today: date, advocate: AdvocateCard | None) -> dict[str, Any]:
    """What was done for somebody, and when."""
    said = plain("modal/give")
    return modal(
        ids.GIVE_LOG,
        said["title"],
        [
            context(words("modal/give")["about"]),
            _advocate_field(said["advocate"], said["advocate_typed"], advocate),
            select_input("kind", said["kind"], [(one, said[one]) for one in GIVES], optional=False),
            date_input("given_on", said["given_on"], initial=today),
            text_input("note", said["note"], lines=True, limit=500),
        ],
        submit=said["submit"],
        close=said["close"],
    )


def options(cards: Iterable[AdvocateCard]) -> list[dict[str, Any]]:
    """What the `advocate` select offers."""
    return offered(_option(card) for card in cards)


def _advocate_field(label_: str, placeholder: str, advocate: AdvocateCard | None) -> Any:
    initial = _option(advocate) if advocate else None
    return external_select_input(ids.ADVOCATE, label_, placeholder=placeholder, initial=initial)


def _option(card: AdvocateCard) -> tuple[str, str]:
    return card.id, f"{card.name}, {card.account}"
