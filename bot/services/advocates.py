"""Looking after advocates: finding one by name, their card, a pause."""

from collections.abc import Collection
from datetime import date

from rapidfuzz import fuzz, process, utils
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import AdvocateCard, AdvocateProfile, Named
from bot.queries import advocate_cards as queries
from bot.queries.naming import card, named
from bot.queries.people import colleague
from bot.rules.lifecycle import BEFORE_CONTACT
from bot.rules.names import looked_up
from bot.services import people
from bot.services.bench import ask_next
from bot.services.locks import lock_pair
from bot.services.opened import opened
from bot.services.program import Program, record
from bot.services.readers import looked_after, reader
from models import Account, Advocate, Ask, Person

CLOSE = 70
"""Out of 100: below this likeness a name would only puzzle."""
NEAREST = 3
MOST = 8
"""People to choose from."""
LONGEST_PAUSE_DAYS = 730


def find(program: Program, by: str, typed: str) -> Named:
    """Whom somebody means among those they look after: an owner everybody, a CSM the people of their accounts and of those
    they stand in for. Refused, saying who does, where only somebody else looks after whoever is meant."""
    with program.reading() as session:
        person = people.require_colleague(session, by)
        csms = None if people.is_owner(program, session, person) else looked_after(program, session, person)
        found = list(named(session, typed, csms))
        words = looked_up(typed)
        full = [one for one in found if looked_up(one.name) == words]
        if len(found) == 1 or len(full) == 1:
            return Named(typed, exactly=(full or found)[0])
        if found:
            return Named(typed, several=tuple(found[:MOST]))
        if csms is not None:
            _refuse_others(program, session, person, typed)
        return Named(typed, nearest=_nearest(session, typed, csms))


def show(program: Program, by: str, advocate_id: str) -> AdvocateProfile:
    """Somebody's card, for who looks after them and for owners; else Refused."""
    with program.reading() as session:
        advocate = session.get(Advocate, advocate_id)
        if advocate is None:
            raise Refused("advocate_gone")
        account = session.get_one(Account, advocate.account_id)
        person = people.require_csm(program, session, by, account)
        return queries.profile(
            session,
            advocate,
            account,
            colleague(session, reader(program, session, account.csm).address),
            program.policy_in(session),
            program.now(),
            program.gives_in(session),
            by_owner=people.is_owner(program, session, person),
        )


def about(program: Program, by: str, advocate_id: str) -> AdvocateCard:
    """Name and company of somebody, for who looks after them and for owners; else Refused."""
    with program.reading() as session:
        advocate = session.get(Advocate, advocate_id)
        if advocate is None:
            raise Refused("advocate_gone")
        people.require_csm(program, session, by, session.get_one(Account, advocate.account_id))
        return card(session, advocate)


def pause(program: Program, by: str, advocate_id: str, until: date, why: str | None = None) -> None:
    """Nobody asks them until that day. Asks that they have not heard of yet are let go, and the next on the bench is asked."""
    now = program.now()
    with program.changing() as session:
        account, advocate = lock_pair(session, advocate_id)
        people.require_csm(program, session, by, account)
        if until <= now.date():
            raise Refused("resume_past", field="until")
        if (until - now.date()).days > LONGEST_PAUSE_DAYS:
            raise Refused("pause_too_long", field="until")
        _set_pause(session, advocate, until)
        record(
            session,
            at=now,
            actor=by,
            action="advocate_paused",
            subject=("advocate", advocate.id),
            advocate_id=advocate.id,
            until=until.isoformat(),
            why=why,
        )
        unheard = session.scalars(
            select(Ask.id).where(
                Ask.advocate_id == advocate.id, Ask.seat.is_not(None), Ask.state.in_(BEFORE_CONTACT)
            )
        ).all()
    for ask_id in unheard:
        with opened(program, ask_id) as it:
            if it.ask.state not in BEFORE_CONTACT:
                continue
            it.release(by, "paused", notify=it.ask.note is not None)
            request_id = it.request.id
        ask_next(program, request_id)


def resume(program: Program, by: str, advocate_id: str) -> None:
    """Ends a pause today. Nothing where there is none."""
    now = program.now()
    with program.changing() as session:
        account, advocate = lock_pair(session, advocate_id)
        people.require_csm(program, session, by, account)
        if advocate.paused_until is None or advocate.paused_until <= now.date():
            return
        _set_pause(session, advocate, now.date())
        record(
            session,
            at=now,
            actor=by,
            action="advocate_resumed",
            subject=("advocate", advocate.id),
            advocate_id=advocate.id,
        )


def _set_pause(session: Session, advocate: Advocate, until: date) -> None:
    advocate.paused_until = until
    advocate.changed_by_bot = sorted({*advocate.changed_by_bot, "paused_until"})


def _refuse_others(program: Program, session: Session, person: Person, typed: str) -> None:
    """Refused where somebody else looks after whoever is meant."""
    for other in named(session, typed, None)[:1]:
        advocate = session.get_one(Advocate, other.id)
        account = session.get_one(Account, advocate.account_id)
        raise people.not_the_csm(program, session, account)


def _nearest(session: Session, typed: str, csms: Collection[str] | None) -> tuple[AdvocateCard, ...]:
    cards = queries.names(session, csms)
    found = process.extract(
        typed,
        {at: one.name for at, one in enumerate(cards)},
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=CLOSE,
        limit=NEAREST,
    )
    return tuple(cards[at] for _, _, at in found)
