"""What is open and in the hands of a CSM: asks that are not over, yeses that came to nothing, thanks and news that are owed."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, literal, or_, select, union_all
from sqlalchemy.orm import Session

from bot.facts import MatterLine
from bot.rules.loop import DECIDED
from models import Account, Activity, Advocate, Ask, Slot
from models.asks import UNTOLD

AUDIENCE = "csm"
AT_ONCE = 500
"""Asks looked up in one statement."""


class Matter(NamedTuple):
    """Something open, and where its message stands in Slack: nowhere yet where `channel` is None."""

    kind: str
    """ask or activity."""
    id: str
    advocate_id: str
    account_id: str
    csm: str
    conversation: str
    channel: str | None


def _matters(kind: str, table: type[Ask] | type[Activity]) -> Select[*tuple[Any, ...]]:
    return (
        select(literal(kind), table.id, Advocate.id, Account.id, Account.csm, Slot.conversation, Slot.channel)
        .select_from(Slot)
        .join(table, table.id == Slot.subject_id)
        .join(Advocate, Advocate.id == table.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Slot.subject_kind == kind, Slot.audience == AUDIENCE)
    )


# Built once: it is asked every hour, and after every click that may move something.
_OPEN_ASKS = union_all(
    select(Ask.id).where(Ask.seat.is_not(None)), select(Ask.id).where(Ask.seat.is_(None), UNTOLD)
)
_ASKS = _matters("ask", Ask).where(Slot.subject_id.in_(bindparam("asks", expanding=True)))
_ACTIVITIES = _matters("activity", Activity).where(
    or_(
        Activity.thanked_on.is_(None),
        and_(
            Activity.outcome_told_on.is_(None),
            or_(Activity.result.in_(DECIDED), Activity.published_on.is_not(None)),
        ),
    )
)


def open_matters(session: Session, account_ids: Collection[str] | None = None) -> list[Matter]:
    """All open matters that a CSM has a message about, of some accounts or of all, oldest first."""
    open_asks = session.scalars(_OPEN_ASKS).all()
    rows = list(session.execute(_ACTIVITIES))
    for start in range(0, len(open_asks), AT_ONCE):
        rows += session.execute(_ASKS, {"asks": open_asks[start : start + AT_ONCE]})
    found = [Matter(*row) for row in rows]
    return sorted(
        (one for one in found if account_ids is None or one.account_id in account_ids),
        key=lambda one: one.id,
    )


def lines(session: Session, matters: Sequence[Sequence[str]], limit: int) -> tuple[MatterLine, ...]:
    """The first of these [kind, id], as they stand today. What was erased since is left out."""
    shown = []
    for kind, id_ in matters[:limit]:
        subject = session.get(Ask, id_) if kind == "ask" else session.get(Activity, id_)
        if subject is not None:
            advocate = session.get_one(Advocate, subject.advocate_id)
            account = session.get_one(Account, advocate.account_id)
            shown.append(MatterLine(advocate.name, account.name, subject.kind, state_of(subject)))
    return tuple(shown)


def state_of(subject: Ask | Activity) -> str:
    """The state of an ask, told where a yes that came to nothing was; of an activity thanks, news or done."""
    if isinstance(subject, Ask):
        return "told" if subject.state == "unused" and subject.told_at else subject.state
    if subject.thanked_on is None:
        return "thanks"
    owes_news = subject.outcome_told_on is None and (
        subject.result in DECIDED or subject.published_on is not None
    )
    return "news" if owes_news else "done"


def accounts_of(session: Session, references: Sequence[str]) -> list[Account]:
    """The accounts whose CSM the data names in one of these ways, by name."""
    return list(
        session.scalars(select(Account).where(Account.csm.in_(references)).order_by(Account.name, Account.id))
    )
