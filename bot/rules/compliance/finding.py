"""What the guard answers: a verdict, and each rule that had something to say with its source and date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

PASS, HOLD, BLOCK = "pass", "hold", "block"
"""Pass goes on; hold waits for an owner who releases it with a reason; block nobody can release."""
STRICTNESS: Mapping[str, int] = {PASS: 0, HOLD: 1, BLOCK: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says. A finding that passes is something to know, not an obstacle.

    `facts` are the values its words need: amounts, the platform's name, the day of its row.
    """

    rule: str
    verdict: str
    source: str
    on: date
    """The day of the source: of the rule's text, or when the platform's row was last looked up."""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The strictest verdict of all findings, which come strictest first."""

    verdict: str
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Self:
        """No finding means pass."""
        ordered = tuple(sorted(findings, key=lambda one: -STRICTNESS[one.verdict]))
        return cls(ordered[0].verdict if ordered else PASS, ordered)

    @property
    def obstacles(self) -> tuple[Finding, ...]:
        """The findings that stand in the way."""
        return tuple(one for one in self.findings if one.verdict != PASS)

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes of what stands in the way, strictest first."""
        return tuple(one.rule for one in self.obstacles)
