"""The vocabulary: words that ship, words the owner added, and words learnt from imported data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.vocabulary.criteria import Criteria, Field, Reading
from bot.rules.vocabulary.index import Index
from bot.rules.vocabulary.reading import Reader
from bot.rules.vocabulary.terms import Rank, Shipped, Term, shipped
from bot.rules.vocabulary.text import folded, forms, key_of

# Stored in these cells are codes and names that ship already; typed, a bare code means nothing or something else.
_CODED = frozenset({Field.COUNTRY, Field.LANGUAGE, Field.REGION})


@dataclass(frozen=True, slots=True)
class Places:
    """Which stored values fit the places wanted: raw spellings, ready for `IN (…)`. Meaningful only where `any_wish`.

    An account fits when its country is in `countries`, or its region in `regions`, or its country is unknown and its
    region in `regions_if_country_unknown`.
    """

    any_wish: bool
    countries: frozenset[str]
    regions: frozenset[str]
    regions_if_country_unknown: frozenset[str]

    def hold(self, country: str | None, region: str | None) -> bool:
        """Whether an account with these stored values fits."""
        if not self.any_wish:
            return True
        if country in self.countries or region in self.regions:
            return True
        return not country and region in self.regions_if_country_unknown


class Vocabulary:
    """What every word means. Immutable; build another when the imported data or the owner's synonyms change."""

    def __init__(
        self,
        index: Index,
        names: Mapping[Field, Mapping[str, str]],
        stored: Mapping[tuple[Field, str], frozenset[str]],
    ) -> None:
        self._shipped = shipped()
        self._names = names
        self._stored = stored
        self._reader = Reader(index, self._shipped)

    @classmethod
    def build(
        cls, known: Mapping[Field, Iterable[str]], synonyms: Iterable[tuple[str, Field, str]] = ()
    ) -> Vocabulary:
        """From the distinct raw values stored per field, and the owner's (word, field, canonical name).

        Raw values that mean the same ("FinTech", "fin-tech") share one canonical name; one that ships nowhere
        becomes a name of its own. The owner's synonyms win over everything.
        """
        base = shipped()
        names = _shipped_names(base)
        terms = list(base.terms)
        for word, field, canonical in synonyms:
            means, name = _meaning(base, names, field, canonical)
            _add_name(names[means], name, name)
            names[field][key_of(word)] = base.groups[name].region if name in base.groups else name
            terms += [Term(word, means, name, Rank.OWNER), Term(name, means, name, Rank.NAME)]
        stored: defaultdict[tuple[Field, str], set[str]] = defaultdict(set)
        for field, raws in known.items():
            for raw in sorted(set(raws)):
                ships = _name_of(base, names, field, raw)
                name = ships or " ".join(raw.split())
                stored[field, name].add(raw)
                if ships is None:
                    _add_name(names[field], raw, name)
                if ships is None or field not in _CODED:
                    terms.append(Term(raw, field, name, Rank.NAME))
        index = Index(terms, base.words.silent)
        return cls(index, names, {place: frozenset(raws) for place, raws in stored.items()})

    def read(self, text: str) -> Reading:
        """What `text`, typed in any order, case and language, asks for. Never raises."""
        return self._reader.read(text)

    def canonical(self, field: Field, raw: str) -> str:
        """The canonical name of a stored or chosen value; the value itself, trimmed, where it is new.

        Exact but for case, accents, spaces and hyphens: a stored value is never guessed at. A region cell that names
        a part of a region ("Europe") gives the region, one that names a country the country.
        """
        return _name_of(self._shipped, self._names, field, raw) or " ".join(raw.split())

    def spellings(self, field: Field, name: str) -> frozenset[str]:
        """Every stored raw value that means `name`; empty where the data have none."""
        return self._stored.get((field, self.canonical(field, name)), frozenset())

    def names(self, field: Field) -> tuple[str, ...]:
        """The canonical names known, shipped and stored, sorted."""
        return tuple(sorted({*self._names[field].values(), *self.stored(field)}))

    def stored(self, field: Field) -> tuple[str, ...]:
        """The canonical names that occur in the data, sorted. A country in a region cell is no region."""
        countries = self._shipped.region_of if field is Field.REGION else ()
        return tuple(sorted(name for at, name in self._stored if at is field and name not in countries))

    def countries_of(self, region_or_group: str) -> frozenset[str]:
        """The canonical countries of a region ("emea") or a group of countries ("DACH"); empty where it is neither."""
        return self._reader.countries_of(region_or_group)

    def settle(self, criteria: Criteria, field: Field, name: str) -> Criteria:
        """`criteria` with one reading of an ambiguous word added, widened as if it had been typed."""
        return self._reader.added(criteria, field, name)

    def places(self, criteria: Criteria) -> Places:
        """The stored countries and regions that fit the regions and countries of `criteria`.

        A stored region fits when all it covers is wanted: region cells that say "DACH" or "Germany" fit "emea"; of the
        two, only "Germany" fits "EU", because DACH has Switzerland in it.
        """
        narrowed = {
            region for region in criteria.regions if self.countries_of(region) & set(criteria.countries)
        }
        whole = set(criteria.regions) - narrowed
        wanted = set(criteria.countries).union(*(self.countries_of(region) for region in whole))
        regions = {
            raw
            for (field, name), raws in self._stored.items()
            if field is Field.REGION
            for raw in raws
            if name in whole or ((covered := self._covered(raw)) and covered <= wanted)
        }
        doubtful = {raw for region in narrowed for raw in self.spellings(Field.REGION, region)}
        countries = {raw for country in wanted for raw in self.spellings(Field.COUNTRY, country)}
        any_wish = bool(criteria.regions or criteria.countries)
        return Places(any_wish, frozenset(countries), frozenset(regions), frozenset(doubtful - regions))

    def _covered(self, raw_region: str) -> frozenset[str]:
        country = self._names[Field.COUNTRY].get(key_of(raw_region))
        return frozenset({country}) if country else self.countries_of(raw_region)


def _shipped_names(base: Shipped) -> dict[Field, dict[str, str]]:
    """Per field, key to canonical name, for values stored or chosen."""
    names: dict[Field, dict[str, str]] = {field: {} for field in Field}
    for term in sorted(base.terms, key=lambda term: -term.rank):
        name = (
            base.groups[term.name].region
            if term.field is Field.REGION and term.name in base.groups
            else term.name
        )
        if not (term.capitals or term.weak):
            _add_name(names[term.field], term.text, name)
    names[Field.COUNTRY].update(base.country_codes)
    names[Field.LANGUAGE].update(base.language_codes)
    return names


def _add_name(names: dict[str, str], text: str, name: str) -> None:
    for form in filter(None, forms(text)):
        names.setdefault(form.replace(" ", ""), name)


def _meaning(
    base: Shipped, names: Mapping[Field, Mapping[str, str]], field: Field, canonical: str
) -> tuple[Field, str]:
    """What the owner's canonical name stands for: it may name a group of countries or, as a region, a country."""
    group = next((name for name in base.groups if key_of(name) == key_of(canonical)), None)
    if field in (Field.REGION, Field.COUNTRY) and group is not None:
        return Field.REGION, group
    name = _name_of(base, names, field, canonical) or " ".join(canonical.split())
    return (Field.COUNTRY if field is Field.REGION and name in base.region_of else field), name


def _name_of(base: Shipped, names: Mapping[Field, Mapping[str, str]], field: Field, raw: str) -> str | None:
    key = key_of(raw)
    name = names[field].get(key)
    if name is None and field is Field.LANGUAGE:
        name = base.language_codes.get(folded(raw).replace("_", "-").partition("-")[0])
    if name is None and field is Field.REGION:
        name = names[Field.COUNTRY].get(key)
    return name
