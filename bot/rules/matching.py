"""Who fits best: program.md section 5. Industry, segment, region, language and kind must hold and are narrowed before;
here use case, product, competitor, size and tags rank."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.rules.facts import AdvocateFacts


@dataclass(frozen=True, slots=True)
class Wanted:
    """The ranking criteria: by field the canonical names asked for, each with every stored spelling that means it."""

    spellings: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    min_employees: int | None = None
    max_employees: int | None = None

    @property
    def by_size(self) -> bool:
        return self.min_employees is not None or self.max_employees is not None


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An advocate who meets what must hold, with what ranks them."""

    id: str
    name: str
    title: str | None
    account: str
    must_hold: tuple[str, ...]
    """Industry, segment and place as stored, for the words of "why"."""
    has: Mapping[str, frozenset[str]]
    """By ranking field what the account has, as stored; left empty where nothing ranks."""
    employees: int | None
    likes: frozenset[str]
    last_asked_on: date | None
    facts: AdvocateFacts
    given: str = ""
    """What was done for them, as their row says it. Reviews never look at it."""

    @property
    def asked_365(self) -> int:
        return len(self.facts.asks)


def fit(candidate: Candidate, wanted: Wanted, weights: Mapping[str, int]) -> tuple[float, tuple[str, ...]]:
    """Points (0 to 100) for what ranks, by the policy's match_weights, and the names of what was found."""
    points, found = 0.0, []
    for name, terms in wanted.spellings.items():
        hits = [term for term, spellings in terms.items() if spellings & candidate.has.get(name, frozenset())]
        if terms:
            points += weights[name] * len(hits) / len(terms)
        found += hits
    if wanted.by_size and candidate.employees is not None:
        low, high = wanted.min_employees or 0, wanted.max_employees
        if low <= candidate.employees and (high is None or candidate.employees <= high):
            points += weights["size"]
            found.append(f"{candidate.employees:,} employees")
    return points, tuple(found)


def order(candidate: Candidate, points: float, kind: str, *, one_sided: bool = False) -> tuple[object, ...]:
    """The sort key: one-sided last, best fit, likes this kind, asked least in 365 days, longest ago, name. Same data, same
    order."""
    return (
        one_sided,
        -points,
        kind not in candidate.likes,
        candidate.asked_365,
        candidate.last_asked_on or date.min,
        candidate.name,
        candidate.id,
    )
