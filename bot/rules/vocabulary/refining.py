"""What clicks add to a typed line: a word's reading chosen, a criterion left out. Travels with the line in a block_id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.rules.vocabulary.criteria import DEFAULT_KIND, Ambiguous, Criteria, Field, Reading, Understood
from bot.rules.vocabulary.known import Vocabulary

LOOSENABLE = ("industry", "segment", "place", "language", "kind")
"""What must hold and may be left out, by the number that buttons carry."""

_FIELDS: dict[str, frozenset[Field]] = {
    "industry": frozenset({Field.INDUSTRY}),
    "segment": frozenset({Field.SEGMENT}),
    "place": frozenset({Field.REGION, Field.COUNTRY}),
    "language": frozenset({Field.LANGUAGE}),
    "kind": frozenset({Field.KIND, Field.PLATFORM}),
}
_STEP = re.compile(r"(\d+)\.(\d+)|-(\d+)")


class NoSuchReading(ValueError):
    """A step names a reading that the line does not have (any more)."""


@dataclass(frozen=True, slots=True)
class Refinement:
    """`settled`: (which of the words still unclear, which of its readings), in the order of the clicks.
    `loosened`: members of LOOSENABLE left out."""

    settled: tuple[tuple[int, int], ...] = ()
    loosened: tuple[str, ...] = ()

    def settling(self, which: int, reading: int) -> Self:
        """With one more word settled."""
        return replace(self, settled=(*self.settled, (which, reading)))

    def loosening(self, criterion: str) -> Self:
        """With one more criterion left out."""
        return replace(self, loosened=tuple(dict.fromkeys((*self.loosened, criterion))))

    @property
    def code(self) -> str:
        """A few characters without colon, for a block_id: "0.1/-2"."""
        steps = [f"{which}.{reading}" for which, reading in self.settled]
        return "/".join(steps + [f"-{LOOSENABLE.index(one)}" for one in self.loosened])

    @classmethod
    def of(cls, code: str) -> Self:
        """The inverse of `code`; NoSuchReading for anything else."""
        refinement = cls()
        for step in filter(None, code.split("/")):
            match = _STEP.fullmatch(step)
            if match is None or (match[3] and int(match[3]) >= len(LOOSENABLE)):
                raise NoSuchReading(step)
            if match[3]:
                refinement = refinement.loosening(LOOSENABLE[int(match[3])])
            else:
                refinement = refinement.settling(int(match[1]), int(match[2]))
        return refinement


def refined(vocabulary: Vocabulary, text: str, refinement: Refinement) -> Reading:
    """What `text` asks for after the clicks. NoSuchReading where the words known have changed since."""
    reading = vocabulary.read(text)
    for which, choice in refinement.settled:
        reading = _settled(vocabulary, reading, which, choice)
    for criterion in refinement.loosened:
        reading = replace(
            reading,
            criteria=without(reading.criteria, criterion),
            understood=tuple(one for one in reading.understood if one.field not in _FIELDS[criterion]),
        )
    return reading


def without(criteria: Criteria, criterion: str) -> Criteria:
    """The criteria with one member of LOOSENABLE left out; a kind left out is a reference call."""
    match criterion:
        case "industry":
            return replace(criteria, industries=())
        case "segment":
            return replace(criteria, segments=())
        case "place":
            return replace(criteria, regions=(), countries=())
        case "language":
            return replace(criteria, languages=())
        case _:
            return replace(criteria, kind=DEFAULT_KIND, kind_named=False, platform=None)


def loosenable(criteria: Criteria) -> list[str]:
    """Which members of LOOSENABLE these criteria name. A review is never swapped for something else."""
    return [
        one
        for one in LOOSENABLE
        if without(criteria, one) != criteria
        and (one != "kind" or criteria.kind not in (DEFAULT_KIND, "review"))
    ]


def named(understood: Sequence[Understood], criterion: str) -> tuple[tuple[Field, str], ...]:
    """What was understood of one member of LOOSENABLE, each meaning once."""
    fields = _FIELDS[criterion]
    return tuple(dict.fromkeys((one.field, one.name) for one in understood if one.field in fields))


def _settled(vocabulary: Vocabulary, reading: Reading, which: int, choice: int) -> Reading:
    unclear: list[Ambiguous] = list(reading.ambiguous)
    try:
        word = unclear.pop(which)
        field, name = word.readings[choice]
    except IndexError:
        raise NoSuchReading(f"{which}.{choice}") from None
    return replace(
        reading,
        criteria=vocabulary.settle(reading.criteria, field, name),
        understood=(*reading.understood, Understood(word.words, field, name, "exact")),
        ambiguous=tuple(unclear),
    )
