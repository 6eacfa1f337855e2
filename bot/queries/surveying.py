"""Who may be asked how they find the program: a fixed number of statements, whatever the number of advocates."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, not_, null, or_, select
from sqlalchemy.orm import Session

from bot.rules.policy import Policy
from bot.rules.reviews import REVIEW
from bot.rules.satisfaction import (
    FRESH_DAYS,
    HALF_YEAR_DAYS,
    LAPSE_DAYS,
    NOT_FOR_THEM_DAYS,
    SETTLED_DAYS,
    WEEK_DAYS,
)
from models import Account, Activity, Advocate, Survey

FOR_ONE_CSM = 20
"""Of those whose half year is over: so many are looked at for a CSM who is given one, because some may have a time of their own in
which nobody asks them."""
LONG_AGO = date(1900, 1, 1)


class Askable(NamedTuple):
    """Somebody who may be asked, as far as the database can tell."""

    advocate_id: str
    csm: str
    """As the account names them."""
    blackouts: list[list[str]]
    activity_id: str | None
    thanked_on: date | None


def after_activities(session: Session, policy: Policy, today: date) -> list[Askable]:
    """Who was thanked lately for something they did, the longest ago first."""
    return [Askable(*row) for row in session.execute(thanked_query(policy, today))]


def thanked_query(policy: Policy, today: date) -> Select[str, str, list[list[str]], str, date | None]:
    """The statement behind `after_activities`: by the index on the day of thanks."""
    asked_for_it = exists().where(Survey.activity_id == Activity.id)
    return (
        select(Activity.advocate_id, Account.csm, Advocate.blackouts, Activity.id, Activity.thanked_on)
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Activity.thanked_on > today - timedelta(days=FRESH_DAYS),
            Activity.thanked_on <= today,
            Activity.effort > 0,
            Activity.kind != REVIEW,
            ~asked_for_it,
            askable(policy, today),
        )
        .order_by(Activity.thanked_on, Activity.id)
    )


def half_year_over(session: Session, policy: Policy, today: date) -> list[Askable]:
    """Enrolled people who were not asked for half a year, those of each CSM who waited longest first."""
    last = (
        select(func.coalesce(func.max(Survey.asked_on), LONG_AGO))
        .where(Survey.advocate_id == Advocate.id)
        .correlate(Advocate)
        .scalar_subquery()
    )
    asked = exists().where(
        Survey.advocate_id == Advocate.id, Survey.asked_on > today - timedelta(days=HALF_YEAR_DAYS)
    )
    ranked = (
        select(
            Advocate.id.label("advocate_id"),
            Account.csm,
            Advocate.blackouts,
            func.row_number()
            .over(
                partition_by=Account.csm,
                order_by=(last, func.coalesce(Advocate.enrolled_on, LONG_AGO), Advocate.id),
            )
            .label("place"),
        )
        .join(Account, Account.id == Advocate.account_id)
        .where(
            or_(
                Advocate.enrolled_on.is_(None),
                Advocate.enrolled_on <= today - timedelta(days=SETTLED_DAYS),
            ),
            ~asked,
            askable(policy, today),
        )
        .subquery()
    )
    rows = session.execute(
        select(ranked.c.advocate_id, ranked.c.csm, ranked.c.blackouts, null(), null())
        .where(ranked.c.place <= literal(FOR_ONE_CSM))
        .order_by(ranked.c.csm, ranked.c.place)
    )
    return [Askable(*row) for row in rows]


def askable(policy: Policy, today: date) -> ColumnElement[bool]:
    """In shape, and not asked lately."""
    lately = exists().where(
        Survey.advocate_id == Advocate.id, Survey.asked_on > today - timedelta(days=policy.survey_rest_days)
    )
    not_for_them = exists().where(
        Survey.advocate_id == Advocate.id,
        Survey.state == "not_for_them",
        Survey.asked_on > today - timedelta(days=NOT_FOR_THEM_DAYS),
    )
    return and_(in_shape(today), ~lately, ~not_for_them)


def in_shape(today: date) -> ColumnElement[bool]:
    """In the program, a customer, there, not paused, and their company well."""
    return and_(
        Advocate.stage == "enrolled",
        or_(Advocate.relation.is_(None), Advocate.relation == "customer"),
        or_(Advocate.paused_until.is_(None), Advocate.paused_until <= today),
        or_(Advocate.available_from.is_(None), Advocate.available_from <= today),
        Account.open_escalation.is_not(True),
        or_(Account.churned_on.is_(None), Account.churned_on > today),
    )


def to_let_go(session: Session, today: date) -> Sequence[str]:
    """Ids of what was not answered for a month, or should not be asked any more, the longest ago first."""
    return session.scalars(
        select(Survey.id)
        .join(Advocate, Advocate.id == Survey.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Survey.state == "asked",
            or_(Survey.asked_on <= today - timedelta(days=LAPSE_DAYS), not_(in_shape(today))),
        )
        .order_by(Survey.asked_on, Survey.id)
    ).all()


def given_lately(session: Session, today: date) -> Sequence[tuple[str, date]]:
    """What each CSM, as accounts name them, was given to send in the last seven days."""
    rows = session.execute(
        select(Account.csm, Survey.asked_on)
        .select_from(Survey)
        .join(Advocate, Advocate.id == Survey.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Survey.asked_on > today - timedelta(days=WEEK_DAYS), Survey.cause != "unasked")
    )
    return [(csm, on) for csm, on in rows]
