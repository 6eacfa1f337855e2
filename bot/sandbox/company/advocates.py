"""advocates.csv of the sample company."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from random import Random

from bot.importers.advocates import SOURCE
from bot.importers.cells import Day
from bot.sandbox.company.accounts import domain_of
from bot.sandbox.company.chance import chance
from bot.sandbox.company.days import day
from bot.sandbox.company.places import PLACES
from bot.sandbox.company.tables import Row, others, table

COLUMNS = tuple(column.name for column in SOURCE.columns)
DAYS = frozenset(column.name for column in SOURCE.columns if isinstance(column.cell, Day))

PARTICLES = ("van", "de")
LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "ı": "i", "ö": "oe", "ä": "ae", "ü": "ue", "å": "aa"}
)


@cache
def accounts() -> Mapping[str, Row]:
    """The accounts' table by short domain."""
    return {row["domain"]: row for row in table("accounts")}


@cache
def emails() -> Mapping[str, str]:
    """Every advocate's address by name."""
    return {row["name"]: _email(row) for row in table("advocates")}


def _email(row: Row) -> str:
    """First and last name at the account's domain, in the letters that addresses have."""
    plain = unicodedata.normalize("NFC", row["name"].lower()).translate(LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    first, *rest = re.sub(r"[^a-z -]", "", plain).split()
    last = "".join(rest[-2:]) if rest[0] in PARTICLES else rest[-1]
    return f"{first}.{last}@{domain_of(accounts()[row['account']])}"


def advocate_rows(today: date) -> Iterator[dict[str, str]]:
    """A row for every advocate, with the columns that users have."""
    for row in table("advocates"):
        account = accounts()[row["account"]]
        place = PLACES[account["country"]]
        rng = chance("advocate", row["name"])
        told = {
            "email": emails()[row["name"]],
            "account": domain_of(account),
            "language": place.language,
            "time_zone": account["time_zone"] or place.time_zone,
            "enrolled_on": row["enrolled"],
            **_unless_a_mere_contact(rng, row, account, place.dialling),
            **others(row),
        }
        filled = {name: told.get(name, row.get(name, "")) for name in COLUMNS}
        yield {
            name: day(today, cell).isoformat() if cell and name in DAYS else cell
            for name, cell in filled.items()
        }


def _unless_a_mere_contact(rng: Random, row: Row, account: Row, dialling: str) -> dict[str, str]:
    """What one learns of people over time: of those in the program more than of those on the way in."""
    if row["stage"] == "contact":
        return {"language": "", "relation": "customer"}
    known = row["stage"] in ("enrolled", "resting")
    told = {
        "work_anniversary": f"-{rng.randint(1, 14)}y{rng.randint(-180, 180)}" if rng.random() < 0.8 else "",
        "relation": "customer" if rng.random() < 0.8 else "",
    }
    if rng.random() < 0.8:
        told |= {"nps": str(_nps(rng, account)), "nps_on": str(-rng.randint(6, 170))}
    if known:
        told["gifts_allowed"] = rng.choices(("yes", "no", ""), (60, 10, 30))[0]
        told["may_name_publicly"] = rng.choices(("yes", "no", ""), (60, 15, 25))[0]
        told["phone"] = f"{dialling} 555 01{rng.randint(10, 99)}" if rng.random() < 0.4 else ""
    return told


def _nps(rng: Random, account: Row) -> int:
    around = int(account["health"] or 80) / 10
    return min(10, max(0, round(around + rng.uniform(-1.2, 1.2))))
