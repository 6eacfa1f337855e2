"""What came of it: a year of one advocate's help as a letter, and what a company's people did, for a business review."""

from datetime import date, timedelta

from bot.contribution_facts import Contributions, ImpactYear
from bot.errors import Refused
from bot.queries import contributions as queries
from bot.queries.people import colleague
from bot.rules.days import day_meant
from bot.rules.names import looked_up
from bot.services import giving, people, texts
from bot.services.locks import lock_pair
from bot.services.program import Program, record
from bot.services.readers import looked_after, reader
from models import Account, Advocate

LETTER = "thank_you_note"
"""The give that a letter counts as."""
SEVERAL = 8
OLDEST_YEARS = 5


def year_of(program: Program, by: str, advocate_id: str) -> ImpactYear:
    """The last year of one advocate, for their CSM and owners; Refused for others, and where there was nothing."""
    with program.reading() as session:
        advocate = session.get(Advocate, advocate_id)
        if advocate is None:
            raise Refused("advocate_gone")
        account = session.get_one(Account, advocate.account_id)
        people.require_csm(program, session, by, account)
        csm = colleague(session, reader(program, session, account.csm).address)
        year = queries.impact_year(session, advocate, csm, program.now())
        if not year.activities:
            raise Refused("nothing_this_year", name=advocate.name)
        return year


def letter_sent(program: Program, by: str, advocate_id: str, text: str) -> None:
    """The CSM has sent it. It counts as a thank-you; sent again the same day it is the same one."""
    year = year_of(program, by, advocate_id)
    now = program.now()
    with texts.remembering(program), program.changing() as session:
        account, advocate = lock_pair(session, advocate_id)
        people.require_csm(program, session, by, account)
        texts.clear(session, program, by, texts.letter(text, year))
        giving.remember(session, advocate.id, LETTER, now.date(), by)
        record(
            session,
            at=now,
            actor=by,
            action="letter_sent",
            subject=("advocate", advocate.id),
            advocate_id=advocate.id,
        )


def contributions(program: Program, by: str, account_id: str, since: date | None = None) -> Contributions:
    """What an account's people did since a day, or in the last year, for its CSM and owners; else Refused."""
    with program.reading() as session:
        account = session.get(Account, account_id)
        if account is None:
            raise Refused("account_gone")
        people.require_csm(program, session, by, account)
        today = program.now().date()
        return queries.contributions(session, account, since or today - queries.YEAR, today)


def contributions_typed(program: Program, by: str, typed: str) -> Contributions | tuple[str, ...]:
    """The same of "northwind since 3 january"; the accounts' names where several can be meant. Refused where none is."""
    today = program.now().date()
    name, _, said = typed.partition(" since ")
    since = _past(said.strip(), today) if said.strip() else None
    with program.reading() as session:
        person = people.require_colleague(session, by)
        csms = None if people.is_owner(program, session, person) else looked_after(program, session, person)
        found = queries.accounts_called(session, name, csms, SEVERAL)
        exact = [one for one in found if looked_up(one.name) == looked_up(name)]
        found = exact if len(exact) == 1 else found
        if not found:
            raise Refused("account_unknown", typed=name)
        if len(found) > 1:
            return tuple(one.name for one in found)
        account_id = found[0].id
    return contributions(program, by, account_id, since)


def _past(said: str, today: date) -> date:
    """The day that was written, the last such one; Refused where it is no day, or one to come."""
    day = day_meant(said, today)
    if day is not None and day > today and str(day.year) not in said:
        day -= timedelta(days=365)
    if day is None or day > today or day.year < today.year - OLDEST_YEARS:
        raise Refused("since_unclear", typed=said)
    return day
