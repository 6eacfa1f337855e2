"""Executive sponsors: everybody in the highest tier has one by name, and the executives have about as many each."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.db import insert_into
from bot.errors import Refused
from bot.outbox.mark import mark
from bot.queries.executives import Executive, sponsored, without_sponsor
from bot.queries.people import colleague
from bot.rules.executive_notes import SPONSORED, sponsors
from bot.services.executive_steps import JOB
from bot.services.locks import lock_pair
from bot.services.program import Program, record
from models import Account, Sponsorship

SUBJECT = "sponsors"


def name_sponsors(program: Program, executives: Mapping[str, Executive]) -> int:
    """Names a sponsor for everybody of the highest tier who has none, or whose sponsor is no executive any more: how many.

    Whoever sponsors fewest comes first; who has a sponsor keeps them. The CSM is told, and the executive: one message each a day.
    """
    working = sorted(one.slack_id for one in executives.values() if one.works_here)
    with program.reading() as session:
        lacking = without_sponsor(session, working)
        if not lacking:
            return 0
        has = sponsored(session)
    before = dict(lacking)
    named = sponsors(before, {one: has.get(one, 0) for one in working})
    return sum(_name(program, advocate_id, before[advocate_id], sponsor) for advocate_id, sponsor in named)


def _name(program: Program, advocate_id: str, before: str | None, sponsor: str) -> bool:
    """Whether it was this one who named the sponsor."""
    now = program.now()
    with program.changing() as session:
        try:
            account, advocate = lock_pair(session, advocate_id)
        except Refused:
            return False  # erased meanwhile
        if advocate.tier != SPONSORED or not _write(session, advocate_id, before, sponsor, now):
            return False
        record(
            session,
            at=now,
            actor=JOB,
            action="sponsor_named",
            subject=("advocate", advocate_id),
            advocate_id=advocate_id,
            executive=sponsor,
            before=(colleague(session, before).name or before) if before else None,
        )
        _tell(session, account, sponsor, now)
        return True


def _write(session: Session, advocate_id: str, before: str | None, sponsor: str, now: datetime) -> bool:
    if before is None:
        new = insert_into(session, Sponsorship).values(advocate_id=advocate_id, executive=sponsor, since=now)
        return session.scalar(new.on_conflict_do_nothing().returning(Sponsorship.advocate_id)) is not None
    moved = session.execute(
        update(Sponsorship)
        .where(Sponsorship.advocate_id == advocate_id, Sponsorship.executive == before)
        .values(executive=sponsor, since=now)
    )
    assert isinstance(moved, CursorResult)
    return bool(moved.rowcount == 1)


def _tell(session: Session, account: Account, sponsor: str, now: datetime) -> None:
    """The CSM and the executive: one message each for all that are named on one day."""
    for audience, reader in (("csm", account.csm), ("executive", sponsor)):
        mark(
            session,
            subject=(SUBJECT, reader),
            audience=audience,
            period=now.date().isoformat(),
            conversation=reader,
            due_at=now,
            notify=True,
            in_hours=True,
        )
