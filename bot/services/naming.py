"""Naming an advocate in a form: who is offered while somebody types, and whom a button was about."""

from bot.errors import Refused
from bot.facts import AdvocateCard
from bot.queries import naming as queries
from bot.services import people
from bot.services.program import Program
from bot.services.readers import looked_after
from models import Account, Advocate


def anybody(program: Program, by: str, typed: str) -> list[AdvocateCard]:
    """Whom a colleague may name: everyone known. Refused for guests and outsiders."""
    with program.reading() as session:
        people.require_colleague(session, by)
        return list(queries.named(session, typed, None))


def own(program: Program, by: str, typed: str) -> list[AdvocateCard]:
    """Whom somebody answers for: a CSM their own people, an owner everyone. Refused for guests and outsiders."""
    with program.reading() as session:
        person = people.require_colleague(session, by)
        is_owner = people.is_owner(program, session, person)
        return list(
            queries.named(session, typed, None if is_owner else looked_after(program, session, person))
        )


def answers_for_anybody(program: Program, by: str) -> bool:
    """Whether somebody is an owner, or looks after any account."""
    with program.reading() as session:
        person = people.require_colleague(session, by)
        if people.is_owner(program, session, person):
            return True
        return queries.is_any_csm(session, looked_after(program, session, person))


def about(program: Program, by: str, subject_id: str, *, as_csm: bool) -> AdvocateCard | None:
    """The advocate of the ask or activity beneath a button; None where the button was about nobody.

    `as_csm`: only for their CSM and owners, else Refused.
    """
    with program.reading() as session:
        people.require_colleague(session, by)
        advocate_id = queries.advocate_of(session, subject_id)
        if advocate_id is None:
            return None
        advocate = session.get(Advocate, advocate_id)
        if advocate is None:
            raise Refused("advocate_gone")
        if as_csm:
            people.require_csm(program, session, by, session.get_one(Account, advocate.account_id))
        return queries.card(session, advocate)
