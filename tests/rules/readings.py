"""Readings as rules are told them, made by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.rules.measures import Measure

NAMES = (
    "participation", "acceptance", "filled", "csm_answer_hours_median", "thanked_within_72h", "program_nps",
    "feels_valued", "worth_my_time", "activities", "gives_per_ask", "busiest_3_share", "busiest_tenth_share",
    "never_asked_eligible",
)  # fmt: skip


@dataclass
class Made:
    """Measures by name; those not given say nothing."""

    given: dict[str, tuple[Measure, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Measure:
        return self.all(name)[0]

    def all(self, name: str) -> Sequence[Measure]:
        return self.given.get(name, () if name.endswith("influenced") else (Measure(name, 0, 0, None),))


def reading(**given: Measure | tuple[Measure, ...]) -> Made:
    """A reading of these measures."""
    return Made({name: one if type(one) is tuple else (one,) for name, one in given.items()})  # type: ignore[misc]


def share(name: str, numerator: int, denominator: int) -> Measure:
    return Measure(name, numerator, denominator, numerator / denominator if denominator else None)


def count(name: str, number: int) -> Measure:
    return Measure(name, number, number, number)


def mean(name: str, value: float, cases: int = 20) -> Measure:
    return Measure(name, None, cases, value)


def deals(name: str, amount: float, number: int, currency: str = "USD") -> Measure:
    return Measure(name, amount, number, amount / 2, currency, 0.5)
