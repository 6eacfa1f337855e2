"""deals.csv: the sales team's deals, with a reference or without."""

from collections.abc import Iterator

from sqlalchemy import select

from bot.importers.addresses import Currency
from bot.importers.cells import Choice, Day, Text, YesNo
from bot.importers.columns import Column, Given, Source
from bot.importers.keyed import finding, merging
from bot.importers.numbers import Amount
from models import Base

DEALS = Base.metadata.tables["deals"]

COLUMNS = (
    Column("account", Text(), required=True, key=True),
    Column("name", Text(), required=True, key=True),
    Column("amount", Amount()),
    Column("currency", Currency()),
    Column("opened_on", Day()),
    Column("closed_on", Day()),
    Column("result", Choice(("won", "lost", "open"))),
    Column("referenced", YesNo()),
)


def _check(given: Given) -> Iterator[tuple[str, str]]:
    opened, closed = given.get("opened_on"), given.get("closed_on")
    if opened and closed and closed < opened:
        yield "closed_on", f"“{closed}” is before opened_on, “{opened}”; correct one of the two"


SOURCE = Source(
    name="deals",
    table=DEALS,
    columns=COLUMNS,
    find=finding(DEALS, COLUMNS),
    merge=merging(COLUMNS),
    exported=select(*(DEALS.c[column.name] for column in COLUMNS)).order_by(DEALS.c.account, DEALS.c.name),
    check=_check,
)
