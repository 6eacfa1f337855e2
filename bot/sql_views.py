"""What an SQL view of the program is, and what the two databases word differently."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.rules.policy import DEFAULT


@dataclass(frozen=True)
class Dialect:
    """SQL as "sqlite" or "postgresql" has it."""

    name: str

    def day(self, moment: str) -> str:
        """The UTC day of a moment."""
        return f"date({moment})" if self.name == "sqlite" else f"CAST(timezone('UTC', {moment}) AS DATE)"

    def hours(self, since: str, until: str) -> str:
        """The hours from one moment to another."""
        if self.name == "sqlite":
            return f"round((julianday({until}) - julianday({since})) * 24, 4)"
        return f"CAST(round(extract(epoch FROM {until} - {since}) / 3600, 4) AS DOUBLE PRECISION)"

    def before(self, day: str, days: int) -> str:
        """So many days before a day."""
        return f"date({day}, '-{days} days')" if self.name == "sqlite" else f"({day} - {days})"

    def between(self, first: str, last: str) -> str:
        """The days from one day to another."""
        if self.name == "sqlite":
            return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"
        return f"({last} - {first})"


@dataclass(frozen=True)
class ViewColumn:
    """One column. Its type is text, date, whole, number or yes_no."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    """Of a number: what it counts."""
    leaves: str = "as it is"
    """How `export facts` writes it: "as it is"; "as a key" where it is a colleague; or "not", where it is free text that may
    name somebody."""


@dataclass(frozen=True)
class SqlView:
    """A view that is only read, and what is in it."""

    name: str
    meaning: str
    columns: tuple[ViewColumn, ...]
    select: Callable[[Dialect], str]


def policy(name: str) -> str:
    """What a policy is set to, as SQL reads it."""
    default = getattr(DEFAULT, name)
    if isinstance(default, str):
        return f"coalesce((SELECT text FROM policy_values WHERE name = '{name}'), '{default}')"
    return f"coalesce((SELECT CAST(text AS DOUBLE PRECISION) FROM policy_values WHERE name = '{name}'), CAST({default} AS DOUBLE PRECISION))"
