"""From a typed line to criteria: the known words, what their neighbours make of them, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.rules.vocabulary.criteria import Ambiguous, Criteria, Field, How, Reading, Understood, Unknown
from bot.rules.vocabulary.finding import Claim, Finder, Found
from bot.rules.vocabulary.index import Index
from bot.rules.vocabulary.labels import label
from bot.rules.vocabulary.neighbours import Neighbours
from bot.rules.vocabulary.sizes import Size
from bot.rules.vocabulary.terms import Rank, Shipped, Term
from bot.rules.vocabulary.text import Token, key_of, prepared

# What comes after is not read: nobody types a longer line after a command.
LONGEST_LINE = 3_000
_MOST_NEAREST = 12
_KANA_ONLY = re.compile("[\u3041-\u3096ー]+")


@dataclass(frozen=True, slots=True)
class Settled:
    """A claim and the terms that are left of it, one per meaning."""

    claim: Claim
    terms: tuple[Term, ...]

    @property
    def term(self) -> Term:
        return self.terms[0]


class Reader:
    """Reads lines against one index."""

    def __init__(self, index: Index, base: Shipped) -> None:
        self._index = index
        self._base = base
        self._words = base.words
        self._silent = base.words.silent
        self._finder = Finder(index, base.words)
        self._groups = {
            key_of(term.text): base.groups[term.name]
            for term in base.terms
            if term.field is Field.REGION and term.name in base.groups
        }
        self._regions = {
            key_of(term.text): term.name
            for term in base.terms
            if term.field is Field.REGION and term.name not in base.groups
        }

    def countries_of(self, region_or_group: str) -> frozenset[str]:
        key = key_of(region_or_group)
        if key in self._groups:
            return self._groups[key].countries
        region = self._regions.get(key)
        return frozenset(country for country, lies_in in self._base.region_of.items() if lies_in == region)

    def added(self, criteria: Criteria, field: Field, name: str) -> Criteria:
        if field is Field.REGION and name in self._base.groups:
            group = self._base.groups[name]
            return criteria.plus(Field.COUNTRY, *group.countries).plus(
                Field.REGION, *([group.region] if group.broad else [])
            )
        if field is Field.INDUSTRY:
            return criteria.plus(field, name, *self._base.wider_industries.get(name, ()))
        return criteria.plus(field, name)

    def read(self, typed: str) -> Reading:
        found = self._finder.find(prepared(typed[:LONGEST_LINE]))
        around = Neighbours(found, self._words)
        settled, refused = self._settle(found, around)
        settled, clashes = _one_kind(found, settled)
        sure = [each for each in settled if len(each.terms) == 1]
        unsure = [each for each in settled if len(each.terms) > 1]
        sizes, odd_sizes = _sizes(found.sizes)
        understood = [
            *((found.tokens[each.claim.start].position, self._understood(found, each)) for each in sure),
            *((size.start, Understood(size.words, Field.SIZE, size.name, "exact")) for size in sizes),
        ]
        ambiguous = [
            *((found.tokens[each.claim.start].position, _ambiguous(found, each)) for each in unsure),
            *clashes,
        ]
        return Reading(
            self._criteria(sure, sizes),
            tuple(item for _, item in sorted(understood, key=lambda pair: pair[0])),
            (*refused, *(Unknown(size.words) for size in odd_sizes), *self._unknown(found, around)),
            tuple(item for _, item in sorted(ambiguous, key=lambda pair: pair[0])),
        )

    def _settle(self, found: Found, around: Neighbours) -> tuple[list[Settled], list[Unknown]]:
        """What each claim means next to its neighbours, and those that a "not" takes back."""
        settled: list[Settled] = []
        refused: list[Unknown] = []
        for claim in found.claims:
            terms = _by_meaning(claim.terms)
            if (negation := around.negation_before(claim, terms)) is not None:
                refused.append(Unknown(found.words(negation, claim.end)))
                continue
            if (wanted := around.field_of(claim, terms)) is not None:
                terms = tuple(term for term in terms if term.field is wanted)
            elif not _shares_a_language(terms):
                highest = max(term.rank for term in terms)
                terms = tuple(term for term in terms if term.rank == highest)
            settled.append(Settled(claim, terms))
        settled = [_platform_of_a_review(each, settled) for each in settled]
        return [self._nationality(each, settled, found, around) for each in settled], refused

    def _nationality(
        self, each: Settled, others: Sequence[Settled], found: Found, around: Neighbours
    ) -> Settled:
        """Whether "German" is the country or the language.

        With a place named as such ("Austria") it is the language, since a country would say nothing new. With a word
        about the company, or "customer" beside it, it is the country. Alone it may be either.
        """
        if not _shares_a_language(each.terms):
            return each
        rest = [other.term for other in others if other is not each and len(other.terms) == 1]
        place = any(
            (term.field is Field.COUNTRY and not term.adjective)
            or (term.field is Field.REGION and term.name in self._base.groups)
            for term in rest
        )
        about_company = any(
            term.field not in (Field.KIND, Field.PLATFORM, Field.LANGUAGE) for term in rest
        ) or bool(found.sizes)
        if place:
            return replace(each, terms=tuple(term for term in each.terms if term.field is Field.LANGUAGE))
        if about_company or around.customer_after(each.claim):
            return replace(each, terms=tuple(term for term in each.terms if term.field is Field.COUNTRY))
        return each

    def _understood(self, found: Found, each: Settled) -> Understood:
        how: How = "fuzzy" if each.claim.guessed else "exact" if each.term.rank is Rank.NAME else "synonym"
        return Understood(found.words(each.claim.start, each.claim.end), each.term.field, each.term.name, how)

    def _criteria(self, sure: Iterable[Settled], sizes: Sequence[Size]) -> Criteria:
        criteria = Criteria()
        terms = {(each.term.field, each.term.name): each.term for each in sure}
        places = []
        for field, name in sorted(terms, key=lambda meaning: meaning[0] is Field.PLATFORM):
            if field in (Field.REGION, Field.COUNTRY):
                places.append((field, name))
            else:
                criteria = self.added(criteria, field, name)
        for field, name in self._narrowest(places):
            criteria = self.added(criteria, field, name)
        return replace(
            criteria,
            min_employees=min((size.least for size in sizes if size.least is not None), default=None),
            max_employees=max((size.most for size in sizes if size.most is not None), default=None),
        )

    def _narrowest(self, places: Sequence[tuple[Field, str]]) -> list[tuple[Field, str]]:
        """Without the places that another one named lies in: "EMEA, Germany" is Germany."""
        covers = {
            place: frozenset({place[1]}) if place[0] is Field.COUNTRY else self.countries_of(place[1])
            for place in places
        }
        return [
            place
            for place in places
            if not any(covers[other] and covers[other] < covers[place] for other in places)
        ]

    def _unknown(self, found: Found, around: Neighbours) -> list[Unknown]:
        claimed = {
            position for claim in found.claims for position in range(claim.start, claim.end)
        } | found.in_size
        unknown: dict[str, Unknown] = {}
        for position, token in enumerate(found.tokens):
            if (
                position in claimed
                or token.key in unknown
                or token.key in self._silent
                or around.says_a_field(position)
            ):
                continue
            if _says_nothing(token):
                continue
            if self._index.is_silent_misspelt(token.key):
                continue
            field = Field.COMPETITOR if around.competitor_named(position, position + 1) else None
            nearest = self._index.nearest(token.key, field) if len(unknown) < _MOST_NEAREST else []
            unknown[token.key] = Unknown(
                token.raw, tuple(dict.fromkeys(label(term.field, term.name) for term in nearest))
            )
        return list(unknown.values())


def _says_nothing(token: Token) -> bool:
    """Small numbers ("3 references"), amounts of money, single letters, and kana between known words."""
    if token.key.isdigit():
        return len(token.key) < 3
    single = len(token.key) == 1 and token.key.isascii()
    return single or token.gap.endswith(("$", "€", "£", "¥")) or _KANA_ONLY.fullmatch(token.key) is not None


def _by_meaning(terms: Iterable[Term]) -> tuple[Term, ...]:
    """One term, the highest in rank, for each field and name."""
    best: dict[tuple[Field, str], Term] = {}
    for term in terms:
        meaning = (term.field, term.name)
        if meaning not in best or best[meaning].rank < term.rank:
            best[meaning] = term
    return tuple(best.values())


def _shares_a_language(terms: Sequence[Term]) -> bool:
    """Whether this is a nationality that is a language too, with no word of the owner's on which it is."""
    if any(term.rank is Rank.OWNER for term in terms):
        return False
    return {term.field for term in terms} == {Field.COUNTRY, Field.LANGUAGE} and all(
        term.adjective for term in terms if term.field is Field.COUNTRY
    )


def _platform_of_a_review(each: Settled, others: Sequence[Settled]) -> Settled:
    """ "Google" beside "review" is the platform."""
    if len(each.terms) > 1 and any(other.term.name == "review" and len(other.terms) == 1 for other in others):
        platforms = tuple(term for term in each.terms if term.field is Field.PLATFORM)
        return replace(each, terms=platforms or each.terms)
    return each


def _one_kind(found: Found, settled: Sequence[Settled]) -> tuple[list[Settled], list[tuple[int, Ambiguous]]]:
    """At most one kind: a weak word ("reference") yields to any other; two strong ones are asked about."""
    kinds = [each for each in settled if len(each.terms) == 1 and each.term.field is Field.KIND]
    strong = [each for each in kinds if not each.term.weak]
    named: dict[str, Settled] = {}
    for each in strong:
        named.setdefault(each.term.name, each)
    if len(named) > 1:
        words = ", ".join(found.words(each.claim.start, each.claim.end) for each in named.values())
        position = found.tokens[strong[0].claim.start].position
        asked = Ambiguous(words, tuple((Field.KIND, name) for name in named))
        return [each for each in settled if each not in kinds], [(position, asked)]
    yielding = [each for each in kinds if strong and each.term.weak]
    return [each for each in settled if each not in yielding], []


def _ambiguous(found: Found, each: Settled) -> Ambiguous:
    readings = sorted(
        {(term.field, term.name) for term in each.terms},
        key=lambda reading: (list(Field).index(reading[0]), reading[1]),
    )
    return Ambiguous(found.words(each.claim.start, each.claim.end), tuple(readings))


def _sizes(sizes: Sequence[Size]) -> tuple[list[Size], list[Size]]:
    """The sizes that can hold together, and those that contradict the first ones ("5000+ under 200")."""
    kept: list[Size] = []
    odd: list[Size] = []
    for size in sizes:
        least = min((each.least for each in (*kept, size) if each.least is not None), default=0)
        most = max((each.most for each in (*kept, size) if each.most is not None), default=least)
        (kept if least <= most else odd).append(size)
    return kept, odd
