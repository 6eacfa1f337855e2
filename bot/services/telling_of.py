"""Somebody tells of a moment: a promotion, funding, a win. Anyone may; whoever looks after them hears of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import Refused
from bot.facts import Colleague, Subject
from bot.queries import naming as naming_queries
from bot.queries.people import colleague
from bot.rules.milestones import ENTERED, OF_ACCOUNT, OF_PERSON
from bot.rules.nudging import zone_of
from bot.services import people
from bot.services.milestones import account_of, notice
from bot.services.program import Program
from bot.services.readers import reader
from models import Account, Advocate, Milestone

LONGEST_AGO = timedelta(days=365)
FURTHEST_AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Told:
    """What came of telling. `outcome`: now (the CSM is told now), later (they are told the working day before), nobody
    (nobody there is in the program, so it is only kept)."""

    outcome: str
    of: str
    """The person's or the company's name."""
    csm: Colleague
    is_csm: bool
    """Whether who told of it is who reads it."""


def offered(program: Program, by: str, typed: str) -> list[Subject]:
    """Whom a colleague may mean: people, then companies. Refused for guests and outsiders."""
    with program.reading() as session:
        people.require_colleague(session, by)
        cards = naming_queries.named(session, typed, None)
        companies = naming_queries.companies(session, typed)
        return [
            *(Subject(card.id, card.name, card.account) for card in cards),
            *(Subject(id_, name, None) for id_, name in companies),
        ]


def about(program: Program, by: str, subject_id: str) -> Subject | None:
    """The person or company beneath a button; None where it was about nobody."""
    with program.reading() as session:
        people.require_colleague(session, by)
        if (advocate := session.get(Advocate, subject_id)) is not None:
            return Subject(advocate.id, advocate.name, session.get_one(Account, advocate.account_id).name)
        account = session.get(Account, subject_id)
        return Subject(account.id, account.name, None) if account else None


def tell_of(program: Program, by: str, subject_id: str, kind: str, on: date, note: str | None) -> Told:
    """A colleague tells of a moment of a person or of a company. Sent again it is the same one. What belongs to a company
    is filed with it where a person was chosen; a promotion is nobody's but a person's."""
    now = program.now()
    with program.changing() as session:
        person = people.require_colleague(session, by)
        if kind not in ENTERED:
            raise Refused("unknown_milestone", field="kind")
        today = now.astimezone(zone_of(person.time_zone)).date()
        if on < today - LONGEST_AGO:
            raise Refused("milestone_old", field="on")
        if on > today + FURTHEST_AHEAD:
            raise Refused("milestone_far", field="on")
        advocate = session.get(Advocate, subject_id)
        account = session.get(Account, advocate.account_id if advocate else subject_id)
        if account is None:
            raise Refused("subject_gone", field="subject")
        if advocate is None and kind not in OF_ACCOUNT:
            raise Refused("milestone_of_a_person", field="subject", account=account.name)
        whose = advocate if kind in OF_PERSON else None
        if (whose is not None and whose.stage == "retired") or account.churned_on is not None:
            raise Refused("milestone_gone", field="subject", name=whose.name if whose else account.name)
        milestone_id = notice(
            session,
            program,
            advocate_id=whose.id if whose else None,
            account_id=None if whose else account.id,
            kind=kind,
            on=on,
            note=note,
            by=by,
        )
        milestone = session.get_one(Milestone, milestone_id)
        reads = reader(program, session, account_of(session, milestone).csm)
        unheard = "later" if on > today else "nobody"
        outcome = "now" if milestone.told_on is not None else unheard
        return Told(
            outcome,
            whose.name if whose else account.name,
            colleague(session, reads.address),
            by in reads.acting,
        )
