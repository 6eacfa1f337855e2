"""What a director is told about a period: its measures, how they came about, and who agreed to be named."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.rules.known_deals import KnownDeal
from bot.rules.measures import Measure, acceptance, activities, participation
from bot.rules.mix import KindCount, by_kind
from bot.rules.readings import Look, Reading

QUARTERS = 8
"""Two years: each of the last four has one to be compared with."""


class NamedStory(NamedTuple):
    """A result of somebody who agreed to be named. `account` is None where the company has not."""

    title: str
    name: str
    account: str | None
    use_case: str | None
    before: str | None
    after: str | None
    measure: str | None
    value: str | None
    link: str | None
    is_connected: bool
    """They were given something at some time: whatever quotes them says so (16 CFR 255.5)."""


class Group(NamedTuple):
    """What was asked of some advocates and done by them."""

    name: str
    activities: Measure
    acceptance: Measure
    participation: Measure


class Outcome(NamedTuple):
    """How deals ended."""

    won: int
    lost: int


@dataclass(frozen=True)
class Report:
    """One period, and the quarters that lead to it."""

    look: Look
    made_on: date
    quarters: tuple[Reading, ...]
    """Measures alone: their facts are gone."""
    stories: tuple[NamedStory, ...]

    @property
    def first(self) -> date:
        return self.look.now.first

    @property
    def last(self) -> date:
        return self.look.now.last

    @property
    def is_over(self) -> bool:
        """Whether nothing is added to the period any more."""
        return self.last < self.made_on

    @property
    def people(self) -> int:
        """How many did something in the period."""
        return len({one.advocate for one in self.look.now.facts.done})

    def kinds(self, most: int) -> tuple[KindCount, ...]:
        """What was done, beside the same days a year ago."""
        return by_kind(self.look.now.facts, self.look.year_ago.facts, most)

    def groups(self, by: str) -> list[Group]:
        """The period by industry, segment or another of measure_facts.BY, those with most activities first."""
        parts = self.look.now.facts.by(by)
        groups = [
            Group(name, activities(part), acceptance(part), participation(part))
            for name, part in parts.items()
        ]
        return sorted(
            groups, key=lambda one: (-one.activities.denominator, -one.acceptance.denominator, one.name)
        )

    def decided(self, *, referenced: bool) -> list[KnownDeal]:
        """The deals won or lost in the period, with a reference or without, the newest first."""
        return sorted(
            (
                deal
                for deal in self.look.now.facts.deals
                if deal.referenced is referenced
                and deal.result != "open"
                and deal.closed_on is not None
                and self.first <= deal.closed_on <= self.last
            ),
            key=lambda deal: (deal.closed_on, deal.name),
            reverse=True,
        )

    def outcome(self, *, referenced: bool) -> Outcome:
        """How those in the books of sales ended: the ones that win rates are made of."""
        results = Counter(deal.result for deal in self.decided(referenced=referenced) if deal.booked)
        return Outcome(results["won"], results["lost"])
