"""Candidates for a set of criteria."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.queries.advocates import RANKING, Narrowing, candidates
from bot.rules.matching import Candidate, Wanted
from bot.rules.reviews import REVIEW
from bot.rules.vocabulary import Criteria, Field, Vocabulary, label


def fitting(session: Session, criteria: Criteria, vocabulary: Vocabulary, today: date) -> list[Candidate]:
    """Everyone for whom industry, segment, place and language hold: the enrolled; for a review whoever is known, because
    then those left out are recorded as well."""
    ranking = any((criteria.products, criteria.use_cases, criteria.tags, criteria.competitors))
    narrowing = _narrowing(criteria, vocabulary)
    if ranking:
        narrowing = replace(narrowing, conditions=narrowing.conditions | {RANKING})
    return candidates(session, narrowing, today)


def own_people(session: Session, csms: Collection[str], today: date) -> list[Candidate]:
    """Every enrolled advocate of the accounts that name one of these as their CSM, with what ranks them."""
    narrowing = Narrowing({"csms": sorted(csms)}, frozenset({"csms", "enrolled", RANKING}))
    return candidates(session, narrowing, today)


def meeting(
    session: Session, criteria: Criteria, vocabulary: Vocabulary, csms: Collection[str], today: date
) -> frozenset[str]:
    """Of the same people, the ids of those for whom industry, segment, place and language hold."""
    narrowing = _narrowing(criteria, vocabulary)
    narrowing = Narrowing({**narrowing.values, "csms": sorted(csms)}, narrowing.conditions | {"csms"})
    return frozenset(one.id for one in candidates(session, narrowing, today))


def wanted(criteria: Criteria, vocabulary: Vocabulary) -> Wanted:
    """What ranks, each name with every stored spelling that means it."""
    named = {
        Field.USE_CASE: criteria.use_cases,
        Field.PRODUCT: criteria.products,
        Field.COMPETITOR: criteria.competitors,
        Field.TAG: criteria.tags,
    }
    return Wanted(
        spellings={
            str(field): {name: vocabulary.spellings(field, name) for name in names}
            for field, names in named.items()
            if names
        },
        min_employees=criteria.min_employees,
        max_employees=criteria.max_employees,
    )


def _narrowing(criteria: Criteria, vocabulary: Vocabulary) -> Narrowing:
    values: dict[str, Any] = {}
    conditions: set[str] = set() if criteria.kind == REVIEW else {"enrolled"}
    if criteria.industries:
        conditions.add("industries")
        values["industries"] = _spelt(vocabulary, Field.INDUSTRY, criteria.industries)
    if criteria.segments:
        conditions.add("segments")
        values["segments"] = _spelt(vocabulary, Field.SEGMENT, criteria.segments)
    if criteria.regions or criteria.countries:
        conditions.add("places")
        places = vocabulary.places(criteria)
        values["countries"] = sorted(places.countries)
        values["regions"] = sorted(places.regions)
        values["regions_if_country_unknown"] = sorted(places.regions_if_country_unknown)
    if criteria.languages:
        conditions.add("languages")
        values["languages"] = _spelt(vocabulary, Field.LANGUAGE, criteria.languages)
    return Narrowing(values, frozenset(conditions))


def _spelt(vocabulary: Vocabulary, field: Field, names: Any) -> list[str]:
    return sorted({spelling for name in names for spelling in vocabulary.spellings(field, name)})


def must_hold_words(candidate: Candidate) -> tuple[str, ...]:
    """Industry, segment and place as people say them."""
    industry, segment, place = candidate.must_hold
    return industry, label(Field.SEGMENT, segment), label(Field.REGION, place)
