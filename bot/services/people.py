"""Who is who: remembering Slack profiles, and saying who may do what. Checked every time, whatever the button."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.clock import wall_time
from bot.errors import Refused
from bot.queries import people as queries
from bot.services.look_again import look_again
from bot.services.program import Program
from bot.services.readers import acts_for as acts_for
from bot.services.readers import owner_ids as owner_ids
from bot.services.readers import reader
from models import Account, Person

Found = TypeVar("Found", Person, queries.Standing)

FRESH_SECONDS = 600
"""A cached profile younger than this is trusted; an older one is used once more and refreshed off the hot path."""


def profile_age(program: Program, slack_id: str) -> float | None:
    """Seconds since Slack was last asked about somebody; None where it never was."""
    with program.reading() as session:
        fetched_at = queries.fetched_at(session, slack_id)
    return None if fetched_at is None else wall_time() - fetched_at


@dataclass(frozen=True)
class Profile:
    """What Slack says of a person now."""

    slack_id: str
    name: str
    email: str | None = None
    time_zone: str | None = None
    locale: str | None = None
    is_guest: bool = False
    is_outsider: bool = False
    is_gone: bool = False
    away_until: datetime | None = None
    """The end of a status that says they are on holiday, on leave or ill."""


def remember(program: Program, profile: Profile) -> bool:
    """Keeps what Slack says of a person; True where they have left, come back, or gone away since the last look.
    Not audited: it is a cache of Slack's."""
    with program.changing() as session:
        before = queries.person(session, profile.slack_id)
        reachable = (profile.is_gone or profile.is_outsider or profile.is_guest, profile.away_until)
        changed = before is not None and reachable != (
            before.is_gone or before.is_outsider or before.is_guest,
            before.away_until,
        )
        if before is None or (before.time_zone, before.locale) != (profile.time_zone, profile.locale):
            look_again(session, program.now())
        session.merge(Person(**asdict(profile), fetched_at=wall_time()))
        return changed


def require_colleague(session: Session, slack_id: str) -> Person:
    """The person, or Refused: guests, people of other organisations and those who left may do nothing here."""
    return _one_of_us(queries.person(session, slack_id))


def require_asker(program: Program, session: Session, slack_id: str) -> bool:
    """Whether somebody who only asks is an owner; refused like `require_colleague`. One statement for both."""
    standing = _one_of_us(queries.standing(session, slack_id))
    return slack_id in program.owners or standing.was_made_owner


def _one_of_us(found: Found | None) -> Found:
    if found is None:
        raise Refused("unknown_person")
    if found.is_gone:
        raise Refused("gone_person")
    if found.is_outsider:
        raise Refused("outsider")
    if found.is_guest:
        raise Refused("guest")
    return found


def is_owner(program: Program, session: Session, person: Person) -> bool:
    return person.slack_id in owner_ids(program, session)


def is_csm_of(person: Person, account: Account) -> bool:
    """Whether the account's data names this person, by Slack id or by e-mail address."""
    return account.csm == person.slack_id or (person.email is not None and account.csm == person.email)


def require_csm(program: Program, session: Session, slack_id: str, account: Account) -> Person:
    """The account's CSM, who stands in for them, or an owner; else Refused."""
    person = require_colleague(session, slack_id)
    if not acts_for(program, session, person, account) and not is_owner(program, session, person):
        raise not_the_csm(program, session, account)
    return person


def not_the_csm(program: Program, session: Session, account: Account) -> Refused:
    """The refusal of somebody who does not look after an account; it says who does."""
    now_with = queries.colleague(session, reader(program, session, account.csm).address)
    return Refused("not_the_csm", account=account.name, csm=now_with.name)
