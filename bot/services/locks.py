"""The one way to lock what the promise reads: account first, then advocate, one pair per transaction."""

from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.db import built_once, plain
from bot.errors import Refused
from bot.rules.deadlines import ASK_DEADLINES
from bot.rules.lifecycle import ASK, ASK_BACK, REQUEST, REQUEST_BACK, check_move
from bot.services.marks import renew_owners_list
from models import Account, Activity, Advocate, Ask, ReferenceRequest


def lock_pair(session: Session, advocate_id: str) -> tuple[Account, Advocate]:
    """The advocate and their account, locked until the transaction ends (on SQLite the whole database is).

    NO KEY UPDATE lets other rows that refer to them be written meanwhile. Refused where the advocate is gone.
    """
    account_id = plain(session, *_account_of(advocate_id)).scalar()
    account = session.scalars(*_account(account_id)).one_or_none()
    advocate = session.scalars(*_advocate(advocate_id)).one_or_none()
    if account is None or advocate is None:
        raise Refused("advocate_gone")
    if advocate.account_id != account.id:  # they changed employer between the two reads
        raise Refused("try_again")
    return account, advocate


@built_once
def _account_of(advocate_id: str) -> Select[str]:
    return select(Advocate.account_id).where(Advocate.id == advocate_id)


@built_once
def _account(account_id: str | None) -> Select[Account]:
    return select(Account).where(Account.id == account_id).with_for_update(key_share=True)


@built_once
def _advocate(advocate_id: str) -> Select[Advocate]:
    return (
        select(Advocate)
        .where(Advocate.id == advocate_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def lock_activity(session: Session, activity_id: str) -> tuple[Activity, Account, Advocate]:
    """An activity as it is now, its advocate and account locked. Refused where it is gone, also since it was last looked at."""
    advocate_id = session.scalar(select(Activity.advocate_id).where(Activity.id == activity_id))
    if advocate_id is None:
        raise Refused("activity_gone")
    account, advocate = lock_pair(session, advocate_id)
    activity = session.get(Activity, activity_id, populate_existing=True)
    if activity is None:
        raise Refused("activity_gone")
    return activity, account, advocate


def move_ask(session: Session, ask: Ask, after: str, at: datetime) -> bool:
    """Moves an ask along the table of states; False where somebody else moved it first. Its deadline begins anew `at`."""
    check_move(ASK, ask.state, after)
    return _move_ask(session, ask, after, at)


def take_ask_back(session: Session, ask: Ask, after: str, at: datetime) -> bool:
    """Moves an ask back along the table of what can be taken back, its deadline beginning anew `at`; False where somebody
    else moved it first."""
    check_move(ASK_BACK, ask.state, after)
    return _move_ask(session, ask, after, at)


def _move_ask(session: Session, ask: Ask, after: str, at: datetime) -> bool:
    if ask.with_owners_since is not None:
        renew_owners_list(session, at)
    moved = session.execute(
        update(Ask)
        .where(Ask.id == ask.id, Ask.state == ask.state)
        .values(
            state=after,
            waiting_since=at,
            steps_taken=0,
            step_at=None,
            due_at=at if after in ASK_DEADLINES else None,
            with_owners_since=None,
        )
    )
    return _took(moved, session, ask)


def move_request(session: Session, request: ReferenceRequest, after: str) -> bool:
    """Moves a request along the table of states; False where somebody else moved it first."""
    check_move(REQUEST, request.state, after)
    return _move_request(session, request, after)


def take_request_back(session: Session, request: ReferenceRequest, after: str) -> bool:
    """Moves a request back along the table of what can be taken back; False where somebody else moved it first."""
    check_move(REQUEST_BACK, request.state, after)
    return _move_request(session, request, after)


def _move_request(session: Session, request: ReferenceRequest, after: str) -> bool:
    moved = session.execute(
        update(ReferenceRequest)
        .where(ReferenceRequest.id == request.id, ReferenceRequest.state == request.state)
        .values(state=after)
    )
    return _took(moved, session, request)


def _took(moved: object, session: Session, row: Ask | ReferenceRequest) -> bool:
    assert isinstance(moved, CursorResult)
    session.refresh(row)
    return bool(moved.rowcount == 1)


def close_ask(ask: Ask, at: datetime, *, reason: str | None = None, counts_still: bool) -> None:
    """Frees the seat of an ask that is closed. One that the advocate never heard of stops counting."""
    ask.seat = None
    ask.closed_at = at
    ask.release_reason = reason
    if not counts_still:
        ask.counted_on = None
