"""costs.csv: money and time spent on the program, as money."""

from sqlalchemy import select

from bot.importers.addresses import Currency
from bot.importers.cells import Choice, Day, Text
from bot.importers.columns import Column, Source
from bot.importers.keyed import finding, merging
from bot.importers.numbers import Amount
from models import Base

COSTS = Base.metadata.tables["costs"]

COLUMNS = (
    Column("what", Text(), required=True, key=True),
    Column("on", Day(), required=True, key=True),
    Column("amount", Amount(), required=True),
    Column("currency", Currency()),
    Column("kind", Choice(("incentive", "event", "time"))),
)

SOURCE = Source(
    name="costs",
    table=COSTS,
    columns=COLUMNS,
    find=finding(COSTS, COLUMNS),
    merge=merging(COLUMNS),
    exported=select(*(COSTS.c[column.name] for column in COLUMNS)).order_by(COSTS.c.what, COSTS.c.on),
)
