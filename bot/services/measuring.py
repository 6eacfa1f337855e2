"""Measuring the program over a period, beside the period before and the same days a year ago."""

from datetime import date

from sqlalchemy.orm import Session

from bot.queries import measuring as queries
from bot.queries.advocates import Narrowing, candidates
from bot.queries.satisfaction import said_between
from bot.rules.eligibility import reasons_against
from bot.rules.known_deals import KnownDeal, known_deals
from bot.rules.measure_facts import Accounts, Answers, Facts, Today
from bot.rules.measures import measures
from bot.rules.periods import a_year_before, before
from bot.rules.policy import Policy
from bot.rules.readings import Look, Reading
from bot.services.program import Program

__all__ = ["Look", "Reading", "look", "measured", "trend"]

USUAL_DAYS = 90
FREE_FOR = "reference_call"
Period = tuple[date, date]
"""The first and the last day, UTC."""


def look(program: Program, first: date, last: date) -> Look:
    """Measures a period, and those it is compared with: of the one before only the figures are kept. What is measured stands in
    the SQL views from then on."""
    compared = (before(first, last), a_year_before(first, last))
    policy, deals = _settle(program, ((first, last), *compared))
    now = _reading(program, policy, deals, first, last)
    earlier, year_ago = compared
    return Look(
        policy,
        now,
        _figures(program, policy, deals, earlier),
        _reading(program, policy, deals, *year_ago),
    )


def measured(program: Program, *periods: Period) -> tuple[Policy, list[Reading]]:
    """Each period measured, by the policy of today."""
    policy, deals = _settle(program, periods)
    return policy, [_reading(program, policy, deals, *period) for period in periods]


def settle(program: Program) -> None:
    """Brings the SQL views up to date: each deal once, and what only the rules can count, as of today."""
    _settle(program, ())


def trend(program: Program, *periods: Period) -> list[Reading]:
    """Each period measured, one after the other and without its facts: of a row of them only the figures are kept."""
    policy, deals = _settle(program, periods)
    return [_figures(program, policy, deals, period) for period in periods]


def _figures(program: Program, policy: Policy, deals: tuple[KnownDeal, ...], period: Period) -> Reading:
    """A period measured, without its facts."""
    return Reading(Facts(*period), _reading(program, policy, deals, *period).measures)


def _reading(
    program: Program, policy: Policy, deals: tuple[KnownDeal, ...], first: date, last: date
) -> Reading:
    with program.reading() as session:
        facts = _facts_between(program, session, policy, deals, first, last)
    return Reading(facts, tuple(measures(facts, policy)))


def _settle(program: Program, periods: tuple[Period, ...]) -> tuple[Policy, tuple[KnownDeal, ...]]:
    """Writes down what SQL cannot find out by itself: each deal once, what the rules count today, and which periods are looked at."""
    today = program.now().date()
    with program.reading() as session:
        policy = program.policy_in(session)
        deals = known_deals(queries.helped_with(session), queries.booked(session))
        unchanged = deals == queries.kept_deals(session)
        counted = queries.counted_today(session, today, _free_and_never_asked(session, policy, today))
    with program.changing() as session:
        if not unchanged:
            queries.keep_deals(session, deals)
        queries.keep_day(session, today, counted)
        for period in periods:
            queries.keep_period(session, *period)
    return policy, deals


def _facts_between(
    program: Program, session: Session, policy: Policy, deals: tuple[KnownDeal, ...], first: date, last: date
) -> Facts:
    said = said_between(session, first, last)
    accounts = queries.accounts_between(session, first, last)
    return Facts(
        first,
        last,
        asked=queries.asked_between(session, first, last),
        done=queries.done_between(session, first, last),
        requests=queries.requests_between(session, first, last),
        decided=queries.decided_between(session, first, last),
        given=queries.given_between(session, program.gives_in(session), first, last),
        answers=Answers(
            said.promoters,
            said.detractors,
            said.recommending,
            said.valued,
            said.valued_sum,
            said.worth_it,
            said.worth_it_sum,
        ),
        deals=deals,
        costs=queries.costs_between(session, policy, first, last),
        overrides=queries.overrides_between(session, first, last),
        of_advocates=accounts.get(True, Accounts()),
        of_others=accounts.get(False, Accounts()),
        today=queries.counted_in(session, first, last) or Today(),
    )


def _free_and_never_asked(session: Session, policy: Policy, today: date) -> int:
    narrowing = Narrowing({}, frozenset({"enrolled", "never_asked"}))
    return sum(
        not reasons_against(one.facts, FREE_FOR, policy, today)
        for one in candidates(session, narrowing, today)
    )
