"""In which country somebody is, as far as it is known, and which days are public holidays there."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from bot.rules.vocabulary.criteria import Field
from bot.rules.vocabulary.terms import shipped
from bot.rules.vocabulary.text import folded


def country_of(written: str | None) -> str | None:
    """The ISO 3166 code of a country as data and people write it: Germany, Deutschland, DEU, DE; None where it is none."""
    return _by_name().get(folded(written)) if written else None


def country_of_zone(zone: str | None) -> str | None:
    """The country that an IANA time zone belongs to: DE for Europe/Berlin, IN for Asia/Calcutta; None for UTC and the like."""
    if not zone:
        return None
    return _by_zone().get(zone) or _by_zone().get(_links().get(zone, ""))


def country_of_locale(locale: str | None) -> str | None:
    """The country in a locale: GB for en-GB and en_GB; None where it names a language alone."""
    parts = (locale or "").replace("_", "-").split("-")
    return country_of(parts[-1]) if len(parts) > 1 and len(parts[-1]) == 2 else None


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The days of a year on which the whole country rests; none for a country that nobody has a calendar of."""
    import holidays  # 60 ms that only counting working days costs

    if country not in holidays.list_supported_countries(include_aliases=False):
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


@cache
def _by_name() -> Mapping[str, str]:
    base = shipped()
    codes = {name: code.upper() for code, name in base.country_codes.items() if len(code) == 2}
    names = {folded(term.text): codes[term.name] for term in base.terms if term.field is Field.COUNTRY}
    return MappingProxyType(names | {code: codes[name] for code, name in base.country_codes.items()})


def _lines(name: str) -> list[list[str]]:
    text = files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _by_zone() -> Mapping[str, str]:
    return MappingProxyType({zone: country for country, _, zone, *_ in _lines("zone.tab")})


@cache
def _links() -> Mapping[str, str]:
    """Older names of zones: Asia/Calcutta is Asia/Kolkata today."""
    return MappingProxyType({old: new for kind, new, old, *_ in _long(_lines("tzdata.zi")) if kind == "L"})


def _long(lines: list[list[str]]) -> list[list[str]]:
    return [line for line in lines if len(line) >= 3]
