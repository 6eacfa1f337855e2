"""What the program achieved in a period, as numbers with what they are made of: program.md section 10.

A period is two UTC days, both included. Every measure is a pure function of the period's facts; a share is its numerator
divided by its denominator, and below `FEW` cases a number says too little to be shown as a share.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from bot.rules.deals import same_deal
from bot.rules.policy import Policy
from bot.rules.twins import deal_key

FEW = 10
"""Cases below which a share is shown as a count."""
THANKED_WITHIN = timedelta(days=3)
BUSIEST = 3
BY = ("csm", "industry", "segment", "kind")
"""What the measures of asks and activities can be told apart by."""


class Asked(NamedTuple):
    """An ask of the period that reached the advocate."""

    advocate: str
    effort: int
    answer: str | None
    csm: str
    industry: str
    segment: str
    kind: str


class Done(NamedTuple):
    """An activity of the period that counts."""

    advocate: str
    on: date
    thanked_on: date | None
    csm: str
    industry: str
    segment: str
    kind: str


class Answers(NamedTuple):
    """What advocates said of the program: how many would recommend it (9 or 10 of 10), would not (up to 6), and said either."""

    promoters: int = 0
    detractors: int = 0
    said: int = 0


NOBODY_SAID = Answers()


class Helped(NamedTuple):
    """Something an advocate did for a deal that was won. `known_on` is the day on which that was told, where it is known."""

    deal: str
    prospect: str | None
    requester: str | None
    amount: float | None
    currency: str | None
    on: date
    known_on: date | None = None


class Closed(NamedTuple):
    """A deal that sales counts as won. `referenced` where they say that a reference helped."""

    name: str
    account: str
    amount: float | None
    currency: str | None
    on: date
    referenced: bool = False


class Won(NamedTuple):
    """A deal won with a reference. Without an amount it is counted all the same."""

    amount: float | None
    currency: str | None


@dataclass(frozen=True)
class Facts:
    """All that the measures of one period are made of."""

    first: date
    last: date
    asked: Sequence[Asked] = ()
    done: Sequence[Done] = ()
    requests: Sequence[bool] = ()
    """Of each request filed in the period whether somebody said yes to it."""
    csm_hours: Sequence[float] = ()
    """How many working hours a CSM took for each decision on an ask of the period."""
    given: int = 0
    """Effort of what was done for advocates, thanks included."""
    answers: Answers = NOBODY_SAID
    won: Sequence[Won] = ()
    enrolled: int = 0
    """Advocates today; and how many of them are free for a reference call today and were never asked for anything:"""
    never_asked: int = 0

    def by(self, dimension: str) -> Mapping[str, "Facts"]:
        """The same asks and activities apart, by one of `BY`. What is not told apart by it stays out."""
        groups: defaultdict[str, tuple[list[Asked], list[Done]]] = defaultdict(lambda: ([], []))
        for ask in self.asked:
            groups[getattr(ask, dimension)][0].append(ask)
        for one in self.done:
            groups[getattr(one, dimension)][1].append(one)
        alone = Facts(self.first, self.last)
        return {
            value: replace(alone, asked=tuple(asked), done=tuple(done))
            for value, (asked, done) in sorted(groups.items())
        }


class Measure(NamedTuple):
    """One number. `value` is None where nothing can be said; a share is between 0 and 1."""

    name: str
    numerator: float | None
    denominator: int
    value: float | None
    currency: str | None = None
    share: float | None = None
    """Of an amount: how much of it is credited to the program."""

    @property
    def says_little(self) -> bool:
        """Whether there are too few cases for a share."""
        return self.denominator < FEW


def participation(facts: Facts) -> Measure:
    """Of the advocates asked in the period, those who did something in it."""
    asked = {one.advocate for one in facts.asked}
    return _share("participation", len(asked & {one.advocate for one in facts.done}), len(asked))


def acceptance(facts: Facts) -> Measure:
    """Of the asks that reached an advocate in the period, those answered with yes."""
    return _share("acceptance", sum(one.answer == "yes" for one in facts.asked), len(facts.asked))


def thanked_within_72h(facts: Facts) -> Measure:
    """Of the activities completed at least three days before the period's end, those thanked within three days."""
    in_time = [one for one in facts.done if one.on <= facts.last - THANKED_WITHIN]
    thanked = sum(one.thanked_on is not None and one.thanked_on - one.on <= THANKED_WITHIN for one in in_time)
    return _share("thanked_within_72h", thanked, len(in_time))


def program_nps(facts: Facts) -> Measure:
    """Those who would recommend taking part less those who would not, of all who said: -100 to 100."""
    answers = facts.answers
    balance = answers.promoters - answers.detractors
    value = 100 * balance / answers.said if answers.said else None
    return Measure("program_nps", balance, answers.said, value)


def busiest_3_share(facts: Facts) -> Measure:
    """The share of the period's activities done by the three who did most."""
    most = Counter(one.advocate for one in facts.done).most_common(BUSIEST)
    return _share("busiest_3_share", sum(number for _, number in most), len(facts.done))


def filled(facts: Facts) -> Measure:
    """Of the requests filed in the period, those to which somebody said yes."""
    return _share("filled", sum(facts.requests), len(facts.requests))


def csm_answer_hours_median(facts: Facts) -> Measure:
    """Half of the CSMs' decisions on asks of the period took no longer, in their own working hours."""
    hours = facts.csm_hours
    return Measure("csm_answer_hours_median", None, len(hours), median(hours) if hours else None)


def won_influenced(facts: Facts, policy: Policy) -> list[Measure]:
    """What was won in the period with a reference, one measure for each currency: the amounts, of how many deals, and the part
    of them that the policy credits to the program. Amounts of different currencies are never added."""
    amounts: defaultdict[str, list[float]] = defaultdict(list)
    for deal in facts.won:
        amounts[deal.currency or policy.currency].append(deal.amount or 0.0)
    if not amounts:
        amounts[policy.currency] = []
    share = policy.attribution_won
    return [
        Measure("won_influenced", sum(each), len(each), sum(each) * share, currency, share)
        for currency, each in sorted(amounts.items())
    ]


def gives_per_ask(facts: Facts) -> Measure:
    """Effort given to advocates in the period for each unit of effort asked of them."""
    return _share("gives_per_ask", facts.given, sum(one.effort for one in facts.asked))


def never_asked_eligible(facts: Facts) -> Measure:
    """Advocates who are free for a reference call today and were never asked for anything, of all advocates."""
    return Measure("never_asked_eligible", facts.never_asked, facts.enrolled, facts.never_asked)


OF_PEOPLE: Mapping[str, Callable[[Facts], Measure]] = MappingProxyType(
    {one.__name__: one for one in (participation, acceptance, thanked_within_72h, busiest_3_share)}
)
"""Those that can be told apart by `BY`."""

PERCENT = frozenset({"participation", "acceptance", "thanked_within_72h", "busiest_3_share", "filled"})
"""Those whose value is a share."""


OF_TODAY = frozenset({"never_asked_eligible"})
"""Those that say how it is today, whatever the period."""


def measures(facts: Facts, policy: Policy) -> list[Measure]:
    """Every measure of the period, in the order in which they are shown."""
    return [
        participation(facts),
        acceptance(facts),
        filled(facts),
        csm_answer_hours_median(facts),
        thanked_within_72h(facts),
        gives_per_ask(facts),
        program_nps(facts),
        busiest_3_share(facts),
        never_asked_eligible(facts),
        *won_influenced(facts, policy),
    ]


def won_deals(helped: Iterable[Helped], closed: Iterable[Closed], first: date, last: date) -> tuple[Won, ...]:
    """The deals won in the period with a reference, each once however many helped: with the latest amount that was told, else
    the one that sales counts. Won on the day that sales has, else when it was told, else when the last of them helped."""
    groups: list[list[Helped]] = []
    by_key: defaultdict[str, list[list[Helped]]] = defaultdict(list)
    for one in helped:
        alike = by_key[deal_key(one.deal)]
        group = next((group for group in alike if _one_deal(group[0], one)), None)
        if group is None:
            groups.append(group := [])
            alike.append(group)
        group.append(one)
    known: defaultdict[str, list[Closed]] = defaultdict(list)
    for deal in closed:
        known[deal_key(deal.name)].append(deal)
    matched: set[Closed] = set()
    won = []
    for group in groups:
        newest = max(group, key=lambda one: (one.amount is not None, one.known_on or one.on))
        in_books = next((one for one in known.get(deal_key(newest.deal), ()) if _is_deal(newest, one)), None)
        if in_books is not None:
            matched.add(in_books)
        day = in_books.on if in_books else max(one.known_on or one.on for one in group)
        told = newest if newest.amount is not None or in_books is None else in_books
        if first <= day <= last:
            won.append(Won(told.amount, told.currency))
    alone = (
        deal
        for deal in (one for each in known.values() for one in each)
        if deal.referenced and deal not in matched and first <= deal.on <= last
    )
    return (*won, *(Won(deal.amount, deal.currency) for deal in alone))


def _one_deal(one: Helped, other: Helped) -> bool:
    same = one.requester is not None and one.requester == other.requester
    return same_deal(one.deal, one.prospect, other.deal, other.prospect, same_requester=same)


def _is_deal(one: Helped, deal: Closed) -> bool:
    return same_deal(one.deal, one.prospect, deal.name, deal.account, same_requester=False)


def _share(name: str, numerator: int, denominator: int) -> Measure:
    return Measure(name, numerator, denominator, numerator / denominator if denominator else None)
