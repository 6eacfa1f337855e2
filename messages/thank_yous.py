"""The thank-you for one activity: what a CSM may send, made of what really happened."""

import re
from collections.abc import Iterator
from typing import Any

from bot.facts import ActivityStory
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from messages.render import PlainWords, plain
from messages.wording import platform_name

SINGLE = str.maketrans({"“": "‘", "”": "’", '"': "’"})
WHOLE = re.compile(r'[“"„](?P<inside>[^“”"„]*)[”"“]')


def span(minutes: int | None) -> str | None:
    """Half an hour; None where the length is not known."""
    return plain("activity/deed", minutes=minutes)["span"] if minutes else None


def deed(activity: ActivityStory) -> str:
    """What they did, as it stands after their name: "took a reference call with Contoso (half an hour)"."""
    return deed_of(activity.kind, activity.prospect, activity.minutes, activity.platform)


def deed_of(
    kind: str, who: str | None = None, minutes: int | None = None, platform: str | None = None
) -> str:
    """The same where less is known, or to be told."""
    where = platform_name(platform) if platform else None
    return plain("activity/deed", who=who, span=span(minutes), where=where)[kind]


def proposed(activity: ActivityStory) -> str | None:
    """The words they chose already, else the draft; None where nothing specific is known."""
    return activity.thanks_text or draft_thanks(activity)


def draft_thanks(activity: ActivityStory) -> str | None:
    """A thank-you of their own for each activity, as plain text; None where nothing specific is known to thank for.

    Specific is what helped, and whom, where the letter can name them. It always passes the language guard: what was said
    to have helped is left out where the guard would mind it.
    """
    occasion = Occasion(Purpose.THANKS, activity.kind, activity.advocate.name, (activity.advocate.account,))
    return next(
        (one for one in _specific(activity) if judge_text(one, occasion).outcome is Outcome.PASS), None
    )


def _specific(activity: ActivityStory) -> Iterator[str]:
    """The draft that says what helped, then the one that only says whom."""
    if helped := said(activity.helped):
        yield _compose(activity, helped)
    draft = _compose(activity, "")
    if activity.prospect and activity.prospect in draft:
        yield draft


def said(helped: str | None) -> str:
    """What helped, as it follows a colon: a sentence is quoted, "how openly you spoke" goes on with ours. Empty where unknown."""
    text = " ".join((helped or "").split())
    if whole := WHOLE.fullmatch(text):
        text = whole["inside"]
    if text and (text[0].islower() and text[-1] not in ".?!"):
        return f"{text}."
    return f"“{text.translate(SINGLE)}”" if text else ""


def _compose(activity: ActivityStory, helped: str) -> str:
    day = activity.completed_on
    facts: dict[str, Any] = {
        "activity": activity,
        "when": f"{day.day} {day:%B %Y}" if activity.late else f"{day.day} {day:%B}",
        "who": activity.prospect,
        "span": span(activity.minutes),
        "where": platform_name(activity.platform) if activity.platform else None,
        "told_by": activity.requester.first_name
        if activity.requester and activity.requester.mention != activity.csm.mention
        else None,
        "said": helped,
    }
    shared, own = plain("activity/thank_you", facts), plain("activity/thank_you_for", facts)
    alone = None if helped else "alone"
    more = "unasked" if activity.asked is False else "again" if activity.before else alone
    turn = activity.number
    openings, reasons = _all(own, activity.kind), _all(own, f"{activity.kind}_why")
    # As many openings as reasons: no pair comes back before all others were used.
    sentences = {
        "opening": own[openings[turn % len(openings)]],
        "why": own[reasons[(turn // len(openings) + turn) % len(reasons)]],
        "helped": _next(shared, "helped" if facts["told_by"] else "heard", turn) if helped else None,
        "more": _next(shared, more, turn) if more else None,
        "late": _next(shared, "late", turn) if activity.late else None,
        "closing": _next(shared, "closing", turn),
        "news": plain("activity/outcome", facts)["in_thanks"] if activity.to_tell else None,
    }
    return shared.get("letter", **sentences)


def _all(words: PlainWords, sort: str) -> list[str]:
    """The names of all sentences of a sort."""
    names = [f"{sort}_1"]
    while (following := f"{sort}_{len(names) + 1}") in words:
        names.append(following)
    return names


def _next(words: PlainWords, sort: str, turn: int) -> str:
    names = _all(words, sort)
    return words[names[turn % len(names)]]
