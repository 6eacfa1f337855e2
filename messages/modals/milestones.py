"""The modal in which anybody tells of a moment."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.errors import Refused
from bot.facts import Colleague, Subject
from bot.rules.milestones import ENTERED
from messages import ids
from messages.blocks import (
    context,
    date_input,
    external_select_input,
    modal,
    offered,
    section,
    select_input,
    text_input,
)
from messages.refusals import refusal
from messages.render import plain, words


def milestone_modal(today: date, subject: Subject | None) -> dict[str, Any]:
    """Whose moment, which, and when."""
    said = plain("modal/milestone")
    return modal(
        ids.LOG_MILESTONE,
        said["title"],
        [
            context(words("modal/milestone")["about"]),
            external_select_input(
                ids.SUBJECT,
                said["subject"],
                placeholder=said["subject_typed"],
                initial=_option(subject) if subject else None,
            ),
            select_input("kind", said["kind"], [(one, said[one]) for one in ENTERED], optional=False),
            date_input("on", said["on"], initial=today, optional=False),
            text_input("note", said["note"], hint=said["note_hint"], lines=True, limit=500),
        ],
        submit=said["submit"],
        close=said["close"],
    )


def milestone_told(outcome: str, of: str, csm: Colleague) -> dict[str, Any]:
    """What stands in the form's place: who hears of it, and when."""
    said = plain("modal/milestone")
    return modal(
        "notice",
        said["done_title"],
        [section(words("modal/milestone", of=of, csm=csm)[f"done_{outcome}"])],
        submit=None,
        close=said["ok"],
    )


def not_told(error: Refused) -> dict[str, Any]:
    """Why somebody cannot tell of anything."""
    said = plain("modal/milestone")
    return modal("notice", said["title"], [section(refusal(error))], submit=None, close=said["ok"])


def subjects(found: Iterable[Subject]) -> list[dict[str, Any]]:
    """What the `subject` select offers."""
    return offered(_option(one) for one in found)


def _option(subject: Subject) -> tuple[str, str]:
    return subject.id, f"{subject.name}, {subject.account}" if subject.account else subject.name
