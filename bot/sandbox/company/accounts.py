"""accounts.csv of the sample company."""

from collections.abc import Iterator
from datetime import date
from random import Random

from bot.importers.accounts import SOURCE
from bot.importers.cells import Day
from bot.sandbox.company.chance import chance
from bot.sandbox.company.days import day
from bot.sandbox.company.people import CURTIS, HENRIKE, PRIYANKA
from bot.sandbox.company.places import PLACES
from bot.sandbox.company.tables import Row, others, table

COLUMNS = tuple(column.name for column in SOURCE.columns)
DAYS = frozenset(column.name for column in SOURCE.columns if isinstance(column.cell, Day))

CSMS = {"henrike": HENRIKE, "curtis": CURTIS, "priyanka": PRIYANKA}
ARR = {"smb": (9_000, 32_000), "mid_market": (42_000, 145_000), "enterprise": (160_000, 620_000)}
"""A year's worth in euro, least and most."""
TERM = 365


def domain_of(row: Row) -> str:
    return f"{row['domain']}.example"


def account_rows(today: date) -> Iterator[dict[str, str]]:
    """A row for every account, with the columns that users have."""
    for number, row in enumerate(table("accounts")):
        rng = chance("account", row["domain"])
        place = PLACES[row["country"]]
        csm = CSMS[row["csm"]]
        told = {
            "domain": domain_of(row),
            "region": place.region,
            "arr": str(_arr(rng, row["segment"], place.rate)),
            "currency": place.currency,
            # As in a company whose data comes from two systems: one names people by address, the other by id.
            "csm": csm.slack_id if number % 3 == 2 else csm.email,
            "replaced_competitor": row["replaced"],
            "customer_since": row["since"],
            "renewal_date": row["renewal"],
            "last_renewed_on": _last_renewed(int(row["since"]), int(row["renewal"])),
            "founded_on": _founded(rng, row, today),
            "language": place.language,
            **_measured(rng, row),
            **others(row),
        }
        filled = {name: told.get(name, row.get(name, "")) for name in COLUMNS}
        yield {name: _dated(today, name, cell) for name, cell in filled.items()}


def _dated(today: date, name: str, cell: str) -> str:
    if name not in DAYS or not cell or cell[4:5] == "-":
        return cell
    return day(today, cell).isoformat()


def _arr(rng: Random, segment: str, rate: float) -> int:
    least, most = ARR[segment]
    return round(rng.randint(least, most) * rate / 100) * 100


def _last_renewed(since: int, renewal: int) -> str:
    """Relative days. Contracts run for a year, or for several where the renewal is further away."""
    years = max(1, -(-renewal // TERM))
    last = renewal - years * TERM
    return str(last) if last > since + TERM / 2 else ""


def _founded(rng: Random, row: Row, today: date) -> str:
    """A day of the written year, ISO; nothing where the year is unknown."""
    if not row["founded"]:
        return ""
    return date(int(row["founded"]), rng.randint(1, 12), rng.randint(1, 28)).isoformat()


def _measured(rng: Random, row: Row) -> dict[str, str]:
    """Health and NPS with their relative days; NPS follows health, and some were never asked."""
    if not row["health"]:
        return {}
    nps = min(10, max(0, round(int(row["health"]) / 10 + rng.uniform(-0.9, 0.9))))
    measured = {"health_on": str(-rng.randint(1, 24))}
    if rng.random() < 0.85:
        measured |= {"nps": str(nps), "nps_on": str(-rng.randint(9, 150))}
    return measured
