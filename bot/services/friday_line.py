"""The Friday line: once a week each CSM hears whom they thanked, what waits with them, and what next week brings. Never an ask."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.friday_facts import FridayLine
from bot.queries import friday_line as queries
from bot.queries.anniversaries import csms as all_csms
from bot.queries.job_runs import first_start
from bot.queries.people import by_reference
from bot.queries.reader_choices import FORTNIGHTLY, FRIDAY_LINE, OFF, WEEKLY, rhythm_of, rhythms
from bot.queries.waits import colleague_time
from bot.rules.friday import EVERY_WEEKS, comes, friday_of, is_over, is_turn, looks_ahead, looks_back_from
from bot.services import reader_choices
from bot.services.marks import mark_friday_line
from bot.services.program import Program
from bot.services.readers import readers
from models import Person

JOB = "friday_line"
TUESDAY = 1
LONGEST = FORTNIGHTLY
"""The rhythm that looks back and ahead the furthest."""


@dataclass(frozen=True)
class _Reader:
    """Somebody whose line is due, and whose accounts they look after now."""

    address: str
    person: Person | None
    csms: frozenset[str]

    @property
    def spelt(self) -> set[str]:
        """Every way in which a line may have named them."""
        email = self.person.email if self.person else None
        return {self.address, email} if email else {self.address}


def tell_due(program: Program) -> int:
    """Tells everybody whose line is due and who has anything in it; how many. A fixed number of statements finds them, each line
    is a transaction of its own. Harmless to repeat and to run twice at once: a line is posted once."""
    now = program.now()
    with program.reading() as session:
        due = [(friday, one) for friday, one in _due(program, session, now)]
    for friday, address in due:
        with program.changing() as session:
            mark_friday_line(session, address, friday, now)
    return len(due)


def close_past(program: Program) -> int:
    """What stands from last week loses its buttons: it has moved on; how many. Looked for in the first two days of a week."""
    now = program.now()
    if now.weekday() > TUESDAY:
        return 0
    monday = now.date() - timedelta(days=now.weekday())
    friday = monday - timedelta(days=3)
    begins = datetime.combine(monday, time(), UTC)
    with program.reading() as session:
        spelt = {name for one in _all_readers(program, session) for name in one.spelt}
        standing = queries.still_open(session, spelt, friday, begins) if spelt else ()
    for address in standing:
        with program.changing() as session:
            mark_friday_line(session, address, friday, now)
    return len(standing)


def line(
    program: Program, session: Session, csm: str, reader: str, friday: date, today: date
) -> FridayLine | None:
    """A week as it stands now for somebody; None where they do not read it themselves, or no longer look after anybody."""
    person = by_reference(session, csm)
    if person is not None and person.slack_id != reader:
        return None  # they are away: whoever stands in has a line of their own, with all of it
    mine = next(
        (one for one in _all_readers(program, session) if reader in one.spelt or csm in one.spelt), None
    )
    if mine is None:
        return None
    often = rhythm_of(session, reader, FRIDAY_LINE)
    return FridayLine(
        weeks=EVERY_WEEKS.get(often, 1),
        ahead_from=looks_ahead(friday, often)[0],
        thanked=queries.thanked_by(session, reader, looks_back_from(friday, often), friday),
        waiting=queries.waiting_with(session, mine.csms, today),
        coming=queries.moments_of(session, mine.csms, _days(*looks_ahead(friday, often))),
        off=often == OFF,
        over=is_over(friday, today),
    )


def choose(program: Program, by: str, rhythm: str) -> None:
    """How often somebody reads their line: weekly, fortnightly or off. What stands of this week says so at once. Refused for who
    may do nothing here."""
    reader_choices.choose(program, by, FRIDAY_LINE, rhythm)
    now = program.now()
    with program.changing() as session:
        person = by_reference(session, by)
        spelt = {by, *([person.email] if person and person.email else ())}
        for week in (0, 7):
            friday = friday_of(now.date()) - timedelta(days=week)
            for address in queries.told_of(session, spelt, friday):
                mark_friday_line(session, address, friday, now)


def rhythm(program: Program, by: str) -> str:
    """How often somebody reads their line."""
    with program.reading() as session:
        return rhythm_of(session, by, FRIDAY_LINE)


def _due(program: Program, session: Session, now: datetime) -> Iterator[tuple[date, str]]:
    """The Friday and the address of every line to be sent now."""
    begun = first_start(session, JOB)
    policy = program.policy_in(session)
    by_friday: defaultdict[date, list[_Reader]] = defaultdict(list)
    for one in _all_readers(program, session):
        clock = colleague_time(one.person, policy)
        friday = friday_of(now.astimezone(clock.zone).date())
        span = comes(friday, clock)
        if span is not None and span[0] <= now < span[1] and not (begun and span[0] < begun):
            by_friday[friday].append(one)
    for friday, found in sorted(by_friday.items()):
        told = queries.told_of(session, {name for one in found for name in one.spelt}, friday)
        new = [one for one in found if not told & one.spelt]
        yield from ((friday, one.address) for one in _with_something(session, new, friday, now.date()))


def _with_something(
    session: Session, found: Collection[_Reader], friday: date, today: date
) -> Iterator[_Reader]:
    """Those who want a line this week and have anything in it."""
    chosen = rhythms(session, FRIDAY_LINE) if found else {}
    often = {at: chosen[at].rhythm if at in chosen else WEEKLY for at in (one.address for one in found)}
    wanting = [(one, often[one.address]) for one in found if is_turn(friday, often[one.address])]
    if not wanting:
        return
    thanked = queries.thankers(session, looks_back_from(friday, LONGEST), friday)
    waited_for = queries.csms_waited_for(session, today)
    moments = queries.csms_with_moments(session, _days(*looks_ahead(friday, LONGEST)))
    for one, how_often in wanting:
        last_thanked = thanked.get(one.address)
        _, until = looks_ahead(friday, how_often)
        if (
            (last_thanked is not None and last_thanked >= looks_back_from(friday, how_often))
            or one.csms & waited_for
            or any(csm in moments and moments[csm] <= until for csm in one.csms)
        ):
            yield one


def _all_readers(program: Program, session: Session) -> list[_Reader]:
    """Everybody who looks after an account now, with all whose accounts they are."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    people: dict[str, Person | None] = {}
    for csm, (address, person) in readers(program, session, all_csms(session)).items():
        found[address].add(csm)
        people[address] = person
    return [_Reader(address, people[address], frozenset(csms)) for address, csms in sorted(found.items())]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
