"""What the program achieved in a period, as numbers with what they are made of: program.md section 10.

A period is two UTC days, both included. Every measure is a pure function of the period's facts; a share is its numerator
divided by its denominator, and below `FEW` cases a number says too little to be shown as a share.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from bot.rules.known_deals import KnownDeal
from bot.rules.measure_facts import Accounts, Facts
from bot.rules.policy import Policy

FEW = 10
"""Cases below which a share is shown as a count."""
THANKED_WITHIN = timedelta(days=3)
BUSIEST = 3
A_WORKING_DAY = 9
"""Working hours within which a CSM should have decided."""


class Measure(NamedTuple):
    """One number. `value` is None where nothing can be said; a share is between 0 and 1."""

    name: str
    numerator: float | None
    denominator: float
    value: float | None
    currency: str | None = None
    share: float | None = None
    """Of an amount: how much of it is credited to the program."""
    cases: int | None = None
    """How many cases it is made of, where the denominator does not say so."""

    @property
    def sample(self) -> int:
        """How many cases it is made of."""
        return int(self.denominator) if self.cases is None else self.cases

    @property
    def says_little(self) -> bool:
        """Whether there are too few cases for a share."""
        return self.sample < FEW


def participation(facts: Facts) -> Measure:
    """Of the advocates asked in the period, those who did something in it."""
    asked = {one.advocate for one in facts.asked}
    return _share("participation", len(asked & {one.advocate for one in facts.done}), len(asked))


def acceptance(facts: Facts) -> Measure:
    """Of the asks that reached an advocate in the period, those answered with yes."""
    return _share("acceptance", sum(one.answer == "yes" for one in facts.asked), len(facts.asked))


def activities(facts: Facts) -> Measure:
    """What advocates did in the period."""
    return _count("activities", len(facts.done), len(facts.done))


def rating_mean(facts: Facts) -> Measure:
    """How those who were helped rated it, 1 to 5."""
    return _mean("rating_mean", [one.rating for one in facts.done if one.rating is not None])


def busiest_3_share(facts: Facts) -> Measure:
    """The share of the period's activities done by the three who did most."""
    return _busiest("busiest_3_share", facts, lambda people: BUSIEST)


def busiest_tenth_share(facts: Facts) -> Measure:
    """The share of the period's activities done by the busiest tenth of those who did any."""
    return _busiest("busiest_tenth_share", facts, lambda people: math.ceil(people / 10))


def never_asked_eligible(facts: Facts) -> Measure:
    """Advocates who are free for a reference call today and were never asked for anything, of all advocates."""
    return _count("never_asked_eligible", facts.today.never_asked, facts.today.enrolled)


def csm_answer_hours_median(facts: Facts) -> Measure:
    """Half of the CSMs' decisions on asks of the period took no longer, in their own working hours."""
    hours = [one.hours for one in facts.decided]
    return Measure("csm_answer_hours_median", None, len(hours), median(hours) if hours else None)


def answered_in_a_day(facts: Facts) -> Measure:
    """Of the CSMs' decisions on asks of the period, those taken within one working day: the goal of program.md section 6."""
    in_time = sum(one.hours <= A_WORKING_DAY for one in facts.decided)
    return _share("answered_in_a_day", in_time, len(facts.decided))


def filled(facts: Facts) -> Measure:
    """Of the requests filed in the period, those to which somebody said yes."""
    return _share("filled", sum(one.filled for one in facts.requests), len(facts.requests))


def filled_in_48h(facts: Facts) -> Measure:
    """Of the requests filed at least 48 hours before the period's end, those to which somebody said yes within them."""
    judged = [one.in_48h for one in facts.requests if one.in_48h is not None]
    return _share("filled_in_48h", sum(judged), len(judged))


def rerouted(facts: Facts) -> Measure:
    """Of the requests filed in the period, those for which the next on the bench was needed."""
    return _share("rerouted", sum(one.rerouted for one in facts.requests), len(facts.requests))


def unfilled(facts: Facts) -> Measure:
    """Of the requests filed in the period, those for which nobody was found."""
    return _share("unfilled", sum(one.unfilled for one in facts.requests), len(facts.requests))


def thanked_within_72h(facts: Facts) -> Measure:
    """Of the activities completed at least three days before the period's end, those thanked within three days."""
    in_time = [one for one in facts.done if one.on <= facts.last - THANKED_WITHIN]
    thanked = sum(one.thanked_on is not None and one.thanked_on - one.on <= THANKED_WITHIN for one in in_time)
    return _share("thanked_within_72h", thanked, len(in_time))


def unthanked_now(facts: Facts) -> Measure:
    """Activities that nobody has thanked for today, of all for which thanks are due or were given."""
    return _count("unthanked_now", facts.today.unthanked, facts.today.helped)


def gives_per_ask(facts: Facts) -> Measure:
    """Effort given to advocates in the period for each unit of effort asked of them."""
    given = sum(one.effort for one in facts.given)
    return _share("gives_per_ask", given, sum(one.effort for one in facts.asked))


def loops_open(facts: Facts) -> Measure:
    """Outcomes that are known and that the advocate has not been told today, of all that are known."""
    return _count("loops_open", facts.today.loops_open, facts.today.loops)


def overrides(facts: Facts) -> Measure:
    """Asks of the period that an owner put beyond the limits, of all that reached an advocate."""
    return _count("overrides", facts.overrides, len(facts.asked))


def unused_yeses(facts: Facts) -> Measure:
    """Of the asks of the period answered with yes, those that came to nothing."""
    return _share(
        "unused_yeses",
        sum(one.unused for one in facts.asked),
        sum(one.answer == "yes" for one in facts.asked),
    )


def program_nps(facts: Facts) -> Measure:
    """Those who would recommend taking part less those who would not, of all who said: -100 to 100."""
    answers = facts.answers
    balance = answers.promoters - answers.detractors
    value = 100 * balance / answers.said if answers.said else None
    return Measure("program_nps", balance, answers.said, value)


def feels_valued(facts: Facts) -> Measure:
    """How valued advocates feel, 1 to 5."""
    return _average("feels_valued", facts.answers.valued_sum, facts.answers.valued)


def worth_my_time(facts: Facts) -> Measure:
    """How much taking part was worth their time, 1 to 5."""
    return _average("worth_my_time", facts.answers.worth_sum, facts.answers.worth)


def won_influenced(facts: Facts, policy: Policy) -> list[Measure]:
    """What was won in the period with a reference, one measure for each currency: the amounts, of how many deals, and the part
    of them that the policy credits to the program. Amounts of different currencies are never added."""
    won = [one for one in facts.deals if one.referenced and _closed(facts, one) == "won"]
    return _amounts("won_influenced", won, policy.attribution_won, policy)


def pipeline_influenced(facts: Facts, policy: Policy) -> list[Measure]:
    """Deals that an advocate helped with in the period and that were still open at its end, in the same way."""
    still_open = [
        one
        for one in facts.deals
        if one.helped_last is not None
        and one.helped_first is not None
        and one.helped_first <= facts.last
        and one.helped_last >= facts.first
        and one.is_open(facts.last)
    ]
    return _amounts("pipeline_influenced", still_open, policy.attribution_pipeline, policy)


def costs(facts: Facts, policy: Policy) -> list[Measure]:
    """What the program cost in the period, one measure for each currency."""
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for one in facts.costs:
        spent[one.currency].append(one.amount)
    if not spent:
        spent[policy.currency] = []
    return [
        Measure("costs", sum(each), len(each), sum(each), currency)
        for currency, each in sorted(spent.items())
    ]


def roi(facts: Facts, policy: Policy) -> list[Measure]:
    """What was won with references and is credited to the program, for each unit of what it cost: one for each currency in
    which both are known."""
    spent = {one.currency: one.value or 0.0 for one in costs(facts, policy)}
    return [
        Measure(
            "roi",
            won.value,
            spent[won.currency],
            (won.value or 0.0) / spent[won.currency],
            won.currency,
            won.share,
            cases=won.sample,
        )
        for won in won_influenced(facts, policy)
        if spent.get(won.currency)
    ]


def reach(facts: Facts) -> Measure:
    """Of the deals in the books of sales that were decided in the period, those with a reference."""
    ended = _ended(facts)
    return _share("reach", sum(one.referenced for one in ended), len(ended))


def win_rate_with(facts: Facts) -> Measure:
    """Of those with a reference, the ones that were won."""
    return _win_rate("win_rate_with", [one for one in _ended(facts) if one.referenced], facts)


def win_rate_without(facts: Facts) -> Measure:
    """Of those without a reference, the ones that were won."""
    return _win_rate("win_rate_without", [one for one in _ended(facts) if not one.referenced], facts)


def cycle_days_with(facts: Facts) -> Measure:
    """Half of the deals won with a reference took no longer from opening to closing."""
    return _cycle("cycle_days_with", [one for one in _ended(facts) if one.referenced])


def cycle_days_without(facts: Facts) -> Measure:
    """Half of the deals won without a reference took no longer."""
    return _cycle("cycle_days_without", [one for one in _ended(facts) if not one.referenced])


def relationship(facts: Facts) -> list[Measure]:
    """Renewal, churn, expansion, NPS and health: of accounts with an advocate, and of all others."""
    groups = (("advocates", facts.of_advocates), ("others", facts.of_others))
    return [measure for whose, accounts in groups for measure in _of_accounts(whose, accounts)]


OF_PEOPLE: Mapping[str, Callable[[Facts], Measure]] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            participation,
            acceptance,
            activities,
            rating_mean,
            thanked_within_72h,
            busiest_3_share,
            csm_answer_hours_median,
            answered_in_a_day,
            gives_per_ask,
            unused_yeses,
        )
    }
)
"""Those that can be told apart by `BY`."""

PERCENT = frozenset(
    {
        "participation", "acceptance", "thanked_within_72h", "busiest_3_share", "busiest_tenth_share", "filled",
        "filled_in_48h", "rerouted", "unfilled", "answered_in_a_day", "unused_yeses", "reach", "win_rate_with",
        "win_rate_without", "renewed_advocates", "renewed_others", "churned_advocates", "churned_others",
        "expanded_advocates", "expanded_others",
    }
)  # fmt: skip
"""Those whose value is a share."""

OF_TODAY = frozenset(
    {
        "never_asked_eligible", "unthanked_now", "loops_open",
        "nps_advocates", "nps_others", "health_advocates", "health_others",
    }
)  # fmt: skip
"""Those that say how it is today, whatever the period."""


def measures(facts: Facts, policy: Policy) -> list[Measure]:
    """Every measure of the period, in the order in which they are shown."""
    return [
        participation(facts),
        acceptance(facts),
        activities(facts),
        rating_mean(facts),
        busiest_3_share(facts),
        busiest_tenth_share(facts),
        never_asked_eligible(facts),
        filled(facts),
        filled_in_48h(facts),
        rerouted(facts),
        unfilled(facts),
        csm_answer_hours_median(facts),
        answered_in_a_day(facts),
        thanked_within_72h(facts),
        unthanked_now(facts),
        gives_per_ask(facts),
        loops_open(facts),
        overrides(facts),
        unused_yeses(facts),
        program_nps(facts),
        feels_valued(facts),
        worth_my_time(facts),
        *won_influenced(facts, policy),
        *pipeline_influenced(facts, policy),
        *costs(facts, policy),
        *roi(facts, policy),
        reach(facts),
        win_rate_with(facts),
        win_rate_without(facts),
        cycle_days_with(facts),
        cycle_days_without(facts),
        *relationship(facts),
    ]


def _ended(facts: Facts) -> list[KnownDeal]:
    return [one for one in facts.deals if one.booked and _closed(facts, one) is not None]


def _closed(facts: Facts, deal: KnownDeal) -> str | None:
    """won or lost where it was decided in the period."""
    is_in = deal.closed_on is not None and facts.first <= deal.closed_on <= facts.last
    return deal.result if is_in and deal.result != "open" else None


def _win_rate(name: str, deals: Sequence[KnownDeal], facts: Facts) -> Measure:
    return _share(name, sum(_closed(facts, one) == "won" for one in deals), len(deals))


def _cycle(name: str, deals: Iterable[KnownDeal]) -> Measure:
    days = [
        _days(one.opened_on, one.closed_on)
        for one in deals
        if one.result == "won" and one.opened_on and one.closed_on and one.opened_on <= one.closed_on
    ]
    return Measure(name, None, len(days), float(median(days)) if days else None)


def _days(opened: date, closed: date) -> int:
    return (closed - opened).days


def _amounts(name: str, deals: Iterable[KnownDeal], share: float, policy: Policy) -> list[Measure]:
    amounts: defaultdict[str, list[float]] = defaultdict(list)
    for deal in deals:
        amounts[deal.currency or policy.currency].append(deal.amount or 0.0)
    if not amounts:
        amounts[policy.currency] = []
    return [
        Measure(name, sum(each), len(each), sum(each) * share, currency, share)
        for currency, each in sorted(amounts.items())
    ]


def _of_accounts(whose: str, accounts: Accounts) -> list[Measure]:
    return [
        _share(f"renewed_{whose}", accounts.renewed, accounts.renewed + accounts.churned),
        _share(f"churned_{whose}", accounts.churned, accounts.customers),
        _share(f"expanded_{whose}", accounts.expanded, accounts.customers),
        _average(f"nps_{whose}", accounts.nps_sum, accounts.nps_known),
        _average(f"health_{whose}", accounts.health_sum, accounts.health_known),
    ]


def _busiest(name: str, facts: Facts, how_many: Callable[[int], int]) -> Measure:
    by_person = Counter(one.advocate for one in facts.done)
    most = by_person.most_common(how_many(len(by_person)))
    return _share(name, sum(number for _, number in most), len(facts.done))


def _share(name: str, numerator: int, denominator: int) -> Measure:
    return Measure(name, numerator, denominator, numerator / denominator if denominator else None)


def _count(name: str, number: int, of: int) -> Measure:
    return Measure(name, number, of, number)


def _mean(name: str, values: Sequence[int]) -> Measure:
    return _average(name, sum(values), len(values))


def _average(name: str, total: float, known: int) -> Measure:
    return Measure(name, total, known, total / known if known else None)
