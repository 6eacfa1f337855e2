"""Which deals are one and the same, and when a requester is asked how theirs ended."""

from calendar import monthrange
from datetime import date, timedelta

from bot.rules.company_names import same_company
from bot.rules.twins import deal_key

UNKNOWN_CLOSE_DAYS = 30
"""Days after the conversation at which a deal without a close date is asked about."""
MONTHS = 6
"""How long it is asked, from the first time on."""


def same_deal(
    name: str, prospect: str | None, other_name: str, other_prospect: str | None, *, same_requester: bool
) -> bool:
    """Whether two requests speak of one deal: one name, and one prospect where both name one.

    A name alone says little ("Expansion"): where only one names a prospect, it has to be the same colleague's.
    """
    if not deal_key(name) or deal_key(name) != deal_key(other_name):
        return False
    if prospect and other_prospect:
        return same_company(prospect, other_prospect)
    return same_requester or not (prospect or other_prospect)


def next_asking(close_date: date | None, completed_on: date, last: date | None) -> date | None:
    """The day on which it is asked next how the deal ended: at its close date, then monthly for six months; None after that.

    `last` is when it was last asked or answered with "still open".
    """
    first = max(close_date, completed_on + timedelta(days=1)) if close_date else None
    first = first or completed_on + timedelta(days=UNKNOWN_CLOSE_DAYS)
    if last is None or last < first:
        return first
    following = months_after(last, 1)
    return following if following <= months_after(first, MONTHS) else None


def months_after(day: date, months: int) -> date:
    """The same day that many months later; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
