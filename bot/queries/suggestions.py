"""Whom nobody has noticed for a while, and a CSM's list of a week."""

from datetime import date, timedelta

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from bot.queries import asked, given
from bot.queries.naming import card
from bot.queries.people import colleague
from bot.queries.tastes import tastes
from bot.rules.gives import Catalogue, fitting
from bot.rules.neglect import Forgotten
from bot.rules.policy import Policy
from bot.rules.tiers import TIERS
from bot.suggestion_facts import Suggested, SuggestionList
from models import Account, Activity, Advocate, Suggestion

IDEAS = 2
"""For each person: one to do, and another."""


def forgotten_query(
    policy: Policy, today: date
) -> Select[str, str, str, str, int, date | None, str, str, date | None, date | None]:
    """Whoever is in the program and was given nothing lately: the text of what was given begins with its newest day."""
    shorter = min(policy.unnoticed_days, policy.quiet_days)
    since = today - timedelta(days=shorter)
    day_after = (since + timedelta(days=1)).isoformat()
    last_helped = (
        select(func.max(Activity.completed_on)).where(Activity.advocate_id == Advocate.id).scalar_subquery()
    )
    last_proposed = (
        select(func.max(Suggestion.first_on)).where(Suggestion.advocate_id == Advocate.id).scalar_subquery()
    )
    return (
        select(
            Advocate.id,
            Account.csm,
            Advocate.name,
            Advocate.tier,
            Advocate.helped,
            Advocate.enrolled_on,
            Advocate.asked,
            Advocate.given,
            last_helped,
            last_proposed,
        )
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Advocate.stage == "enrolled",
            Advocate.given < day_after,
            or_(Advocate.enrolled_on.is_(None), Advocate.enrolled_on <= since),
            or_(Advocate.paused_until.is_(None), Advocate.paused_until <= today),
            Account.churned_on.is_(None),
            or_(Account.open_escalation.is_(None), ~Account.open_escalation),
        )
    )


def forgotten(session: Session, policy: Policy, today: date) -> list[Forgotten]:
    """Everybody whom nobody has noticed lately, as far as their rows tell: one statement."""
    return [
        Forgotten(
            id=id_,
            csm=csm,
            name=name,
            tier=tier,
            helped=helped,
            enrolled_on=enrolled_on,
            last_asked=asked.last_day(asked_),
            last_helped=last_helped,
            last_given=given.last_day(given_),
            last_proposed=last_proposed,
        )
        for (
            id_, csm, name, tier, helped, enrolled_on, asked_, given_, last_helped, last_proposed,
        ) in session.execute(forgotten_query(policy, today))
    ]  # fmt: skip


def listed(session: Session, week: date) -> list[Row[str, int, int]]:
    """By CSM how many people this week's lists hold so far, and of how many nobody was told."""
    return list(
        session.execute(
            select(Suggestion.csm, func.count(), func.count().filter(Suggestion.told_at.is_(None)))
            .where(Suggestion.week == week)
            .group_by(Suggestion.csm)
        ).all()
    )


def week_of(session: Session, csm: str, week: date, gives: Catalogue, today: date) -> SuggestionList | None:
    """A CSM's list of a week, with ideas as of today; None where nobody is on it any more."""
    rows = session.execute(
        select(Suggestion, Advocate, Account)
        .join(Advocate, Advocate.id == Suggestion.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Suggestion.csm == csm, Suggestion.week == week, Advocate.stage != "retired")
    ).all()
    if not rows:
        return None
    known = tastes(session, [advocate.id for _, advocate, _ in rows])
    return SuggestionList(
        csm=colleague(session, csm),
        people=tuple(
            Suggested(
                id=suggestion.id,
                advocate=card(session, advocate),
                cause=suggestion.cause,
                since=suggestion.since,
                state=suggestion.state,
                ideas=fitting(gives, known[advocate.id], suggestion.cause, today, IDEAS),
            )
            for suggestion, advocate, _ in sorted(rows, key=_turn)
        ),
        catalogue=gives,
    )


def _turn(row: Row[Suggestion, Advocate, Account]) -> tuple[object, ...]:
    """In the order in which they were chosen (rules/neglect.py)."""
    suggestion, advocate, _ = row
    since = suggestion.since or date.min
    return (-TIERS.index(advocate.tier), -advocate.helped, since, advocate.name, advocate.id)
