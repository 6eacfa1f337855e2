"""Cells that hold addresses and names of fixed form: domains, e-mail addresses, CSMs, currencies, time zones."""

import re
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from bot.importers.cells import BadCell, Text
from bot.importers.nearest import nearest

LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
DOMAIN = re.compile(rf"(?:{LABEL}\.)+{LABEL}")
EMAIL = re.compile(rf"[^\s@<>()\[\],;:\"\0]+@(?:{LABEL}\.)+{LABEL}")
SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}")
CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Domain:
    """A company's domain, in lower case."""

    def read(self, text: str) -> str:
        domain = text.lower()
        if DOMAIN.fullmatch(domain):
            return domain
        bare = re.sub(r"^(?:[a-z]+:)?//", "", domain).split("/")[0].removeprefix("www.")
        if DOMAIN.fullmatch(bare):
            raise BadCell(f"“{text}” is not a domain alone; write {bare}")
        raise BadCell(f"“{text}” is not a domain; write one such as acme.example")

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class KnownDomain:
    """The domain of an account that is looked up: in lower case where it is one, else as it stands, to be advised on."""

    def read(self, text: str) -> str:
        text = Text().read(text)
        return text.lower() if DOMAIN.fullmatch(text.lower()) else text

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Email:
    """An e-mail address, in lower case."""

    def read(self, text: str) -> str:
        address = text.lower()
        if not EMAIL.fullmatch(address):
            raise BadCell(f"“{text}” is not an e-mail address; write one such as mai@acme.example")
        return address

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Csm:
    """A colleague: a Slack user id, or an e-mail address in lower case."""

    def read(self, text: str) -> str:
        if SLACK_ID.fullmatch(text):
            return text
        if EMAIL.fullmatch(text.lower()):
            return text.lower()
        raise BadCell(
            f"“{text}” is neither a Slack id nor an e-mail address; write U024BE7LH or bob@your-company.com"
        )

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Currency:
    """Three letters of ISO 4217, in capitals."""

    def read(self, text: str) -> str:
        code = text.upper()
        if not CURRENCY.fullmatch(code):
            raise BadCell(f"“{text}” is not a currency; write its three letters, such as USD or EUR")
        return code

    def write(self, value: str) -> str:
        return value


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


@dataclass(frozen=True)
class TimeZone:
    """A name of the IANA time zone database."""

    def read(self, text: str) -> str:
        zones = _zones()
        if name := zones.get(text.lower().replace(" ", "_")):
            return name
        meant = nearest(text, zones)
        advice = f"did you mean {zones[meant]}?" if meant else "write one such as Europe/Lisbon"
        raise BadCell(f"“{text}” is not a time zone; {advice}")

    def write(self, value: str) -> str:
        return value
