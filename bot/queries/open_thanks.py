"""Thanks that were open when a company's history was imported, per CSM."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.facts import OpenThanks
from bot.queries.people import spellings
from bot.queries.reference_requests import activity_story
from bot.rules.milestones import BASELINE_DAYS
from models import Account, Activity, Advocate

SHOWN = 8
"""Lines that a message holds however long the names are; the newest, because they are the easiest to thank for."""


def _open(what: Select[*tuple[Any, ...]], today: date) -> Select[*tuple[Any, ...]]:
    """Imported, further back than anybody is reminded of, and neither thanked for nor let go."""
    return (
        what.join(Advocate, Advocate.id == Activity.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(
            Activity.thanked_on.is_(None),
            Activity.thanked_how.is_(None),
            Activity.completed_on < today - timedelta(days=BASELINE_DAYS),
            Activity.origin == "import",
            Activity.effort > 0,
            Activity.steps_taken == 0,
            Activity.due_at.is_(None),
            Advocate.stage != "retired",
        )
    )


def csms_with_open_thanks(session: Session, today: date) -> Sequence[str]:
    """All CSMs who have some, as accounts name them."""
    return session.scalars(_open(select(Account.csm).select_from(Activity), today).distinct()).all()


def open_ids(session: Session, csm: str, today: date) -> Sequence[str]:
    """Everything that is open with one CSM, the newest first."""
    found = _open(select(Activity.id), today).where(Account.csm.in_(spellings(session, csm)))
    return session.scalars(found.order_by(Activity.completed_on.desc(), Activity.id)).all()


def open_thanks(session: Session, csm: str, now: datetime) -> OpenThanks:
    """The list of one CSM, as far as a message holds it."""
    mine = Account.csm.in_(spellings(session, csm))
    newest = (
        _open(select(Activity.id, Account.id.label("account")), now.date())
        .where(mine)
        .order_by(Activity.completed_on.desc(), Activity.id)
        .limit(SHOWN)
    )
    rows = session.execute(newest).all()
    count = session.scalar(_open(select(func.count()).select_from(Activity), now.date()).where(mine)) or 0
    stories = [activity_story(session, row.id, now) for row in rows]
    return OpenThanks(
        tuple(one for one in stories if one is not None), count, rows[0].account if rows else None
    )
