"""Every deal that is known, each once: what advocates helped with, and what sales has in its books (program.md section 10)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from bot.rules.deals import same_deal
from bot.rules.loop import DECIDED
from bot.rules.twins import deal_key


class Helped(NamedTuple):
    """Something an advocate did for a deal. `known_on` is the day on which its result was told, where that is known."""

    deal: str
    prospect: str | None
    requester: str | None
    result: str | None
    amount: float | None
    currency: str | None
    on: date
    known_on: date | None = None


class Booked(NamedTuple):
    """A deal in the books of sales. `referenced` where they say that a reference helped."""

    name: str
    account: str
    amount: float | None
    currency: str | None
    opened_on: date | None
    closed_on: date | None
    result: str | None
    referenced: bool = False


class KnownDeal(NamedTuple):
    """One deal, however many advocates helped and wherever it is written down."""

    name: str
    prospect: str | None
    amount: float | None
    currency: str | None
    result: str
    """won, lost or open."""
    opened_on: date | None
    closed_on: date | None
    """The day on which it was won or lost: that of the books, else when it was told, else when the last of them helped."""
    referenced: bool
    booked: bool
    """Whether it stands in the books of sales."""
    helped_first: date | None = None
    helped_last: date | None = None

    def is_open(self, day: date) -> bool:
        """Whether it was not decided yet at the end of a day."""
        return self.result == "open" or (self.closed_on is not None and self.closed_on > day)


def known_deals(helped: Iterable[Helped], booked: Iterable[Booked]) -> tuple[KnownDeal, ...]:
    """Each deal once, with the latest amount that was told, else the one that sales counts. One name and one prospect are one
    deal, as `same_deal` has it; both are given in a fixed order, and so are the deals."""
    books: defaultdict[str, list[Booked]] = defaultdict(list)
    for deal in booked:
        books[deal_key(deal.name)].append(deal)
    matched: set[Booked] = set()
    deals = []
    for group in _grouped(helped):
        newest = max(group, key=lambda one: (one.amount is not None, _told_on(one)))
        book = next((one for one in books.get(deal_key(newest.deal), ()) if _is_deal(group, one)), None)
        if book is not None:
            matched.add(book)
        deals.append(_told(group, newest, book))
    alone = (deal for each in books.values() for deal in each if deal not in matched)
    return (*deals, *(_booked(deal) for deal in alone))


def _grouped(helped: Iterable[Helped]) -> list[list[Helped]]:
    groups: list[list[Helped]] = []
    by_key: defaultdict[str, list[list[Helped]]] = defaultdict(list)
    for one in helped:
        alike = by_key[deal_key(one.deal)]
        group = next((group for group in alike if _one_deal(group[0], one)), None)
        if group is None:
            groups.append(group := [])
            alike.append(group)
        group.append(one)
    return groups


def _told(group: Sequence[Helped], newest: Helped, book: Booked | None) -> KnownDeal:
    decided = max((one for one in group if one.result in DECIDED), key=_told_on, default=None)
    told = newest if newest.amount is not None or book is None else book
    result = (book and book.result) or "open"
    if result not in DECIDED and decided is not None:
        result = decided.result or "open"
    closed_on = book.closed_on if book else None
    if closed_on is None and decided is not None:
        closed_on = _told_on(decided)
    return KnownDeal(
        newest.deal,
        next((one.prospect for one in group if one.prospect), book.account if book else None),
        told.amount,
        told.currency,
        result,
        book.opened_on if book else None,
        closed_on if result in DECIDED else None,
        referenced=True,
        booked=book is not None,
        helped_first=min(one.on for one in group),
        helped_last=max(one.on for one in group),
    )


def _told_on(one: Helped) -> date:
    return one.known_on or one.on


def _booked(deal: Booked) -> KnownDeal:
    decided = deal.result in DECIDED
    return KnownDeal(
        deal.name,
        deal.account,
        deal.amount,
        deal.currency,
        deal.result if decided and deal.result else "open",
        deal.opened_on,
        deal.closed_on if decided else None,
        deal.referenced,
        booked=True,
    )


def _one_deal(one: Helped, other: Helped) -> bool:
    same = one.requester is not None and one.requester == other.requester
    return same_deal(one.deal, one.prospect, other.deal, other.prospect, same_requester=same)


def _is_deal(group: Sequence[Helped], deal: Booked) -> bool:
    """A prospect that one of them named is the deal's for all."""
    prospect = next((one.prospect for one in group if one.prospect), None)
    return same_deal(group[0].deal, prospect, deal.name, deal.account, same_requester=False)
