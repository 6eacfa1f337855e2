"""What the weekly digest asks of the database: what happened in a week, and what waits for an owner's decision. Each sort is
counted and read in one statement, however much there is of it."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.queries.measuring import has_reached, moments
from bot.queries.reader_choices import DIGEST
from bot.rules.digest import EACH, Deed, Week
from bot.rules.measures import A_WORKING_DAY
from bot.rules.milestones import BASELINE_DAYS
from bot.rules.policy import Policy
from bot.rules.tiers import GOLD, PLATINUM
from models import (
    Account,
    Activity,
    Advocate,
    Ask,
    ExecutiveNote,
    Incentive,
    OwnerOverride,
    ReferenceRequest,
    Slot,
)
from models.executives import LAPSED
from models.incentives import FOR_OWNERS
from models.outbox import PARKED

WELL = 4
"""The least rating of a deed that is told of."""
Found = Select[*tuple[Any, ...]]
TOTAL = func.count().over().label("total")


def newest_digests(session: Session) -> dict[str, str]:
    """By owner the Monday of their newest digest: a slot's subject is the owner, its period the Monday."""
    return {row[0]: row[1] for row in plain(session, *_newest_digests())}


@built_once
def _newest_digests() -> Found:
    return (
        select(Slot.subject_id, func.max(Slot.period))
        .where(Slot.subject_kind == DIGEST)
        .group_by(Slot.subject_id)
    )


def week(session: Session, first: date, last: date) -> Week:
    """What happened on these days."""
    best = plain(session, *_best(first, last)).first()
    asked, yes, done, filed = plain(session, *_counts(first, last, *moments(first, last))).one()
    return Week(
        first,
        last,
        asked,
        yes,
        done,
        filed,
        risen=tuple((row.name, row.tier) for row in plain(session, *_risen(first, last))),
        best=Deed(*best) if best else None,
    )


@built_once
def _counts(first: date, last: date, begins: datetime, ends: datetime) -> Found:
    reached = and_(Ask.counted_on.between(first, last), has_reached())
    done = and_(Activity.completed_on.between(first, last), Activity.effort > 0)
    filed = and_(ReferenceRequest.filed_at >= begins, ReferenceRequest.filed_at < ends)
    return select(
        select(func.count()).select_from(Ask).where(reached).scalar_subquery(),
        select(func.count()).select_from(Ask).where(reached, Ask.answer == "yes").scalar_subquery(),
        select(func.count()).select_from(Activity).where(done).scalar_subquery(),
        select(func.count()).select_from(ReferenceRequest).where(filed).scalar_subquery(),
    )


@built_once
def _risen(first: date, last: date) -> Found:
    return (
        select(Advocate.name, Advocate.tier)
        .where(Advocate.tier_since.between(first, last), Advocate.tier.in_((GOLD, PLATINUM)))
        .where(Advocate.stage == "enrolled")
        .order_by(Advocate.tier.desc(), Advocate.name, Advocate.id)
        .limit(EACH)
    )


@built_once
def _best(first: date, last: date) -> Found:
    return (
        select(Advocate.name, Account.name, Activity.kind, Activity.rating, Activity.helped)
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Activity.completed_on.between(first, last), Activity.effort > 0, Activity.rating >= WELL)
        .order_by(
            Activity.rating.desc(), Activity.helped.is_(None), Activity.completed_on.desc(), Activity.id
        )
        .limit(1)
    )


def waiting(
    session: Session, policy: Policy, first: date, last: date, now: datetime
) -> dict[str, list[Row[*tuple[Any, ...]]]]:
    """By sort the rows that have waited longest, each with the `total` of its sort; `first` and `last` are the days of the week
    that the digest covers."""
    begins, ends = moments(first, last)
    statements = {
        "unanswered": _unanswered(now - timedelta(hours=policy.csm_reminder_hours)),
        "unfilled": _unfilled(),
        "unthanked": _unthanked(
            now - timedelta(hours=policy.thanks_after_hours), now.date() - timedelta(days=BASELINE_DAYS)
        ),
        "held": _held(),
        "parked": _parked(),
        "lapsed": _lapsed(begins, ends),
        "slow": _slow(begins, ends),
        "overridden": _overridden(begins, ends),
    }
    return {sort: list(plain(session, *one)) for sort, one in statements.items()}


@built_once
def _unanswered(before: datetime) -> Found:
    """Asks whose CSM has not decided, longer than it takes until they are reminded."""
    return (
        select(
            TOTAL,
            Ask.id,
            Advocate.name,
            Account.name.label("account"),
            Account.csm.label("who"),
            Ask.reserved_at.label("on"),
            Ask.kind,
            ReferenceRequest.deal_name.label("what"),
        )
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .join(ReferenceRequest, ReferenceRequest.id == Ask.request_id)
        .where(Ask.state == "reserved", Ask.reserved_at <= before)
        .order_by(Ask.reserved_at, Ask.id)
        .limit(EACH)
    )


@built_once
def _unfilled() -> Found:
    """Requests that wait for somebody who fits, the one that is needed first ahead."""
    return (
        select(
            TOTAL,
            ReferenceRequest.id,
            ReferenceRequest.requester.label("who"),
            ReferenceRequest.needed_by.label("on"),
            ReferenceRequest.kind,
            ReferenceRequest.deal_name.label("what"),
            ReferenceRequest.criteria,
        )
        .where(ReferenceRequest.state == "unfilled")
        .order_by(ReferenceRequest.needed_by, ReferenceRequest.filed_at, ReferenceRequest.id)
        .limit(EACH)
    )


@built_once
def _unthanked(before: datetime, baseline: date) -> Found:
    """Activities whose CSM was reminded to thank for them. What an import brought from long ago is in a list of its own."""
    return (
        select(
            TOTAL,
            Activity.id,
            Advocate.name,
            Account.name.label("account"),
            Account.csm.label("who"),
            Activity.completed_on.label("on"),
            Activity.kind,
        )
        .join(Advocate, Advocate.id == Activity.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Activity.thanked_on.is_(None),
            Activity.thanked_how.is_(None),
            Activity.effort > 0,
            Activity.completed_at <= before,
            Advocate.stage != "retired",
            or_(
                Activity.origin != "import",
                Activity.completed_on >= baseline,
                Activity.due_at.is_not(None),
            ),
        )
        .order_by(Activity.completed_on, Activity.id)
        .limit(EACH)
    )


@built_once
def _held() -> Found:
    """Incentives that the guard holds, or that cost so much that an owner says yes first."""
    return (
        select(
            TOTAL,
            Incentive.id,
            Advocate.name,
            Account.name.label("account"),
            Incentive.proposed_by.label("who"),
            Incentive.proposed_on.label("on"),
            Incentive.kind,
            Incentive.state,
            Incentive.amount.label("asked"),
            Incentive.currency.label("what"),
        )
        .join(Advocate, Advocate.id == Incentive.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(FOR_OWNERS)
        .order_by(Incentive.proposed_at, Incentive.id)
        .limit(EACH)
    )


@built_once
def _parked() -> Found:
    """Messages that Slack refused for good."""
    return (
        select(
            TOTAL,
            Slot.id,
            Slot.conversation.label("who"),
            Slot.due_at.label("on"),
            Slot.subject_kind.label("kind"),
            Slot.parked_reason.label("what"),
        )
        .where(PARKED)
        .order_by(Slot.due_at, Slot.id)
        .limit(EACH)
    )


@built_once
def _lapsed(begins: datetime, ends: datetime) -> Found:
    """Words from an executive that it became too late for."""
    return (
        select(
            TOTAL,
            ExecutiveNote.id,
            Advocate.name,
            Account.name.label("account"),
            Account.csm.label("who"),
            ExecutiveNote.moved_at.label("on"),
        )
        .join(Advocate, Advocate.id == ExecutiveNote.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            LAPSED,
            ExecutiveNote.moved_at >= begins,
            ExecutiveNote.moved_at < ends,
            Advocate.stage == "enrolled",
        )
        .order_by(ExecutiveNote.moved_at, ExecutiveNote.id)
        .limit(EACH)
    )


@built_once
def _slow(begins: datetime, ends: datetime) -> Found:
    """CSMs of whose answers in the week some took more than a working day: how many `given`, how many of them slow (`asked`)."""
    slow = func.count().filter(Ask.decision_hours > A_WORKING_DAY)
    return (
        select(TOTAL, Account.csm.label("who"), slow.label("asked"), func.count().label("given"))
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Ask.decision_hours.is_not(None), Ask.reserved_at >= begins, Ask.reserved_at < ends)
        .group_by(Account.csm)
        .having(slow > 0)
        .order_by(slow.desc(), Account.csm)
        .limit(EACH)
    )


@built_once
def _overridden(begins: datetime, ends: datetime) -> Found:
    """Asks beyond the limits, with the reason that an owner wrote."""
    return (
        select(
            TOTAL,
            OwnerOverride.advocate_id.label("id"),
            Advocate.name,
            Account.name.label("account"),
            OwnerOverride.owner.label("who"),
            OwnerOverride.at.label("on"),
            OwnerOverride.kind,
            OwnerOverride.reason.label("what"),
        )
        .join(Advocate, Advocate.id == OwnerOverride.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(OwnerOverride.ask_id.is_not(None), OwnerOverride.at >= begins, OwnerOverride.at < ends)
        .order_by(OwnerOverride.at, OwnerOverride.id)
        .limit(EACH)
    )
