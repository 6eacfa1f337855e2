"""Who reads an account's matters now: its CSM, whoever stands in for them, or an owner. The one place that says so."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.executive_facts import NoteStory
from bot.facts import ActivityStory, AskStory, RequestStory, StandIn
from bot.milestone_facts import Noticed, SpotlightStory
from bot.queries import people as queries
from bot.queries.standing import Look, as_said, first_there, standing, standing_of
from bot.rules.nudging import zone_of
from bot.rules.standing_in import Standing, walk
from bot.satisfaction_facts import FeedbackStory, SurveyStory
from bot.services.program import Program
from bot.suggestion_facts import SuggestionList
from models import Account, Person

Story = TypeVar(
    "Story",
    AskStory,
    ActivityStory,
    Noticed,
    SpotlightStory,
    SurveyStory,
    FeedbackStory,
    NoteStory,
    SuggestionList,
)


@dataclass(frozen=True)
class Reader:
    """Who reads now. `address` is the CSM as the data names them, or the Slack id of who reads instead."""

    address: str
    instead: StandIn | None = None
    """Why it is not the CSM."""
    acting: frozenset[str] = frozenset()
    """Slack ids of all who may do what the CSM may: the CSM and the stand-ins, not the owners."""


def reader(program: Program, session: Session, csm: str, now: datetime | None = None) -> Reader:
    """Who reads what is meant for a CSM, given as accounts name them. Whom nobody has looked up yet reads for themselves."""
    now = now or program.now()
    person = queries.by_reference(session, csm)
    if person is None:
        return Reader(csm)
    return _reader(
        csm,
        person,
        standing(session, person, now),
        lambda slack_id: standing_of(session, slack_id, now),
        lambda: owner_ids(program, session),
    )


def _reader(
    csm: str, person: Person, first: Standing, look: Look, owners: Callable[[], Collection[str]]
) -> Reader:
    acting, there = walk(first, look)
    who = frozenset(acting)
    if there and len(acting) == 1:
        return Reader(csm, acting=who)
    if first.works_here:
        back_on = first.away_until.astimezone(zone_of(person.time_zone)).date() if first.away_until else None
        instead = StandIn(person.name, "away", back_on)
    else:
        instead = StandIn(person.name, "left" if person.is_gone else "unreachable")
    if there:
        return Reader(acting[-1], instead, who)
    owner = first_there(owners(), look)
    return Reader(owner, instead, who) if owner and owner != person.slack_id else Reader(csm, acting=who)


def readers(
    program: Program, session: Session, csms: Collection[str]
) -> dict[str, tuple[str, Person | None]]:
    """By CSM the address of who reads for them now, as `reader` says, and their profile where it is known: a Slack id then. A
    fixed number of statements for any number of CSMs."""
    now = program.now()
    said = {one.slack_id: one for one in queries.absences(session, now)}
    owners = owner_ids(program, session)
    others = {one.stand_in for one in said.values() if one.stand_in} | owners
    known = queries.profiles_of(session, {*csms, *others})

    def look(slack_id: str) -> Standing | None:
        person = known.get(slack_id)
        return as_said(person, said.get(slack_id), now) if person else None

    found: dict[str, tuple[str, Person | None]] = {}
    for csm in csms:
        person = known.get(csm)
        if person is None:
            found[csm] = csm, None
            continue
        first = as_said(person, said.get(person.slack_id), now)
        at = _reader(csm, person, first, look, lambda: owners).address
        now_with = known.get(at)
        found[csm] = now_with.slack_id if now_with else at, now_with
    return found


def as_read(program: Program, session: Session, story: Story) -> Story:
    """A story as its CSM's, with whoever reads in their place as the CSM: the drafts are theirs to sign."""
    now_with = reader(program, session, story.csm.mention)
    if now_with.instead is None:
        return story
    return replace(story, csm=queries.colleague(session, now_with.address))


def request_as_read(program: Program, session: Session, story: RequestStory) -> RequestStory:
    """A request that names with whom each of its asks is now."""
    return replace(story, asks=tuple(as_read(program, session, ask) for ask in story.asks))


def acts_for(program: Program, session: Session, person: Person, account: Account) -> bool:
    """Whether somebody is the account's CSM, or stands in for them now."""
    if account.csm in (person.slack_id, person.email):
        return True
    return person.slack_id in reader(program, session, account.csm).acting


def looked_after(program: Program, session: Session, person: Person) -> frozenset[str]:
    """How the data names everybody whose accounts somebody looks after now: themselves, and whom they stand in for."""
    found = set(queries.spellings(session, person.slack_id))
    for absent in queries.absent(session, program.now()):
        if person.slack_id in reader(program, session, absent).acting:
            found.update(queries.spellings(session, absent))
    return frozenset(found)


def owner_ids(program: Program, session: Session) -> frozenset[str]:
    """Slack ids of all program owners."""
    return program.owners | queries.role_holders(session, "owner")
