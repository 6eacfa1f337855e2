"""What was not thanked for before the bot was there: one list per CSM, and one click for what nobody can catch up on."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.outbox.mark import mark
from bot.queries.open_thanks import csms_with_open_thanks, open_ids
from bot.queries.people import spellings
from bot.services import people
from bot.services.program import Program, record
from models import Account, Activity, Slot

SUBJECT = "open_thanks"
LONG_AGO, LET_GO = "long_ago", "let_go"
"""How thanks from before end without being said now: they were said at the time, and count as of that day; or nobody says
them any more, and they count as not said."""
BATCH = 500


def list_open_thanks(program: Program) -> None:
    """After an import: who has open thanks gets the one list there is for them, who has it already gets it renewed without
    being told. Found before anything is written, because it looks at all that was imported. Harmless to repeat."""
    now = program.now()
    with program.reading() as session:
        csms = {*csms_with_open_thanks(session, now.date()), *_listed(session)}
    if csms:
        with program.changing() as session:
            for csm in sorted(csms):
                _mark(session, csm, now)


def renew_list(session: Session, csm: str, now: datetime) -> None:
    """Keeps the list of one CSM true, where they have one."""
    if any(one in spellings(session, csm) for one in _listed(session)):
        _mark(session, csm, now)


def is_the_one(session: Session, csm: str) -> bool:
    """Whether this is the CSM's list: one that was begun before it was known that two spellings mean one person is not."""
    spelt = spellings(session, csm)
    return csm == min((one for one in _listed(session) if one in spelt), default=csm)


def hand_on(session: Session, before: str, after: str, now: datetime) -> None:
    """After another CSM took over an account: the list of the one before is shorter, the other's longer or their first."""
    renew_list(session, before, now)
    if open_ids(session, after, now.date()):
        _mark(session, after, now)


def settle_all(program: Program, by: str, account_id: str, how: str) -> None:
    """Ends everything on the list of this account's CSM at once, `long_ago` or `let_go`. Refused for others."""
    if how not in (LONG_AGO, LET_GO):
        raise Refused("field_missing")
    now = program.now()
    with program.changing() as session:
        account = session.get(Account, account_id)
        if account is None:
            raise Refused("account_gone")
        people.require_csm(program, session, by, account)
        ids = open_ids(session, account.csm, now.date())
        for start in range(0, len(ids), BATCH):
            session.execute(
                update(Activity)
                .where(Activity.id.in_(ids[start : start + BATCH]), Activity.thanked_on.is_(None))
                .values(thanked_how=how, thanked_on=Activity.completed_on if how == LONG_AGO else None)
                .execution_options(synchronize_session=False)
            )
        record(
            session,
            at=now,
            actor=by,
            action="open_thanks_settled",
            subject=("account", account.id),
            count=len(ids),
            how=how,
        )
        renew_list(session, account.csm, now)


def _listed(session: Session) -> list[str]:
    return list(session.scalars(select(Slot.subject_id).where(Slot.subject_kind == SUBJECT)))


def _mark(session: Session, csm: str, now: datetime) -> None:
    """One list however the data spells a CSM: the first spelling under which they have it stays."""
    spelt = spellings(session, csm)
    session.execute(
        update(Account)
        .where(Account.csm.in_(spelt), Account.csm_settled.is_(None))
        .values(csm_settled=Account.csm)
        .execution_options(synchronize_session=False)
    )
    subject = next((one for one in sorted(_listed(session)) if one in spelt), csm)
    mark(
        session,
        subject=(SUBJECT, subject),
        audience="csm",
        conversation=csm,
        due_at=now,
        in_hours=True,
    )
