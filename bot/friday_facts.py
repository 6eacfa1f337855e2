"""What a CSM's Friday line is told: plain values that queries fill and messages word."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    """What waits with somebody, of one sort, and the one that waits longest."""

    what: str
    """decide, send, schedule, thank or tell."""
    count: int
    id: str
    """Of the oldest: an ask or an activity."""
    name: str
    since: date

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Coming:
    """A moment of a person, or of a company where `name` is None."""

    on: date
    kind: str
    detail: str | None
    name: str | None
    account: str


@dataclass(frozen=True)
class FridayLine:
    """A week of somebody who looks after advocates."""

    weeks: int
    """How many it looks back on, and ahead to."""
    ahead_from: date
    """The Monday from which it looks ahead."""
    thanked: tuple[str, ...] = ()
    """Whom they thanked, the latest first."""
    waiting: tuple[Waiting, ...] = ()
    coming: tuple[Coming, ...] = ()
    off: bool = False
    """They said that they want none any more."""
    over: bool = False
    """Another week has begun."""

    @property
    def says_something(self) -> bool:
        return bool(self.thanked or self.waiting or self.coming)
