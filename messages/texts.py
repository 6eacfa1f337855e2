"""What the language guard says of a text, in words: why, and a sentence to use instead."""

from dataclasses import dataclass
from datetime import date

from bot.rules.language import Finding, Occasion, Outcome, Purpose, TextVerdict
from messages.render import plain
from messages.wording import day

NAMED = 3
"""Findings told at once on the field of a modal; the others follow when these are mended."""
_LONGEST = 60
"""Characters of the words shown."""


@dataclass(frozen=True)
class ToldText:
    """One finding in plain words."""

    rule: str
    verdict: str
    why: str
    source: str
    on: date
    better: str


def told(verdict: TextVerdict, occasion: Occasion) -> list[ToldText]:
    """All findings, strictest first."""
    return [_tell(finding, occasion) for finding in verdict.findings]


def on_field(verdict: TextVerdict, occasion: Occasion) -> str:
    """All that a person needs under the field they filled: why, what would be better, and what happens next."""
    findings = told(verdict, occasion)
    said = plain("guard_text")
    blocked = [one for one in findings if one.verdict == Outcome.BLOCK]
    shown = (blocked or findings)[:NAMED]
    lines = [one.why for one in shown]
    lines.append(said.get("instead", better=shown[0].better))
    lines.append(said["then_block" if blocked else "then_flag"])
    return " ".join(lines)


def verdict_words(verdict: TextVerdict) -> str:
    """What a verdict means: Nothing stands against it."""
    return plain("guard_text")[verdict.outcome]


def checks() -> str:
    """Which checks there are."""
    return plain("guard_text")["checked"]


def named_rule(rule: str) -> str:
    """A rule by what it looks for: a bargain, a debt."""
    return plain("guard_text")[f"rule_{rule}"]


def _tell(finding: Finding, occasion: Occasion) -> ToldText:
    said = plain(
        "guard_text",
        words=_shown(finding),
        name=occasion.advocate.split()[0] if occasion.advocate else None,
        full_name=occasion.advocate,
        purpose=occasion.purpose,
        after=occasion.purpose
        not in (None, Purpose.ASK, Purpose.NEWSLETTER, Purpose.SURVEY, Purpose.FEEDBACK),
    )
    is_title = finding.rule == "product_first" or occasion.purpose is Purpose.SPOTLIGHT
    return ToldText(
        finding.rule,
        finding.outcome,
        said[finding.rule],
        finding.source,
        finding.checked_on,
        said["better_title" if is_title else f"better_{finding.rule}"],
    )


def _shown(finding: Finding) -> str:
    if finding.rule == "reused":
        return day(date.fromisoformat(finding.words))
    words = finding.words
    return words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + "…"
