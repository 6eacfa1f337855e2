"""Orders as lines of a CSV file, for whoever looks after them by hand or picks the file up."""

import csv
import fcntl
import os
from io import StringIO
from pathlib import Path

from bot.incentive_facts import GiftOrderFacts
from bot.outbox.gift_provider import NotTaken
from bot.rules.spreadsheets import harmless

COLUMNS = (
    "order",
    "ordered_at",
    "kind",
    "amount",
    "currency",
    "recipient",
    "email",
    "company",
    "country",
    "wish",
    "disclosure",
    "contact",
)


class OrderFile:
    """Adds each order once to the end of one file, which it makes where there is none. Several processes may share it."""

    name = "order file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def place(self, order: GiftOrderFacts) -> str | None:
        """The line is on the disk when this returns. NotTaken where the file can't be written."""
        try:
            with self._path.open("a+", encoding="utf-8", newline="") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                there = file.read()
                if not any(row and row[0] == order.id for row in csv.reader(StringIO(there, newline=""))):
                    writer = csv.writer(file)
                    if not there:
                        writer.writerow(COLUMNS)
                    writer.writerow(line(order))
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            raise NotTaken(f"the order file can’t be written: {error.strerror or error}") from error
        return None


def line(order: GiftOrderFacts) -> tuple[str, ...]:
    """An order as the file has it."""
    cells = (
        order.id,
        order.ordered_at.isoformat(timespec="seconds"),
        order.kind,
        f"{order.amount:.2f}",
        order.currency,
        order.recipient,
        order.email,
        order.company,
        order.country or "",
        order.wish or "",
        order.disclosure,
        order.contact,
    )
    return tuple(harmless(cell) for cell in cells)
