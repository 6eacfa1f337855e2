"""What the measures of a period are made of: its asks, activities, requests, decisions, gives, answers, deals and costs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from bot.rules.known_deals import KnownDeal

BY = ("csm", "industry", "segment", "kind")
"""What asks, activities and decisions can be told apart by; gives by all but the kind."""


class Asked(NamedTuple):
    """An ask of the period that reached the advocate. `unused`: they said yes, and it came to nothing."""

    advocate: str
    on: date
    effort: int
    answer: str | None
    unused: bool
    csm: str
    industry: str
    segment: str
    kind: str


class Done(NamedTuple):
    """An activity of the period that counts."""

    advocate: str
    on: date
    thanked_on: date | None
    rating: int | None
    csm: str
    industry: str
    segment: str
    kind: str


class Requested(NamedTuple):
    """A request filed in the period."""

    filled: bool
    """Somebody said yes to it."""
    in_48h: bool | None
    """Whether they did within 48 hours; None where the period ended before those were over."""
    rerouted: bool
    """More than one advocate was looked at for it."""
    unfilled: bool
    """Nobody fits, and it waits or was closed."""


class Decided(NamedTuple):
    """A CSM's decision on an ask of the period, and how many of their own working hours it took."""

    hours: float
    csm: str
    industry: str
    segment: str
    kind: str


class Given(NamedTuple):
    """The effort of what was done for advocates in the period, thanks for activities included."""

    effort: int
    csm: str
    industry: str
    segment: str


class Answers(NamedTuple):
    """What advocates said of the program: how many would recommend it (9 or 10 of 10), would not (up to 6), and said either; how
    many said how valued they feel and how much it was worth their time (1 to 5), and the sums of both."""

    promoters: int = 0
    detractors: int = 0
    said: int = 0
    valued: int = 0
    valued_sum: int = 0
    worth: int = 0
    worth_sum: int = 0


class Spent(NamedTuple):
    """Money spent on the program."""

    amount: float
    currency: str


class Accounts(NamedTuple):
    """What became of a group of accounts in the period. Health and NPS are the newest known, whatever the period."""

    customers: int = 0
    """At its beginning."""
    renewed: int = 0
    churned: int = 0
    expanded: int = 0
    nps_sum: float = 0
    nps_known: int = 0
    health_sum: float = 0
    health_known: int = 0


NO_ACCOUNTS = Accounts()


@dataclass(frozen=True)
class Today:
    """What is counted as of now, whatever the period."""

    enrolled: int = 0
    never_asked: int = 0
    """Advocates who are free for a reference call today and were never asked for anything."""
    helped: int = 0
    """Activities for which thanks are due, given or not: all but what was imported from before."""
    unthanked: int = 0
    loops: int = 0
    """Outcomes that are known, and yeses that came to nothing."""
    loops_open: int = 0
    """Those of them that the advocate has not been told."""


NOBODY_SAID = Answers()
NOTHING_TODAY = Today()


@dataclass(frozen=True)
class Facts:
    """All that the measures of one period are made of. Both days are UTC and included."""

    first: date
    last: date
    asked: Sequence[Asked] = ()
    done: Sequence[Done] = ()
    requests: Sequence[Requested] = ()
    decided: Sequence[Decided] = ()
    given: Sequence[Given] = ()
    answers: Answers = NOBODY_SAID
    deals: Sequence[KnownDeal] = ()
    """Every deal known, of whatever time."""
    costs: Sequence[Spent] = ()
    overrides: int = 0
    """Asks of the period that an owner put beyond the limits."""
    of_advocates: Accounts = NO_ACCOUNTS
    """The accounts with an advocate, and those without one:"""
    of_others: Accounts = NO_ACCOUNTS
    today: Today = NOTHING_TODAY

    def by(self, dimension: str) -> Mapping[str, "Facts"]:
        """The same facts apart, by one of `BY`. What is not told apart by it stays out."""
        groups: defaultdict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
        given = () if dimension == "kind" else self.given
        for name, rows in (
            ("asked", self.asked),
            ("done", self.done),
            ("decided", self.decided),
            ("given", given),
        ):
            for one in rows:
                groups[getattr(one, dimension)][name].append(one)
        alone = Facts(self.first, self.last)
        return {value: replace(alone, **dict(rows)) for value, rows in sorted(groups.items())}  # type: ignore[arg-type]
