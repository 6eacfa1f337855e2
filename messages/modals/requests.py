"""The modal in which a colleague says what they need, and what it answers when somebody else was quicker."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.facts import AdvocateCard, RequestFacts
from bot.rules import reviews
from bot.rules.kinds import KINDS
from bot.rules.verdict import Reason
from bot.rules.vocabulary import Field, Refinement, label
from messages.blocks import (
    date_input,
    modal,
    number_input,
    section,
    select_input,
    text_input,
)
from messages.ids import REFERENCE_REQUEST, REQUEST_CHANGE
from messages.refusals import why_not
from messages.render import plain, words

AS_TYPED = Refinement()
FORMATS = ("call", "written", "video")
PLATFORMS = ("g2", "trustradius", "gartner", "capterra", "trustpilot", "google", "wordpress")


@dataclass(frozen=True)
class Choices:
    """What the criteria fields offer when there were no words: (value, text) each."""

    industries: Sequence[tuple[str, str]]
    segments: Sequence[tuple[str, str]]
    regions: Sequence[tuple[str, str]]


def request_modal(
    *,
    text: str,
    kind: str,
    platform: str | None,
    needed_by: date,
    currency: str,
    advocate: AdvocateCard | None = None,
    choices: Choices | None = None,
    refinement: Refinement = AS_TYPED,
    anyway: bool = False,
) -> dict[str, Any]:
    """The whole form in one view. `text` and `refinement` are what was searched for; `choices` adds the criteria fields;
    `anyway` files it also where nobody is free."""
    said = plain("modal/request", currency=currency)
    told = words("modal/request", advocate=advocate)
    anybody = "about_review" if kind == reviews.REVIEW else "about_any"
    about = section(told["about_anyway" if anyway else "about" if advocate else anybody])
    criteria = _criteria_fields(choices) if choices else []
    fields = [
        text_input("deal_name", said["deal_name"], optional=False, hint=said["deal_name_hint"], limit=150),
        text_input("prospect", said["prospect"], hint=said["prospect_hint"], limit=150),
        date_input("needed_by", said["needed_by"], initial=needed_by, optional=False),
        select_input(
            "activity_kind",
            said["kind"],
            [(one, label(Field.KIND, one).capitalize()) for one in KINDS],
            initial=kind,
            optional=False,
        ),
        text_input("questions", said["questions"], hint=said["questions_hint"], lines=True, limit=1500),
        select_input("format", said["format"], [(one, said[f"format_{one}"]) for one in FORMATS]),
        number_input("deal_amount", said["deal_amount"], hint=said["deal_amount_hint"]),
        text_input("deal_stage", said["deal_stage"], limit=100),
        date_input("close_date", said["close_date"]),
        select_input(
            "platform",
            said["platform"],
            [(one, label(Field.PLATFORM, one)) for one in PLATFORMS],
            initial=platform,
            hint=said["platform_hint"],
        ),
    ]
    return modal(
        REFERENCE_REQUEST,
        said["title"],
        [about, *criteria, *fields],
        submit=said["submit_anyway"] if anyway else said["submit"],
        close=said["close"],
        private_metadata=json.dumps(
            {
                "advocate": advocate.id if advocate else None,
                "words": text[:500],
                "refined": refinement.code,
                "anyway": anyway,
            }
        ),
    )


def _criteria_fields(choices: Choices) -> list[Any]:
    said = plain("modal/request")
    return [
        select_input("industry", said["industry"], choices.industries),
        select_input("segment", said["segment"], choices.segments),
        select_input("region", said["region"], choices.regions),
        text_input("words", said["words"], hint=said["words_hint"], limit=200),
    ]


def change_modal(request: RequestFacts) -> dict[str, Any]:
    """The day by which it is needed, and what the prospect would like to hear."""
    said = plain("modal/change")
    return modal(
        REQUEST_CHANGE,
        said["title"],
        [
            section(words("modal/change", request=request)["about"]),
            date_input("needed_by", said["needed_by"], initial=request.needed_by, optional=False),
            text_input("questions", said["questions"], initial=request.questions, lines=True, limit=1500),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=request.id,
    )


def asked_somebody_else(
    instead_of: str, advocate: str, account: str, reason: Reason | None = None
) -> dict[str, Any]:
    """What stands in the modal's place when the request went to the next on the bench, for `reason`."""
    said = plain("modal/request")
    why = (
        why_not(reason.code, instead_of, reason.until)
        if reason is not None and reason.code != "open_ask"
        else None
    )
    told = words("modal/request", instead_of=instead_of, advocate=advocate, account=account, why=why)
    return modal(
        "notice", said["filed_title"], [section(told["filed_other"])], submit=None, close=said["done"]
    )
