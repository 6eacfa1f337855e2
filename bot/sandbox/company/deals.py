"""Which deal each reference was for, and how the deals ended. Days are days ago, negative ones still to come."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from bot.sandbox.company.chance import chance
from bot.sandbox.company.past import Happening, happenings
from bot.sandbox.company.situations import CALL, EMAIL
from bot.sandbox.company.tables import table

ONE_DEAL = 45
"""Days within which a second reference may be for the same deal."""
NEXT_PHASE = 150
"""Days after which somebody who bought may buy more."""
SOONEST = 12
"""Days from a reference to the end of its deal at least."""
STILL_OPEN = 75
"""Days: a deal that is open today had its reference within them."""

RELATED = (
    ("Fintech", "Banking", "Insurance", "Financial Services", "Professional Services"),
    ("Manufacturing", "Automotive", "Construction", "Life Sciences"),
    ("Healthcare", "Life Sciences", "Education", "Public Sector", "Nonprofit"),
    ("Retail", "Consumer Goods", "Food & Beverage", "Travel"),
    ("Logistics", "Energy", "Telecommunications", "Manufacturing"),
    ("Media", "Software", "Professional Services", "Telecommunications"),
)
"""Industries that understand each other."""


@dataclass(frozen=True)
class Deal:
    """One deal of the sales team."""

    name: str
    prospect: str
    industry: str
    amount: int
    currency: str
    outcome: str
    """won, lost or open: what becomes of it in the end."""
    opened: int
    last_use: int
    closes: int
    referenced: bool = True

    @property
    def result(self) -> str:
        """As known today."""
        return self.outcome if self.closes >= 0 else "open"


@dataclass
class _Book:
    """The deals so far. A deal grows as references are found for it."""

    rng: Random = field(default_factory=lambda: chance("deals"))
    deals: dict[str, Deal] = field(default_factory=dict)
    spare: list[Mapping[str, str]] = field(default_factory=lambda: list(table("prospects")))
    uses: dict[Happening, str] = field(default_factory=dict)

    def place(self, happening: Happening) -> None:
        step = happening.step
        if step.closed is None and (standing := self._standing(happening)):
            closes = min(standing.closes, step.ended - SOONEST)
            self.deals[standing.name] = replace(standing, last_use=step.began, closes=closes)
            self.uses[happening] = standing.name
        elif fresh := self._new(happening):
            self.deals[fresh.name] = fresh
            self.uses[happening] = fresh.name

    def _standing(self, happening: Happening) -> Deal | None:
        """An open deal of the same industry that had one reference, not long ago, by somebody else."""
        taken = Counter(self.uses.values())
        theirs = {name for used, name in self.uses.items() if used.name == happening.name}
        for deal in self.deals.values():
            lately = 0 <= deal.last_use - happening.step.began <= ONE_DEAL
            welcome = deal.industry == happening.industry and deal.prospect not in happening.never_with
            if lately and welcome and taken[deal.name] == 1 and deal.name not in theirs:
                return deal
        return None

    def _new(self, happening: Happening) -> Deal | None:
        """A deal with a prospect of the same industry or a related one, but with nobody the account keeps away from."""
        step = happening.step
        fitting = [
            row
            for row in self.spare
            if row["name"] not in happening.never_with
            and (row["result"] == "won" or step.closed is None)
            and (row["result"] != "open" or step.began < STILL_OPEN)
        ]
        alike = [row for row in fitting if row["industry"] == happening.industry]
        if not alike and (more := self._more(happening)):
            return more
        near = alike or [row for row in fitting if row["industry"] in _relatives(happening.industry)]
        if not near:
            return None
        row = self.rng.choice(near)
        self.spare.remove(row)
        return self._deal(row, row["deal"], int(row["amount"]), happening)

    def _more(self, happening: Happening) -> Deal | None:
        """A second deal with a prospect of the same industry who bought a while before."""
        for row in table("prospects"):
            first, again = self.deals.get(row["deal"]), f"{row['deal']}, second phase"
            bought = (
                first is not None
                and first.outcome == "won"
                and first.closes - happening.step.began > NEXT_PHASE
            )
            alike = row["industry"] == happening.industry and row["name"] not in happening.never_with
            if bought and alike and again not in self.deals:
                return self._deal(row, again, int(row["amount"]) * 3 // 5 // 500 * 500, happening)
        return None

    def _deal(self, row: Mapping[str, str], name: str, amount: int, happening: Happening) -> Deal:
        step = happening.step
        closes = step.closed if step.closed is not None else step.ended - self.rng.randint(SOONEST, 70)
        if row["result"] == "open":
            closes = min(closes, -self.rng.randint(20, 60))
        return Deal(
            name=name,
            prospect=row["name"],
            industry=row["industry"],
            amount=amount,
            currency=row["currency"],
            outcome=row["result"],
            opened=step.began + self.rng.randint(14, 60),
            last_use=step.began,
            closes=closes,
        )


def _relatives(industry: str) -> frozenset[str]:
    return frozenset(one for group in RELATED if industry in group for one in group)


@cache
def _book() -> _Book:
    """Every reference that has a deal: those whose deal is part of the story first, then the oldest asked first."""
    book = _Book()
    asked = [one for one in happenings() if one.step.kind in (CALL, EMAIL) and one.step.asked is not None]
    for happening in sorted(asked, key=lambda one: (one.step.closed is None, -one.step.began, one.name)):
        book.place(happening)
    return book


def deal_of(happening: Happening) -> Deal | None:
    """The deal that this was asked for, as it stands in the end."""
    book = _book()
    name = book.uses.get(happening)
    return book.deals[name] if name else None


def all_deals() -> Iterator[Deal]:
    """Those with a reference, and those of prospects who never asked for one."""
    yield from _book().deals.values()
    rng = chance("deals without references")
    for row in table("walk_ins"):
        opened = int(row["opened"])
        yield Deal(
            name=row["deal"],
            prospect=row["name"],
            industry=row["industry"],
            amount=int(row["amount"]),
            currency=row["currency"],
            outcome=row["result"],
            opened=opened,
            last_use=opened,
            closes=opened - rng.randint(60, 190),
            referenced=False,
        )
