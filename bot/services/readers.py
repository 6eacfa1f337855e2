"""Who reads an account's matters now: its CSM, whoever stands in for them, or an owner. The one place that says so."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.executive_facts import NoteStory
from bot.facts import ActivityStory, AskStory, RequestStory, StandIn
from bot.milestone_facts import Noticed, SpotlightStory
from bot.queries import people as queries
from bot.queries.standing import acting_for, standing, standing_of
from bot.rules.nudging import zone_of
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
    first = standing(session, person, now)
    acting, there = acting_for(session, first, now)
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
    owner = _owner(program, session, now)
    return Reader(owner, instead, who) if owner and owner != person.slack_id else Reader(csm, acting=who)


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


def _owner(program: Program, session: Session, now: datetime) -> str | None:
    """The first owner who is there; where all are away, the first who works here. One not looked up yet counts as there."""
    owners = sorted(owner_ids(program, session))
    found = [(one, standing_of(session, one, now)) for one in owners]
    working = [(one, at) for one, at in found if at is None or at.works_here]
    there = [one for one, at in working if at is None or at.away_until is None]
    return next(iter(there or [one for one, _ in working]), None)
