"""Later corrections, by the CSM or an owner: what was recorded of an ask turns out otherwise, whenever that is noticed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import Correctable
from bot.queries.undoing import correctable
from bot.services import people
from bot.services.asks import ANSWERS, answer
from bot.services.program import Program
from bot.services.taking_back import Undone, take_back
from models import Account, Activity, Advocate, Ask, ReferenceRequest

SHOWN = 20
"""Asks of one advocate that are offered, the newest first."""


def opening(program: Program, by: str, subject_id: str) -> tuple[Correctable, ...]:
    """What can be corrected of an ask, or of the asks of an advocate, newest first. Refused for all but the CSM and owners,
    and where there is nothing."""
    with program.reading() as session:
        ask = session.get(Ask, subject_id)
        advocate = session.get(Advocate, ask.advocate_id if ask else subject_id)
        if advocate is None:
            raise Refused("ask_gone")
        people.require_csm(program, session, by, session.get_one(Account, advocate.account_id))
        asks = [ask] if ask else _asks_of(session, advocate)
        thanked = _thanked_for(session, asks)
        found = [(one, correctable(one)) for one in asks if one.id not in thanked]
        if not any(choices for _, choices in found):
            raise Refused("nothing_to_correct", name=advocate.name)
        return tuple(
            Correctable(
                id=one.id,
                name=advocate.name,
                kind=one.kind,
                deal=session.get_one(ReferenceRequest, one.request_id).deal_name,
                state=one.state,
                reason=one.release_reason,
                choices=choices,
            )
            for one, choices in found
            if choices
        )


def correct(program: Program, by: str, ask_id: str, what: str) -> Undone:
    """Puts right what was recorded of an ask: the answer they really gave, or waiting for it; that they were not written to;
    that it takes place after all; that they may be asked again. Refused where what stands cannot be this wrong."""
    with program.reading() as session:
        ask = session.get(Ask, ask_id)
        if ask is None or ask.request_id is None:
            raise Refused("ask_gone")
        if what not in correctable(ask):
            name = session.get_one(Advocate, ask.advocate_id).name
            raise Refused("not_this_correction", name=name, field="what")
    undone = take_back(program, by, ask_id)
    if what in ANSWERS:
        answer(program, by, ask_id, what)
    return undone


def _asks_of(session: Session, advocate: Advocate) -> list[Ask]:
    return list(
        session.scalars(
            select(Ask)
            .where(Ask.advocate_id == advocate.id, Ask.request_id.is_not(None))
            .order_by(Ask.id.desc())
            .limit(SHOWN)
        )
    )


def _thanked_for(session: Session, asks: Sequence[Ask]) -> frozenset[str]:
    """Ids of the asks for whose outcome somebody was thanked: that stands."""
    theirs = select(Activity.ask_id).where(
        Activity.ask_id.in_([one.id for one in asks]), Activity.thanked_on.is_not(None)
    )
    return frozenset(one for one in session.scalars(theirs) if one is not None)
