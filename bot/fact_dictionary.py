"""What is in the facts, for those who analyse them: every column, made from the definition of the views."""

import re
from functools import cache
from typing import NamedTuple

from bot.fact_views import FACTS
from bot.measure_views import MEASURES
from bot.rules.measure_facts import BY
from bot.sql_views import Dialect, SqlView, ViewColumn

POLICY = re.compile(r"\(SELECT (?:(?!SELECT).)*? FROM policy_values WHERE name = '\w+'\)", re.DOTALL)
"""What a policy is set to: no column of a fact."""
CSM_KEY = (
    "a key for the account's CSM: their Slack id, or csm- and twelve digits where Slack does not know them"
)


class Entry(NamedTuple):
    """One column of one table."""

    table: str
    column: str
    type: str
    unit: str
    meaning: str
    measures: tuple[str, ...]
    """Which use it."""


def exported(view: SqlView) -> tuple[ViewColumn, ...]:
    """The columns of a fact view that leave the house."""
    return tuple(column for column in view.columns if column.leaves != "not")


def entries() -> tuple[Entry, ...]:
    """The dictionary of what `export facts` writes, in its order."""
    return tuple(
        Entry(
            view.name,
            column.name,
            column.type,
            column.unit,
            CSM_KEY if column.leaves == "as a key" else column.meaning,
            measures_with(view.name, column.name),
        )
        for view in FACTS
        for column in exported(view)
    )


def tells_apart(column: str) -> bool:
    """Whether measures can be told apart by it."""
    return column in BY


def measures_with(table: str, column: str) -> tuple[str, ...]:
    """The measures that use a column of a fact table, straight or through another measure."""
    found = {view.name for view in MEASURES if {table, column} <= _words(view.name)}
    while more := {view.name for view in MEASURES if view.name not in found and found & _words(view.name)}:
        found |= more
    return tuple(view.name.removeprefix("measure_") for view in MEASURES if view.name in found)


@cache
def _words(measure: str) -> frozenset[str]:
    """Every word of a measure's SQL, without the words of what policies are set to."""
    view = next(one for one in MEASURES if one.name == measure)
    return frozenset(re.findall(r"\w+", POLICY.sub("", view.select(Dialect("postgresql")))))
