"""Measures by name: of one period, and of that period beside those it is compared with."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.rules.measure_facts import Facts
from bot.rules.measures import Measure
from bot.rules.policy import Policy


@dataclass(frozen=True)
class Reading:
    """One period, measured."""

    facts: Facts
    measures: tuple[Measure, ...]

    @property
    def first(self) -> date:
        return self.facts.first

    @property
    def last(self) -> date:
        return self.facts.last

    @cached_property
    def _by_name(self) -> dict[str, tuple[Measure, ...]]:
        names = dict.fromkeys(one.name for one in self.measures)
        return {name: tuple(one for one in self.measures if one.name == name) for name in names}

    def __getitem__(self, name: str) -> Measure:
        """The measure of that name; the first where there is one for each currency. KeyError where there is none."""
        return self._by_name[name][0]

    def all(self, name: str) -> tuple[Measure, ...]:
        """Every measure of that name: one for each currency, or none."""
        return self._by_name.get(name, ())

    def like(self, other: Measure) -> Measure | None:
        """The measure of the same name and currency."""
        return next((one for one in self.all(other.name) if one.currency == other.currency), None)


@dataclass(frozen=True)
class Look:
    """A period, the one before it and the same days a year ago, judged by the policy of today."""

    policy: Policy
    now: Reading
    before: Reading
    year_ago: Reading
