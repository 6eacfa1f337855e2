"""What the guard says of a text: the rules it runs into, the strictest first."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path


class Outcome(StrEnum):
    """pass: fine as it is. flag: said once with a better sentence. block: cannot be sent."""

    PASS = "pass"  # noqa: S105 - a verdict
    FLAG = "flag"
    BLOCK = "block"


class Purpose(StrEnum):
    """What a text is for."""

    ASK = "ask"
    THANKS = "thanks"
    EXECUTIVE_NOTE = "executive_note"
    CELEBRATION = "celebration"
    MILESTONE = "milestone"
    SPOTLIGHT = "spotlight"
    NEWSLETTER = "newsletter"
    SURVEY = "survey"
    """Asks how they find the program."""
    FEEDBACK = "feedback"
    """Passes on to a channel what they said of the product or the program, or back to them what became of it."""


PUBLIC = frozenset({Purpose.CELEBRATION, Purpose.SPOTLIGHT, Purpose.NEWSLETTER, Purpose.FEEDBACK})
"""Read by more people than the one it is about."""


@dataclass(frozen=True)
class Occasion:
    """What is known of a text beside its words. Nothing is required; the more is known, the better it is read."""

    purpose: Purpose | None = None
    activity: str | None = None
    """The kind of activity it asks for or thanks for."""
    advocate: str | None = None
    """Who it is for or about."""
    names: tuple[str, ...] = ()
    """Other names in it: their company, the prospect, the sender."""
    products: tuple[str, ...] = ()
    """What our own products are called."""


@dataclass(frozen=True)
class Finding:
    """A rule that a text runs into, with the words that show it."""

    rule: str
    words: str
    """As the guard read them: in lower case, short forms written out. Of `reused` the day, ISO."""

    @property
    def outcome(self) -> Outcome:
        return Outcome(str(rules()[self.rule]["verdict"]))

    @property
    def source(self) -> str:
        return str(rules()[self.rule]["source"])

    @property
    def checked_on(self) -> date:
        """When somebody last looked whether the source still says so."""
        day = rules()[self.rule]["checked_on"]
        assert isinstance(day, date)
        return day


@dataclass(frozen=True)
class TextVerdict:
    """The findings, one a rule at most, the strictest first."""

    findings: tuple[Finding, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return self.findings[0].outcome if self.findings else Outcome.PASS

    def with_finding(self, finding: Finding) -> TextVerdict:
        """The same with one finding more."""
        return verdict_of({one.rule: one.words for one in (*self.findings, finding)})


def verdict_of(found: Mapping[str, str]) -> TextVerdict:
    """From the words found by rule."""
    return TextVerdict(tuple(Finding(rule, found[rule]) for rule in rules() if rule in found))


@cache
def rules() -> Mapping[str, Mapping[str, object]]:
    """Every rule, the strictest first, with its verdict and its source."""
    return tomllib.loads((Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))
