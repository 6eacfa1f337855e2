"""Measuring the program over a period. Reads only."""

from datetime import date, timedelta

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


def usual_period(today: date) -> tuple[date, date]:
    """The last 90 days, today included."""
    return today - timedelta(days=USUAL_DAYS - 1), today


def facts_between(program: Program, first: date, last: date) -> tuple[Facts, Policy]:
    """What the measures of the period are made of, as known now, and the policy they are judged by."""
    now = program.now()
    with program.reading() as session:
        policy, catalogue = program.policy_in(session), program.gives_in(session)
        said = said_between(session, first, last)
        helped, closed = (
            queries.helped_with(session, first, last),
            queries.closed_between(session, first, last),
        )
        facts = Facts(
            first=first,
            last=last,
            asked=queries.asked_between(session, first, last),
            done=queries.done_between(session, first, last),
            requests=queries.requests_between(session, first, last),
            csm_hours=queries.decision_hours(session, policy, first, last, now),
            given=queries.effort_given(session, catalogue, first, last),
            answers=Answers(said.promoters, said.detractors, said.recommending),
            won=won_deals(helped, closed, first, last),
            enrolled=queries.enrolled_today(session),
            never_asked=_free_and_never_asked(session, policy, now.date()),
        )
    return facts, policy


def _free_and_never_asked(session: Session, policy: Policy, today: date) -> int:
    narrowing = Narrowing({}, frozenset({"enrolled", "never_asked"}))
    return sum(
        not reasons_against(one.facts, FREE_FOR, policy, today)
        for one in candidates(session, narrowing, today)
    )
