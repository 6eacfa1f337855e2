"""The modals about an ask: the CSM's review, the answer, the date, and how it went."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import Block

from bot.facts import AdvocateCard, AskStory
from bot.rules.reviews import DEFERRALS, REVIEW
from messages import ids
from messages.asks import draft_note, overridden
from messages.blocks import (
    context,
    date_input,
    modal,
    moment_input,
    radio_input,
    section,
    select_input,
    text_input,
)
from messages.eligibility import noted
from messages.render import plain, words

NOTE_LIMIT = 2500
"""Characters of a note: it must fit a Slack section, quoted and escaped."""

DECISIONS = ("approve", "offer_other", "not_now", "never")
NEUTRAL_REASONS = (*DEFERRALS, "none")
"""What the CSM of a review chooses from; none goes with a yes."""
WHY_NOT = ("no_show", "advocate_could_not", "not_needed")
RATINGS = ("5", "4", "3", "2", "1")


def review_modal(ask: AskStory, others: Sequence[AdvocateCard] = ()) -> dict[str, Any]:
    """The deal, the advocate's history and rest, a draft note, and the choice. `others` are those who could be offered
    instead, best first; without any there is no such choice. A review is put off for neutral reasons only."""
    if ask.kind == REVIEW:  # how well they did before is no reason for or against a review
        ask = replace(ask, history=tuple(replace(one, rating=None) for one in ask.history))
    said = plain("modal/review", ask=ask)
    told = words("modal/review", ask=ask)
    rest = words("ask/csm", ask=ask)["rest"]
    past = [told.get("past_one", one=one) for one in ask.history]
    notes = [noted(one) for one in ask.verdict.notes]
    blocks: list[Block | None] = [
        section(told["deal"]),
        section(told["questions"]) if ask.request.questions else None,
        context(told.get("history", rest=rest, past=past)),
        context(told.get("notes", notes=notes)) if notes else None,
        section(overridden(ask)) if ask.override else None,
        radio_input(
            "decision",
            said["decision"],
            [(one, said[one]) for one in DECISIONS if others or one != "offer_other"],
            initial="approve",
        ),
        select_input(
            "other",
            said["other"],
            [(one.id, f"{one.name}, {one.account}") for one in others],
            hint=said["other_hint"],
        ),
        text_input(
            "note",
            said["note"],
            initial=ask.note or draft_note(ask),
            hint=said["note_hint"],
            lines=True,
            limit=NOTE_LIMIT,
        ),
        date_input("resume_on", said["resume_on"], hint=said["resume_on_hint"]),
        _neutral_reason() if ask.kind == REVIEW else _reason(),
    ]
    return modal(
        ids.ASK_REVIEW,
        said["title"],
        blocks,
        submit=said["submit"],
        close=said["close"],
        private_metadata=ask.id,
    )


def other_gone(name: str) -> dict[str, Any]:
    """What stands in the review's place when the one chosen instead was taken in that very moment."""
    said = plain("modal/review")
    told = words("modal/review", name=name)["other_gone"]
    return modal("notice", said["other_gone_title"], [section(told)], submit=None, close=said["done"])


def note_modal(ask: AskStory) -> dict[str, Any]:
    """The note of an approved ask, to be made one's own before it is sent."""
    said = plain("modal/note", ask=ask)
    return modal(
        ids.ASK_NOTE,
        said["title"],
        [
            section(words("modal/note", ask=ask)["about"]),
            text_input(
                "note",
                said["note"],
                initial=ask.note or draft_note(ask),
                hint=said["note_hint"],
                lines=True,
                optional=False,
                limit=NOTE_LIMIT,
            ),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=ask.id,
    )


def _reason() -> Block:
    said = plain("modal/review")
    return text_input("reason", said["reason"], hint=said["reason_hint"], limit=500)


def _neutral_reason() -> Block | None:
    said = plain("modal/review")
    return select_input(
        "neutral_reason",
        said["neutral_reason"],
        [(one, said[f"neutral_{one}"]) for one in NEUTRAL_REASONS],
        initial="none",
        hint=said["neutral_reason_hint"],
        optional=False,
    )


def answer_modal(ask: AskStory) -> dict[str, Any]:
    """What the advocate said."""
    said = plain("modal/answer")
    return modal(
        ids.ASK_ANSWER,
        said["title"],
        [
            section(words("modal/answer", ask=ask)["about"]),
            radio_input("answer", said["answer"], [(one, said[one]) for one in ("yes", "no", "no_answer")]),
            moment_input("scheduled_for", said["scheduled_for"]),
            text_input("comment", said["comment"], lines=True, limit=1000),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=ask.id,
    )


def approval_modal(ask: AskStory) -> dict[str, Any]:
    """What the advocate's company says."""
    said = plain("modal/approval", ask=ask)
    return modal(
        ids.APPROVAL_RECORD,
        said["title"],
        [
            section(words("modal/approval", ask=ask)["about"]),
            radio_input(
                "approved",
                said["approved"],
                [(one, said[one]) for one in ("yes", "no")],
            ),
            text_input("by", said["by"], limit=200),
            date_input("on", said["on"]),
            context(words("modal/approval", ask=ask)["no_hint"]),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=ask.id,
    )


def schedule_modal(ask: AskStory) -> dict[str, Any]:
    """When it is to take place."""
    said = plain("modal/schedule")
    return modal(
        ids.ASK_SCHEDULE,
        said["title"],
        [
            section(words("modal/schedule", ask=ask)["about"]),
            moment_input("scheduled_for", said["scheduled_for"], initial=ask.scheduled_for, optional=False),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=ask.id,
    )


def outcome_modal(ask: AskStory) -> dict[str, Any]:
    """How it went: two clicks, and the one thing that helped."""
    said = plain("modal/outcome", ask=ask)
    return modal(
        ids.ASK_OUTCOME,
        said["title"],
        [
            section(words("modal/outcome", ask=ask)["about"]),
            radio_input(
                "happened",
                said["happened"],
                [(one, said[one]) for one in ("yes", "moved", "no")],
                initial="yes",
            ),
            radio_input(
                "rating",
                said["rating"],
                [(one, said[f"rating_{one}"]) for one in RATINGS],
                optional=True,
            ),
            text_input("helped", said["helped"], hint=said["helped_hint"], lines=True, limit=500),
            moment_input("moved_to", said["moved_to"], hint=said["moved_to_hint"]),
            select_input(
                "why_not",
                said["why_not"],
                [(one, said[f"why_{one}"]) for one in WHY_NOT],
                hint=said["why_not_hint"],
            ),
            text_input("deal_stage", said["deal_stage"], limit=100),
        ],
        submit=said["submit"],
        close=said["close"],
        private_metadata=ask.id,
    )
