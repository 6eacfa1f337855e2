"""What the measures of a period are made of, in a fixed number of statements whatever the period holds."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.queries.given import UNKNOWN_EFFORT
from bot.queries.waits import colleague_time, profiles
from bot.rules.gives import Catalogue
from bot.rules.measures import Asked, Closed, Done, Helped
from bot.rules.policy import Policy
from models import Account, Activity, Advocate, Ask, Deal, Give, ReferenceRequest

LONG_AGO = timedelta(days=730)
"""A deal is credited to help that is no older than this when the period begins."""
THANKS_EFFORT = 1


def asked_between(session: Session, first: date, last: date) -> tuple[Asked, ...]:
    """The asks that reached an advocate in the period, surveys left out."""
    rows = session.execute(
        select(
            Ask.advocate_id, Ask.effort, Ask.answer, Account.csm, Account.industry, Account.segment, Ask.kind
        )
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Ask.counted_on.between(first, last), (Ask.origin != "bot") | Ask.contacted_at.is_not(None))
    )
    return tuple(Asked(*row) for row in rows)


def done_between(session: Session, first: date, last: date) -> tuple[Done, ...]:
    """The activities completed in the period, surveys left out."""
    rows = session.execute(
        select(
            Activity.advocate_id,
            Activity.completed_on,
            Activity.thanked_on,
            Account.csm,
            Account.industry,
            Account.segment,
            Activity.kind,
        )
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Activity.completed_on.between(first, last), Activity.effort > 0)
    )
    return tuple(Done(*row) for row in rows)


def requests_between(session: Session, first: date, last: date) -> tuple[bool, ...]:
    """Of each request filed in the period whether somebody said yes to it."""
    said_yes = select(Ask.id).where(Ask.request_id == ReferenceRequest.id, Ask.answer == "yes").exists()
    return tuple(session.scalars(select(said_yes).where(_within(ReferenceRequest.filed_at, first, last))))


def decision_hours(
    session: Session, policy: Policy, first: date, last: date, now: datetime
) -> tuple[float, ...]:
    """The CSM's own working hours between each reservation of the period and the decision on it. A CSM who asks for their own
    advocate decides nothing."""
    rows = session.execute(
        select(Account.csm, Ask.reserved_at, Ask.decided_at)
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Ask.origin == "bot",
            Ask.decided_at > Ask.reserved_at,
            _within(Ask.reserved_at, first, last),
        )
    ).all()
    csms = {row.csm for row in rows}
    known = profiles(session, csms, (), now) if csms else {}
    clocks = {csm: colleague_time(known.get(csm), policy) for csm in csms}
    return tuple(
        clocks[csm].hours_between(reserved, decided)
        for csm, reserved, decided in rows
        if reserved is not None and decided is not None
    )


def effort_given(session: Session, catalogue: Catalogue, first: date, last: date) -> int:
    """The effort of everything done for advocates in the period; thanks for an activity are one."""
    given = session.execute(
        select(Give.kind, func.count()).where(Give.given_on.between(first, last)).group_by(Give.kind)
    )
    thanked = session.scalar(
        select(func.count())
        .select_from(Activity)
        .where(Activity.thanked_on.between(first, last), Activity.effort > 0)
    )
    efforts = sum(
        number * (catalogue[kind].effort if kind in catalogue else UNKNOWN_EFFORT) for kind, number in given
    )
    return efforts + THANKS_EFFORT * (thanked or 0)


def helped_with(session: Session, first: date, last: date) -> tuple[Helped, ...]:
    """Everything done for deals that were won, as far as it may belong to the period."""
    rows = session.execute(
        select(
            Activity.deal,
            Activity.prospect,
            ReferenceRequest.requester,
            Activity.amount,
            Activity.currency,
            Activity.completed_on,
            ReferenceRequest.deal_answered_at,
        )
        .outerjoin(Ask, Ask.id == Activity.ask_id)
        .outerjoin(ReferenceRequest, ReferenceRequest.id == Ask.request_id)
        .where(Activity.result == "won", Activity.completed_on.between(first - LONG_AGO, last))
        .order_by(Activity.completed_on, Activity.id)
    )
    return tuple(
        Helped(*row[:6], row.deal_answered_at.date() if row.deal_answered_at else None) for row in rows
    )


def closed_between(session: Session, first: date, last: date) -> tuple[Closed, ...]:
    """The deals that sales counts as won, as far as their day is known: of the period and before, because what was won before is
    not won again."""
    rows: Sequence[Deal] = session.scalars(
        select(Deal)
        .where(Deal.result == "won", Deal.closed_on.between(first - LONG_AGO, last))
        .order_by(Deal.closed_on, Deal.id)
    ).all()
    return tuple(
        Closed(one.name, one.account, one.amount, one.currency, one.closed_on, bool(one.referenced))
        for one in rows
        if one.closed_on is not None
    )


def enrolled_today(session: Session) -> int:
    """How many advocates there are."""
    return session.scalar(select(func.count()).select_from(Advocate).where(Advocate.stage == "enrolled")) or 0


def _within(
    column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], first: date, last: date
) -> ColumnElement[bool]:
    """A moment on one of these UTC days."""
    begins = datetime.combine(first, time(), UTC)
    return (column >= begins) & (column < datetime.combine(last, time(), UTC) + timedelta(days=1))
