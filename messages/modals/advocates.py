"""The forms that name an advocate: an ask made outside the bot, something done for them, an owner's override."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.facts import AdvocateCard, Overridable
from bot.rules.gives import GIVES, Catalogue
from bot.rules.kinds import KINDS
from bot.rules.vocabulary import Field, Refinement, label
from messages import ids
from messages.blocks import (
    context,
    date_input,
    external_select_input,
    modal,
    offered,
    radio_input,
    section,
    select_input,
    text_input,
)
from messages.gives import give_name
from messages.refusals import why_not
from messages.render import plain, words


def outside_modal(today: date, advocate: AdvocateCard | None, kind: str) -> dict[str, Any]:
    """Whom somebody asked without the bot, for what, and when."""
    said = plain("modal/outside")
    return modal(
        ids.ASK_OUTSIDE,
        said["title"],
        [
            context(words("modal/outside")["about"]),
            advocate_field(said["advocate"], said["advocate_typed"], advocate),
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


def give_modal(
    today: date, advocate: AdvocateCard | None, catalogue: Catalogue = GIVES, kind: str | None = None
) -> dict[str, Any]:
    """What was done for somebody, and when; `kind` where it is known already."""
    said = plain("modal/give")
    return modal(
        ids.GIVE_LOG,
        said["title"],
        [
            context(words("modal/give")["about"]),
            advocate_field(said["advocate"], said["advocate_typed"], advocate),
            select_input(
                "kind",
                said["kind"],
                [(one, give_name(one, catalogue)) for one in catalogue],
                initial=kind,
                optional=False,
            ),
            date_input("given_on", said["given_on"], initial=today),
            text_input("note", said["note"], lines=True, limit=500),
        ],
        submit=said["submit"],
        close=said["close"],
    )


def override_modal(one: Overridable, kind: str, text: str, refinement: Refinement) -> dict[str, Any]:
    """What stands against asking somebody, and the owner's reason to do it all the same. `text` and `refinement` are what was
    searched for: the form for the request comes next."""
    subject = {"advocate": one.advocate.id, "kind": kind, "words": text[:500], "refined": refinement.code}
    return _override_modal(one, kind, subject, "reason_hint")


def override_for_request_modal(one: Overridable, kind: str, request_id: str) -> dict[str, Any]:
    """The same for a request that finds nobody: there is nothing more to fill in."""
    return _override_modal(one, kind, {"advocate": one.advocate.id, "request": request_id}, "request_hint")


def _override_modal(one: Overridable, kind: str, subject: Mapping[str, str], hint: str) -> dict[str, Any]:
    said = plain("modal/override")
    why = [why_not(reason.code, one.advocate.first_name, reason.until) for reason in one.reasons]
    return modal(
        ids.OWNER_OVERRIDE,
        said["title"],
        [
            section(words("modal/override", one=one, why=why, kind=kind)["about"]),
            text_input("reason", said["reason"], hint=said[hint], lines=True, optional=False, limit=500),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=json.dumps(subject),
    )


def options(cards: Iterable[AdvocateCard]) -> list[dict[str, Any]]:
    """What the `advocate` select offers."""
    return offered(_option(card) for card in cards)


def advocate_field(label_: str, placeholder: str, advocate: AdvocateCard | None) -> Any:
    """A required field to choose an advocate, while typing their name or company."""
    initial = _option(advocate) if advocate else None
    return external_select_input(ids.ADVOCATE, label_, placeholder=placeholder, initial=initial)


def _option(card: AdvocateCard) -> tuple[str, str]:
    return card.id, f"{card.name}, {card.account}"
