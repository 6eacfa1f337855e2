"""What is open and in the hands of a CSM: asks that are not over, yeses that came to nothing, thanks and news that are owed; and what
stands beside them: a note of an executive to pass on, a survey, feedback, a spotlight, what goes with a tier."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.db import built_once, plain
from bot.facts import MatterLine
from bot.rules.benefits import CSM
from bot.rules.loop import DECIDED
from models import Account, Activity, Advocate, Ask, Benefit, ExecutiveNote, Feedback, Slot, Spotlight, Survey
from models.activities import UNTHANKED
from models.activities import UNTOLD as NEWS
from models.asks import UNTOLD
from models.benefits import OPEN as OPEN_BENEFIT
from models.executives import UNDER_WAY
from models.satisfaction import OPEN as OPEN_FEEDBACK

AUDIENCE = "csm"
AT_ONCE = 500
"""Asks looked up in one statement."""
BENEFITS = "benefits"
"""The one kind of matter that goes by the advocate's id: all that one person was granted is one message."""
Kept = Ask | Activity | ExecutiveNote | Survey | Feedback | Spotlight
Subject = Kept | Advocate
TABLES: Mapping[str, type[Kept]] = MappingProxyType(
    {
        "ask": Ask,
        "activity": Activity,
        "executive_note": ExecutiveNote,
        "survey": Survey,
        "feedback": Feedback,
        "spotlight": Spotlight,
    }
)
"""Kinds of matters, as the slots name them, and where they are kept."""


class Matter(NamedTuple):
    """Something open, and where its message stands in Slack: nowhere yet where `channel` is None."""

    kind: str
    """A key of TABLES, or BENEFITS."""
    id: str
    advocate_id: str
    account_id: str
    csm: str
    conversation: str
    channel: str | None


def open_matters(session: Session, now: datetime, account_ids: Collection[str] | None = None) -> list[Matter]:
    """All open matters that a CSM has a message about, of some accounts or of all, oldest first."""
    open_asks = plain(session, OPEN_ASKS).scalars().all()
    rows: list[Any] = list(plain(session, *beside_asks(f"{now:%Y-%m}")))
    for start in range(0, len(open_asks), AT_ONCE):
        rows += plain(session, *of_asks(open_asks[start : start + AT_ONCE]))
    found = {Matter(*row) for row in rows}
    return sorted(
        (one for one in found if account_ids is None or one.account_id in account_ids),
        key=lambda one: (one.id, one.kind),
    )


OPEN_ASKS: Any = union_all(select(Ask.id).where(Ask.seat.is_not(None)), select(Ask.id).where(UNTOLD))
"""Ids of the asks that are not over, and of the yeses that came to nothing and nobody was told of."""


@built_once
def of_asks(ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """The matters that these asks are."""
    return _matters("ask", Ask.id, Ask.advocate_id, Ask.id.in_(ids))


@built_once
def beside_asks(month: str) -> Any:
    """Every other matter in that month (2027-11), each kind found by an index of its own: one statement."""
    return union_all(
        _matters("activity", Activity.id, Activity.advocate_id, UNTHANKED),
        _matters("activity", Activity.id, Activity.advocate_id, NEWS),
        _matters(
            "executive_note",
            ExecutiveNote.id,
            ExecutiveNote.advocate_id,
            UNDER_WAY,
            ExecutiveNote.state == "handed_over",
        ),
        _matters("survey", Survey.id, Survey.advocate_id, Survey.state == "asked"),
        _matters("feedback", Feedback.id, Feedback.advocate_id, OPEN_FEEDBACK),
        _matters(
            "spotlight",
            Spotlight.id,
            Spotlight.advocate_id,
            Spotlight.month == month,
            or_(Spotlight.agreed.is_(None), Spotlight.agreed.is_(True)),
        ),
        _matters(BENEFITS, Benefit.advocate_id, Benefit.advocate_id, OPEN_BENEFIT, Benefit.task_of == CSM),
    )


def _matters(
    kind: str,
    id_: InstrumentedAttribute[str],
    advocate_id: InstrumentedAttribute[str],
    *is_open: ColumnElement[bool] | Any,
) -> Select[*tuple[Any, ...]]:
    return (
        select(literal(kind), id_, Advocate.id, Account.id, Account.csm, Slot.conversation, Slot.channel)
        .select_from(id_.class_)
        .join(Slot, and_(Slot.subject_kind == kind, Slot.subject_id == id_, Slot.audience == AUDIENCE))
        .join(Advocate, Advocate.id == advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(*is_open)
    )


def advocates_of(session: Session, matters: Sequence[Sequence[str]]) -> set[str]:
    """Ids of the advocates whom these [kind, id] are about."""
    found = {id_ for kind, id_ in matters if kind == BENEFITS}
    for kind, table in TABLES.items():
        ids = [id_ for one, id_ in matters if one == kind]
        if ids:
            found.update(session.scalars(select(table.advocate_id).where(table.id.in_(ids))))
    return found


def lines(session: Session, matters: Sequence[Sequence[str]], limit: int) -> tuple[MatterLine, ...]:
    """The first of these [kind, id], as they stand today. What was erased since is left out."""
    shown = []
    for kind, id_ in matters[:limit]:
        subject = _subject(session, kind, id_)
        if subject is None:
            continue
        advocate = (
            subject if isinstance(subject, Advocate) else session.get_one(Advocate, subject.advocate_id)
        )
        account = session.get_one(Account, advocate.account_id)
        what = subject.kind if isinstance(subject, Ask | Activity) else None
        shown.append(MatterLine(advocate.name, account.name, what, _state(session, subject)))
    return tuple(shown)


def _subject(session: Session, kind: str, id_: str) -> Subject | None:
    found = session.get(Advocate if kind == BENEFITS else TABLES[kind], id_)
    assert found is None or isinstance(found, Subject)
    return found


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


def _state(session: Session, subject: Subject) -> str:
    """The same; of anything else what it is while it is open, else done. An advocate stands for what they were granted."""
    match subject:
        case Ask() | Activity():
            return state_of(subject)
        case ExecutiveNote():
            return "executive_note" if subject.state == "handed_over" else "done"
        case Survey():
            return "survey" if subject.state == "asked" else "done"
        case Feedback():
            return "feedback" if subject.open else "done"
        case Spotlight():
            return "done" if subject.agreed is False else "spotlight"
        case Advocate():
            granted = select(Benefit.id).where(Benefit.advocate_id == subject.id, OPEN_BENEFIT)
            return BENEFITS if session.scalar(granted.limit(1)) else "done"


def accounts_of(session: Session, references: Sequence[str]) -> list[Account]:
    """The accounts whose CSM the data names in one of these ways, by name."""
    return list(
        session.scalars(select(Account).where(Account.csm.in_(references)).order_by(Account.name, Account.id))
    )
