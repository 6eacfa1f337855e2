"""gives.csv: what was done for advocates with nothing asked in return."""

from sqlalchemy import select

from bot.importers.addresses import Email
from bot.importers.cells import Day, Text
from bot.importers.columns import Column, Source
from bot.importers.keyed import finding, merging
from bot.importers.numbers import Amount
from bot.importers.references import advocates_by_email
from bot.importers.words import Word
from bot.rules import gives
from models import Base

GIVES = Base.metadata.tables["gives"]
ADVOCATES = Base.metadata.tables["advocates"]

KNOWN = tuple(gives.GIVES)
"""The catalogue that ships. Owners extend it, so any other word is taken as it is."""
ALSO = {
    "introductiontoapeer": "peer_introduction",
    "introduction": "peer_introduction",
    "customkeepsake": "keepsake",
    "thankyou": "thank_you_note",
}

COLUMNS = (
    Column(
        "advocate", Email(), required=True, key=True, attribute="advocate_id", reference=advocates_by_email
    ),
    Column("kind", Word(KNOWN, ALSO), required=True, key=True),
    Column("given_on", Day(), required=True, key=True, past=True),
    Column("by", Text()),
    Column("note", Text()),
    Column("cost", Amount()),
)

SOURCE = Source(
    name="gives",
    table=GIVES,
    columns=COLUMNS,
    find=finding(GIVES, COLUMNS),
    merge=merging(COLUMNS),
    exported=select(
        *(ADVOCATES.c.email if column.name == "advocate" else GIVES.c[column.name] for column in COLUMNS)
    )
    .join(ADVOCATES, ADVOCATES.c.id == GIVES.c.advocate_id)
    .order_by(ADVOCATES.c.email, GIVES.c.kind, GIVES.c.given_on),
)
