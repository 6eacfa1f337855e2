"""What came of somebody's help: the letter about a year, and the list for a business review."""

import re
from collections import Counter
from typing import Any

from bot.contribution_facts import Contributions, ImpactYear
from bot.facts import ActivityStory
from bot.rules.language import Occasion, Outcome, Purpose, judge_text
from messages import ids
from messages.blocks import (
    actions,
    clip,
    context,
    link_button,
    modal,
    paragraphs,
    rendered,
    section,
    text_input,
)
from messages.letters import mail_link
from messages.render import Message, plain, words
from messages.thank_yous import deed, deed_of, said
from messages.wording import joined, kind_name

LETTER_LIMIT = 3000
LINES = 25
"""Lines that a slide, and a message, can hold."""


def draft_letter(year: ImpactYear) -> str:
    """The letter, made of what really happened, as plain text. It passes the language guard: what was said to have helped is
    left out where the guard would mind it. Amounts are never part of it."""
    occasion = Occasion(Purpose.THANKS, None, year.advocate.name, (year.advocate.account,))
    letter = ""
    for quoting in (True, False):
        letter = _letter(year, quoting)
        if len(letter) <= LETTER_LIMIT and judge_text(letter, occasion).outcome is Outcome.PASS:
            break
    return letter


def _letter(year: ImpactYear, quoting: bool) -> str:
    helped = {one.prospect for one in year.activities if one.prospect}
    won = {one.prospect for one in year.activities if one.prospect and one.outcome == "won"}
    facts = {
        "year": year,
        "lines": [_deed(one, quoting) for one in year.activities],
        "helped": len(helped),
        "won": len(won),
        "turn": sum(one.number for one in year.activities) % 3,
    }
    return re.sub(r"\n{3,}", "\n\n", plain("letter", facts)["draft"])


def _deed(one: ActivityStory, quoting: bool) -> str:
    helped = said(one.helped) if quoting else ""
    return plain("letter", one=one, deed=deed(one), helped=helped)["deed"]


def letter_modal(year: ImpactYear) -> dict[str, Any]:
    """The letter to be made one's own and sent; submitted once it was."""
    text = plain("letter", year=year)
    draft = draft_letter(year)
    link = mail_link(year.contact.email, text["subject"], draft)
    return modal(
        ids.IMPACT_LETTER,
        text["title"],
        [
            section(words("letter", year=year)["about"]),
            text_input("text", text["text"], initial=draft, lines=True, optional=False, limit=LETTER_LIMIT),
            actions([link_button(plain("ask/csm")["open_mail"], ids.MAIL_LINK, link)]),
        ],
        submit=text["submit"],
        close=text["close"],
        private_metadata=year.advocate.id,
    )


def contributions(found: Contributions) -> Message:
    """The list, ready to be copied onto a slide."""
    text = words("contributions", found=found)
    if not found.lines:
        return Message(text["nothing"])
    counts = Counter(kind_name(one.kind) for one in found.lines)
    short = joined([text.get("count", kind=kind, number=number) for kind, number in counts.most_common()])
    lines = [
        text.get("line", one=one, deed=deed_of(one.kind, minutes=one.minutes, platform=one.platform))
        for one in found.lines[:LINES]
    ]
    lines += [text.get("story", story=one) for one in found.stories]
    if len(found.lines) > LINES:
        lines.append(text.get("more", number=len(found.lines) - LINES))
    head = [text["title"], text.get("short", short=short)]
    unnamed = sum(one.name is None for one in found.lines)
    small = text.get("small", unnamed=unnamed)
    blocks = [section("\n".join(head)), *paragraphs("\n".join(lines)), context(small)]
    return Message("\n".join([*head, *lines, small]), rendered(blocks))


def which_account(names: tuple[str, ...]) -> Message:
    """Several accounts can be meant."""
    return Message(words("contributions", names=[clip(one, 80) for one in names])["several"])
