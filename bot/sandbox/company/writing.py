"""Writes the sample company as the CSV files that users have."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from bot.sandbox.company import accounts, advocates, history, knowledge


class File(NamedTuple):
    columns: Sequence[str]
    rows: Callable[[date], Iterator[Mapping[str, str]]]


FILES: Mapping[str, File] = MappingProxyType(
    {
        "accounts": File(accounts.COLUMNS, accounts.account_rows),
        "advocates": File(advocates.COLUMNS, advocates.advocate_rows),
        "activities": File(history.ACTIVITIES, history.activity_rows),
        "asks": File(history.ASKS, history.ask_rows),
        "gives": File(knowledge.GIVES, knowledge.give_rows),
        "signals": File(knowledge.SIGNALS, knowledge.signal_rows),
        "milestones": File(knowledge.MILESTONES, knowledge.milestone_rows),
        "stories": File(knowledge.STORIES, knowledge.story_rows),
        "deals": File(history.DEALS, history.deal_rows),
        "costs": File(knowledge.COSTS, knowledge.cost_rows),
    }
)
"""By kind, in an order in which they can be imported."""


def write_company(folder: Path, today: date) -> None:
    """A file KIND.csv for each of FILES, in a folder that is there. Same day, same bytes.

    Everything that happened has happened by `today`, which is to be the importing program's day in UTC.
    """
    for kind, file in FILES.items():
        with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, file.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(file.rows(today))
