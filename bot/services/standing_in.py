"""Being away: somebody says until when and who stands in, and that they are back."""

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.facts import AwayNow, AwayTold
from bot.queries import people as queries
from bot.queries.matters import accounts_of, open_matters
from bot.queries.standing import standing
from bot.rules.nudging import zone_of
from bot.services import handing_over, people
from bot.services.program import Program, record
from bot.services.readers import reader
from models import Absence, Person

LONGEST_DAYS = 400
"""An absence is not said for longer: a wrong year is more likely."""


def opening(program: Program, by: str, of: str | None = None) -> AwayNow:
    """What is known of one's own absence, or for an owner of somebody else's. Refused for those who have nobody's matters in hand,
    and for all but owners where it is about another."""
    now = program.now()
    with program.reading() as session:
        person = _whose(program, session, by, of)
        zone = zone_of(person.time_zone)
        known = standing(session, person, now)
        back_on = known.away_until.astimezone(zone).date() if known.away_until else None
        return AwayNow(back_on, known.stand_in, person.name if person.slack_id != by else None)


def away(program: Program, by: str, back_on: date, stand_in: str, of: str | None = None) -> AwayTold:
    """Somebody is away until the morning of `back_on`, their own: what is open and what comes goes to the stand-in. They say so
    themselves, or an owner says it `of` them.

    A stand-in may be away too, then theirs reads, in the end an owner. Refused where the day is not ahead, or the
    stand-in is themself or may do nothing here.
    """
    now = program.now()
    with program.changing() as session:
        person = _whose(program, session, by, of)
        who = person.slack_id
        zone = zone_of(person.time_zone)
        today = now.astimezone(zone).date()
        if not 0 < (back_on - today).days <= LONGEST_DAYS:
            raise Refused("back_past" if back_on <= today else "back_too_late", field="until")
        if stand_in == who:
            raise Refused("stand_in_self", field="stand_in")
        named = queries.person(session, stand_in)
        if named is None or named.is_gone or named.is_outsider or named.is_guest:
            raise Refused("cannot_look_after", field="stand_in", name=named.name if named else None)
        until = datetime.combine(back_on, time(), zone)
        handing_over.refresh_stand_ins(session, who, now)
        session.merge(Absence(slack_id=who, until=until, stand_in=stand_in, said_at=now, status_over=None))
        record(
            session,
            at=now,
            actor=by,
            action="away_said",
            subject=("person", who),
            until=back_on.isoformat(),
            stand_in=named.name,
            name=person.name if who != by else None,
        )
        accounts = accounts_of(session, queries.spellings(session, who))
        matters = open_matters(session, now, [one.id for one in accounts])
        handing_over.keep(session, who, stand_in, "away", matters, now, until=until)
    handing_over.settle(program)
    with program.reading() as session:
        reads = reader(program, session, who)
        return AwayTold(
            back_on,
            queries.colleague(session, stand_in),
            queries.colleague(session, reads.address),
            len(matters),
            person.name if who != by else None,
        )


def back(program: Program, by: str) -> bool:
    """Somebody is back, whatever was said or their status in Slack still says; False where nobody thought them away."""
    now = program.now()
    with program.changing() as session:
        person = people.require_colleague(session, by)
        if standing(session, person, now).away_until is None:
            return False
        handing_over.refresh_stand_ins(session, by, now)
        said = queries.absence(session, by)
        stand_in = said.stand_in if said else None
        session.merge(
            Absence(slack_id=by, until=now, stand_in=stand_in, said_at=now, status_over=person.away_until)
        )
        record(session, at=now, actor=by, action="back_said", subject=("person", by))
    handing_over.settle(program)
    return True


def _whose(program: Program, session: Session, by: str, of: str | None) -> Person:
    """Whose absence it is: one's own, or for an owner that of a colleague who has something in hand."""
    if of is None or of == by:
        return _require_in_charge(program, session, by)
    if not people.is_owner(program, session, people.require_colleague(session, by)):
        raise Refused("not_an_owner")
    return _require_in_charge(program, session, of)


def _require_in_charge(program: Program, session: Session, by: str) -> Person:
    """A CSM of any account or an owner, else Refused: nobody else has anything to hand to a stand-in."""
    person = people.require_colleague(session, by)
    if not people.is_owner(program, session, person) and not accounts_of(
        session, queries.spellings(session, by)
    ):
        raise Refused("nothing_in_hand")
    return person
