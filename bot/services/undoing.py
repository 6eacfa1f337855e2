"""Undo: the last click on an ask, a request or a benefit, or a public thank-you, as if it had not been made."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from bot.db import built_once, plain
from bot.errors import Refused
from bot.queries.undoing import CLICKS, HAPPENED, UNDOABLE, kind_of
from bot.services import benefits, celebrating
from bot.services.marks import mark_csm, mark_requester
from bot.services.program import Program
from bot.services.reopening import reopen
from bot.services.taking_back import Undone, take_back
from models import Account, Advocate, Ask, AuditEntry, Celebration, ReferenceRequest

BY_REQUESTER = ("unused", HAPPENED)
"""Kinds of decision that a requester makes."""


def undo(program: Program, by: str, decision_id: str) -> Undone:
    """Takes back one click on an ask or a benefit, that a request was cancelled, or a public thank-you (by its own id). Refused after 15
    minutes, for all but whoever clicked and those who answer for them, and where something else has come of it since."""
    with program.reading() as session:
        entry = session.get(AuditEntry, decision_id)
        celebration = session.get(Celebration, decision_id)
    if celebration is not None:
        return Undone(celebrating.take_back(program, by, decision_id), "celebration")
    if entry is None or entry.subject_kind not in ("ask", "request", "benefit"):
        raise Refused("ask_gone")
    if entry.subject_kind == "benefit":
        return Undone(benefits.undo(program, by, entry), "benefit")
    if entry.subject_kind == "request":
        return reopen(program, by, entry.subject_id, decision_id)
    return take_back(program, by, entry.subject_id, decision_id)


def end_undo(program: Program, now: datetime) -> None:
    """Takes the buttons away with which something could be taken back, once it no longer can. It only updates messages, so
    it looks at two of the job's periods and may come twice."""
    with program.changing() as session:
        celebrating.end_undo(session, now)
        ids: dict[str, list[str]] = {"ask": [], "request": [], "benefit": []}
        for kind, subject_id in plain(session, *clicked(now)):
            ids[kind].append(subject_id)
        requests: set[str | None] = {*ids["request"]}
        for ask, account in session.execute(_asks(ids["ask"])).all():
            decision = kind_of(ask)
            if decision is not None:
                mark_csm(session, ask, account, now)
            if decision in BY_REQUESTER:
                requests.add(ask.request_id)
        for request in session.scalars(_requests(requests)):
            mark_requester(session, request, now)
        benefits.end_undo(program, session, ids["benefit"])


def clicked(now: datetime) -> tuple[Select[str, str], dict[str, datetime]]:
    """Kind and id of what had a click that can no longer be taken back, for two hours at most: by the index of the audit."""
    return _clicked(now - UNDOABLE - timedelta(hours=2), now - UNDOABLE)


@built_once
def _clicked(first_click: datetime, last_click: datetime) -> Select[str, str]:
    return (
        select(AuditEntry.subject_kind, AuditEntry.subject_id)
        .where(
            AuditEntry.at.between(first_click, last_click),
            AuditEntry.action.in_(sorted(CLICKS | benefits.CLICKS)),
        )
        .distinct()
        .order_by(AuditEntry.subject_kind, AuditEntry.subject_id)
    )


def _asks(ids: Collection[str]) -> Select[Ask, Account]:
    return (
        select(Ask, Account)
        .join(Advocate, Advocate.id == Ask.advocate_id)
        .join(Account, Account.id == Advocate.account_id)
        .where(Ask.id.in_(ids), Ask.request_id.is_not(None))
        .order_by(Ask.id)
    )


def _requests(ids: Collection[str | None]) -> Select[ReferenceRequest]:
    return select(ReferenceRequest).where(ReferenceRequest.id.in_(ids)).order_by(ReferenceRequest.id)
