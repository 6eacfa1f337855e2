"""What a reading says: the criteria, how each word was understood, and what was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Literal, Self

How = Literal["exact", "synonym", "fuzzy"]

DEFAULT_KIND = "reference_call"


class Field(StrEnum):
    """What a word can say about the reference wanted."""

    INDUSTRY = "industry"
    SEGMENT = "segment"
    REGION = "region"
    COUNTRY = "country"
    PRODUCT = "product"
    USE_CASE = "use_case"
    COMPETITOR = "competitor"
    SIZE = "size"
    LANGUAGE = "language"
    TAG = "tag"
    KIND = "kind"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Who is wanted. Names are canonical; several names of one field mean any of them; empty means no wish.

    `regions` with `countries` inside them come from a wide word ("EU"): an account fits by its country, or, where
    its country is unknown, by its region. `min_employees` and `max_employees` are inclusive head counts.
    """

    industries: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    use_cases: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    min_employees: int | None = None
    max_employees: int | None = None
    kind: str = DEFAULT_KIND
    kind_named: bool = False
    platform: str | None = None

    def to_json(self) -> dict[str, object]:
        """Only what differs from the default, in JSON types."""
        stored: dict[str, object] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value != each.default:
                stored[each.name] = list(value) if isinstance(value, tuple) else value
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """The inverse of `to_json`. Raises TypeError for a name or a type that criteria do not have."""
        values: dict[str, object] = {}
        for name, value in stored.items():
            if name in LISTS.values():
                if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
                    raise TypeError(f"criteria: {name} must be a list of text")
                values[name] = tuple(value)
            else:
                values[name] = value
        criteria = cls(**values)  # type: ignore[arg-type]  # checked on the next lines
        numbers = (criteria.min_employees, criteria.max_employees)
        if not all(number is None or isinstance(number, int) for number in numbers):
            raise TypeError("criteria: head counts must be whole numbers")
        if not isinstance(criteria.kind, str) or not isinstance(criteria.platform, str | None):
            raise TypeError("criteria: kind and platform must be text")
        return criteria

    def plus(self, field: Field, *names: str) -> Self:
        """With these canonical names as well, as when a button settles a word that had two readings.

        A kind or platform replaces the one before. SIZE has no name to add and raises ValueError.
        """
        if field is Field.SIZE:
            raise ValueError("a size is read from words, not added by name")
        if field is Field.KIND:
            return replace(self, kind=names[-1], kind_named=True)
        if field is Field.PLATFORM:
            kind = self.kind if self.kind_named else "review"
            return replace(self, platform=names[-1], kind=kind, kind_named=True)
        attribute = LISTS[field]
        changed: dict[str, Any] = {attribute: tuple(sorted({*getattr(self, attribute), *names}))}
        return replace(self, **changed)

    def merged(self, other: Criteria) -> Self:
        """Both together, as when a form's menus and its free words are sent at once; `other` wins on single values."""
        merged = self
        for field, attribute in LISTS.items():
            merged = merged.plus(field, *getattr(other, attribute))
        return replace(
            merged,
            min_employees=self.min_employees if other.min_employees is None else other.min_employees,
            max_employees=self.max_employees if other.max_employees is None else other.max_employees,
            kind=other.kind if other.kind_named else self.kind,
            kind_named=self.kind_named or other.kind_named,
            platform=other.platform or self.platform,
        )


LISTS: Mapping[Field, str] = {
    Field.INDUSTRY: "industries",
    Field.SEGMENT: "segments",
    Field.REGION: "regions",
    Field.COUNTRY: "countries",
    Field.PRODUCT: "products",
    Field.USE_CASE: "use_cases",
    Field.COMPETITOR: "competitors",
    Field.LANGUAGE: "languages",
    Field.TAG: "tags",
}


@dataclass(frozen=True, slots=True)
class Understood:
    """Words as typed, and what they were taken for. A group of countries ("EU") has the field REGION and its own name."""

    words: str
    field: Field
    name: str
    how: How


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word nobody understands, with up to three of the nearest known words, best first."""

    word: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Words with two or more plausible readings. None of them is in the criteria: ask, then `Criteria.plus`."""

    words: str
    readings: tuple[tuple[Field, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    criteria: Criteria
    understood: tuple[Understood, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
