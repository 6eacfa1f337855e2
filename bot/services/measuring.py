"""Measuring the program over a period. Reads only."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot.queries import measuring as queries
from bot.queries.advocates import Narrowing, candidates
from bot.queries.satisfaction import said_between
from bot.rules.eligibility import reasons_against
from bot.rules.measures import Answers, Facts, won_deals
from bot.rules.policy import Policy
from bot.services.program import Program

USUAL_DAYS = 90
FREE_FOR = "reference_call"
Period = tuple[date, date]
"""The first and the last day, UTC."""


def facts_of(program: Program, *periods: Period) -> tuple[list[Facts], Policy]:
    """What the measures of each period are made of, as known now, and the policy they are judged by. What is of today is the same
    in all of them, and counted once."""
    now = program.now()
    with program.reading() as session:
        policy = program.policy_in(session)
        today = Facts(
            *periods[0],
            enrolled=queries.enrolled_today(session),
            never_asked=_free_and_never_asked(session, policy, now.date()),
        )
        return [_facts_between(program, session, policy, today, *period) for period in periods], policy


def _facts_between(
    program: Program, session: Session, policy: Policy, today: Facts, first: date, last: date
) -> Facts:
    said = said_between(session, first, last)
    helped, closed = queries.helped_with(session, first, last), queries.closed_between(session, first, last)
    return replace(
        today,
        first=first,
        last=last,
        asked=queries.asked_between(session, first, last),
        done=queries.done_between(session, first, last),
        requests=queries.requests_between(session, first, last),
        csm_hours=queries.decision_hours(session, policy, first, last, program.now()),
        given=queries.effort_given(session, program.gives_in(session), first, last),
        answers=Answers(said.promoters, said.detractors, said.recommending),
        won=won_deals(helped, closed, first, last),
    )


def _free_and_never_asked(session: Session, policy: Policy, today: date) -> int:
    narrowing = Narrowing({}, frozenset({"enrolled", "never_asked"}))
    return sum(
        not reasons_against(one.facts, FREE_FOR, policy, today)
        for one in candidates(session, narrowing, today)
    )
