"""Who is waited for around an ask, by whose clock, and what silence causes next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.queries.people import absent as absent_ids
from bot.queries.people import profiles_of
from bot.queries.standing import acting_for, owner_there, standing
from bot.rules.countries import country_of
from bot.rules.deadlines import ASK_DEADLINES, Deadline, Due, Who, due_now, next_due
from bot.rules.policy import Policy
from bot.rules.working_time import WorkingTime
from models import Account, Advocate, Ask, Person


@dataclass(frozen=True)
class Wait:
    """An ask in a state that waits for somebody, and the clock by which it is counted."""

    ask: Ask
    deadline: Deadline
    clock: WorkingTime
    policy: Policy

    def due(self, now: datetime) -> Due | None:
        """The step to take now; None where it is too early, or none is left."""
        return due_now(
            self.deadline, self.ask.steps_taken, self._since, self.ask.step_at, self.clock, self.policy, now
        )

    def coming(self) -> Due | None:
        """The step that comes next, and when; None where none is left."""
        return next_due(
            self.deadline, self.ask.steps_taken, self._since, self.ask.step_at, self.clock, self.policy
        )

    def end(self) -> Due | None:
        """The last step of the deadline, and when it is taken if nobody does anything until then."""
        found, last = None, self.ask.step_at
        for taken in range(self.ask.steps_taken, len(self.deadline.steps)):
            found = next_due(self.deadline, taken, self._since, last, self.clock, self.policy)
            last = found.at if found else last
        return found

    @property
    def _since(self) -> datetime:
        since = self.ask.scheduled_for if self.deadline.from_date else self.ask.waiting_since
        assert since is not None
        return since


def wait_of(
    ask: Ask,
    advocate: Advocate,
    account: Account,
    requester: str,
    people: Mapping[str, Person],
    policy: Policy,
) -> Wait | None:
    """What an ask waits for; None where its state waits for nobody. `people` are the profiles around it."""
    deadline = ASK_DEADLINES.get(ask.state)
    if deadline is None or ask.due_at is None:
        return None
    csm_time = colleague_time(people.get(account.csm), policy)
    match deadline.clock:
        case Who.REQUESTER:
            clock = colleague_time(people.get(requester), policy)
        case Who.ADVOCATE:
            clock = advocate_time(advocate, account, csm_time, policy)
        case _:
            clock = csm_time
    return Wait(ask, deadline, clock, policy)


def profiles(
    session: Session,
    references: Collection[str],
    csms: Collection[str],
    now: datetime,
    owners: Collection[str] = (),
) -> Mapping[str, Person]:
    """Profiles by Slack id and by e-mail address, of those known among both, in two queries. Of a CSM who cannot read now
    the stand-in's, else that of the one of these owners to whom it falls: it is their time that counts."""
    around = profiles_of(session, {*references, *csms})
    absent = set(absent_ids(session, now))
    for csm in csms:
        person = around.get(csm)
        if person is not None and not _is_elsewhere(person, absent, now):
            continue
        acting, there = (
            acting_for(session, standing(session, person, now), now) if person is not None else ([], False)
        )
        owner = None if there else owner_there(session, owners, now)
        reads = session.get(Person, acting[-1] if there else owner) if there or owner else None
        if reads is not None:
            around[csm] = reads
    return around


def _is_elsewhere(person: Person, absent: Collection[str], now: datetime) -> bool:
    """Whether somebody else may have to read for them."""
    left = person.is_gone or person.is_outsider or person.is_guest
    return left or person.slack_id in absent or (person.away_until or now) > now


def colleague_time(person: Person | None, policy: Policy) -> WorkingTime:
    """When a colleague works, by their profile; UTC and no holidays where it is not known."""
    if person is None:
        return WorkingTime.of(policy, None)
    return WorkingTime.of(policy, person.time_zone, locale=person.locale)


def advocate_time(advocate: Advocate, account: Account, csm: WorkingTime, policy: Policy) -> WorkingTime:
    """When an advocate works: in their own zone, else their CSM's; in the country that their account names, else the zone's."""
    country = country_of(account.country) or country_of(account.region)
    if advocate.time_zone is None:
        return WorkingTime(csm.zone, country or csm.country, csm.hours, csm.weekdays)
    return WorkingTime.of(policy, advocate.time_zone, country=country)
