"""Giving is at least as large as asking: program.md section 7."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.rules.facts import AskFact

YEAR = timedelta(days=365)
LEAST_ASKS = 3
"""With fewer counted asks in a year nobody is called one-sided."""


class GiveFact(NamedTuple):
    """Something done for them, with the effort it took of us (1 to 3). Thanks for an activity are 1."""

    day: date
    effort: int


class Balance(NamedTuple):
    """Effort asked of somebody and effort given to them over 365 days, on one scale."""

    asked: int
    given: int
    one_sided: bool
    """Whether more was asked than given, as far as enough is known to say so."""


def balance(asks: Sequence[AskFact], gives: Sequence[GiveFact], first: date | None, today: date) -> Balance:
    """How giving stands to asking. `asks` are the counted ones of the last 365 days; `gives` may be older; `first` is the
    day of the first give on record: less than a year of them says nothing, and none at all even less."""
    since = today - YEAR
    asked = sum(ask.effort for ask in asks)
    given = sum(give.effort for give in gives if since < give.day <= today)
    known = len(asks) >= LEAST_ASKS and first is not None and first <= since
    return Balance(asked, given, known and given < asked)
