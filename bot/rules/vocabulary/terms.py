"""Words with a meaning: what ships with the product, read once from the data files beside this module."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.rules.vocabulary.criteria import Field
from bot.rules.vocabulary.text import folded


class Rank(IntEnum):
    """Where a word has several readings, the higher rank wins; equal ranks are asked about."""

    SYNONYM = 1  # a synonym that ships
    NAME = 2  # a canonical name, or a value as stored in the imported data
    OWNER = 3  # the owner's synonym


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase and one meaning of it."""

    text: str
    field: Field
    name: str
    rank: Rank
    capitals: bool = False  # counts only as typed in capitals ("DE")
    listed: bool = False  # counts only beside another code ("DE/AT")
    adjective: bool = False  # says where somebody is from ("German")
    weak: bool = False  # yields to any other kind ("reference")
    foreign: bool = False  # a country's or language's name in another language: short ones are not guessed at


@dataclass(frozen=True, slots=True)
class Group:
    """A word for several countries. `broad`: an account stored with `region` and no country is near enough."""

    name: str
    region: str
    broad: bool
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that carry no criterion of their own, folded."""

    fillers: frozenset[str]
    negations: frozenset[str]
    competitor_before: frozenset[str]
    competitor_between: frozenset[str]
    competitor_after: frozenset[str]
    language_before: frozenset[str]
    language_after: frozenset[str]
    industry_after: frozenset[str]
    tag_before: frozenset[str]
    generic: frozenset[str]
    false_friends: Mapping[str, frozenset[str]]
    pronouns: frozenset[str]
    pronoun_after: frozenset[str]
    endings: tuple[str, ...]
    fields: Mapping[str, Field]

    @property
    def blocked(self) -> frozenset[str]:
        """Words that mean a known term only as it is written, capitals and all ("One")."""
        return self.fillers | self.negations | self.fields.keys()

    @property
    def silent(self) -> frozenset[str]:
        """Every word that is not named as unknown when nothing is made of it."""
        markers = self.competitor_before | self.competitor_after | self.language_before | self.language_after
        return self.blocked | markers | self.pronouns


@dataclass(frozen=True, slots=True)
class Shipped:
    terms: tuple[Term, ...]
    groups: Mapping[str, Group]
    region_of: Mapping[str, str]  # country to region
    country_codes: Mapping[str, str]  # folded alpha-2 or alpha-3 to country
    language_codes: Mapping[str, str]
    wider_industries: Mapping[str, tuple[str, ...]]
    words: Words


@lru_cache(maxsize=1)
def shipped() -> Shipped:
    """Everything that ships, read at first use."""
    table = tomllib.loads(_data("terms.toml"))
    countries = json.loads(_data("countries.json"))["countries"]
    languages = json.loads(_data("languages.json"))["languages"]
    country_of = {country["alpha2"]: country["name"] for country in countries}
    groups = {
        name: Group(
            name,
            group["region"],
            group.get("broad", False),
            frozenset(country_of[code] for code in group["countries"].split()),
        )
        for name, group in table["groups"].items()
    }
    return Shipped(
        terms=(
            *_plain_terms(table),
            *_place_terms(table, countries, country_of),
            *_language_terms(table, languages),
        ),
        groups=groups,
        region_of={country["name"]: country["region"] for country in countries},
        country_codes={
            folded(country[code]): country["name"] for country in countries for code in ("alpha2", "alpha3")
        },
        language_codes={language["code"]: language["name"] for language in languages},
        wider_industries={name: tuple(narrower) for name, narrower in table["wider_industries"].items()},
        words=_words(),
    )


def _data(name: str) -> str:
    return files("bot.rules.vocabulary").joinpath(name).read_text(encoding="utf-8")


def _named(field: Field, name: str, also: list[str]) -> Iterator[Term]:
    yield Term(name, field, name, Rank.NAME)
    for text in also:
        yield Term(text, field, name, Rank.SYNONYM)


def _plain_terms(table: Mapping[str, Any]) -> Iterator[Term]:
    tables = {
        Field.INDUSTRY: "industries",
        Field.SEGMENT: "segments",
        Field.REGION: "regions",
        Field.KIND: "kinds",
        Field.PLATFORM: "platforms",
        Field.TAG: "tags",
    }
    for field, key in tables.items():
        for name, also in table[key].items():
            yield from _named(field, name, also)
    for name, also in table["weak_kinds"].items():
        for text in also:
            yield Term(text, Field.KIND, name, Rank.SYNONYM, weak=True)


def _place_terms(
    table: Mapping[str, Any], countries: list[dict[str, Any]], country_of: Mapping[str, str]
) -> Iterator[Term]:
    for name, group in table["groups"].items():
        yield from _named(Field.REGION, name, group["also"])
    only_in_lists = set(table["codes"]["only_in_lists"].split())
    for country in countries:
        name = country["name"]
        yield Term(name, Field.COUNTRY, name, Rank.NAME)
        for text in country["also"]:
            yield Term(text, Field.COUNTRY, name, Rank.SYNONYM, foreign=True)
        for code in (country["alpha2"], country["alpha3"]):
            yield Term(code, Field.COUNTRY, name, Rank.SYNONYM, capitals=True, listed=code in only_in_lists)
        yield Term(f"flag-{country['alpha2']}", Field.COUNTRY, name, Rank.SYNONYM, foreign=True)
    for code, also in table["countries"].items():
        for text in also:
            yield Term(text, Field.COUNTRY, country_of[code], Rank.SYNONYM)
    for code, also in table["adjectives"].items():
        for text in also:
            yield Term(text, Field.COUNTRY, country_of[code], Rank.SYNONYM, adjective=True)


def _language_terms(table: Mapping[str, Any], languages: list[dict[str, Any]]) -> Iterator[Term]:
    for language in languages:
        name = language["name"]
        yield Term(name, Field.LANGUAGE, name, Rank.NAME)
        for text in language["also"]:
            yield Term(text, Field.LANGUAGE, name, Rank.SYNONYM, foreign=True)
    for name, also in table["languages"].items():
        for text in also:
            yield Term(text, Field.LANGUAGE, name, Rank.SYNONYM)


def _words() -> Words:
    table = tomllib.loads(_data("words.toml"))

    def one(key: str) -> frozenset[str]:
        return frozenset(folded(word) for entry in table[key] for word in entry.split())

    return Words(
        fillers=one("fillers") | one("fillers_cjk"),
        negations=one("negations"),
        competitor_before=one("competitor_before"),
        competitor_between=one("competitor_between"),
        competitor_after=one("competitor_after"),
        language_before=one("language_before"),
        language_after=one("language_after"),
        industry_after=one("industry_after"),
        tag_before=one("tag_before"),
        generic=one("generic"),
        false_friends={word: frozenset(others) for word, others in table["false_friends"].items()},
        pronouns=one("pronouns"),
        pronoun_after=one("pronoun_after"),
        endings=tuple(table["endings"]),
        fields={
            folded(word): Field(field) for field, words in table["field_words"].items() for word in words
        },
    )
