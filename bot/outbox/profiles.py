"""Colleagues' profiles: asked of Slack when first needed, then kept in the database."""

import logging
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot.clock import wall_time
from bot.outbox.failures import Never, SlackFailure
from bot.outbox.slack_sender import SlackSender
from bot.queries.people import by_reference
from bot.services import handing_over, people
from bot.services.people import Profile
from bot.services.program import Program
from models import Person

log = logging.getLogger(__name__)


class Known(NamedTuple):
    """Whose profile is there now, by Slack id."""

    slack_id: str
    asked: bool
    """Whether Slack was asked just now: then much may be different."""


class Profiles:
    """Looks people up at Slack and remembers what it says. Methods raise a SlackFailure when Slack could not tell."""

    def __init__(self, program: Program, sender: SlackSender) -> None:
        self._program = program
        self._sender = sender

    def learn(self, slack_id: str) -> None:
        """Asks Slack about somebody now. Whom this workspace does not know is remembered as an outsider."""
        try:
            profile = self._sender.profile(slack_id)
        except Never:
            profile = Profile(slack_id, name=slack_id, is_outsider=True)
        self._remember(profile)

    def fresh(self, session: Session, reference: str, *, within: float) -> Person | None:
        """Somebody given by id or e-mail address, where their profile is no older than `within` seconds."""
        found = _known(session, reference)
        return found if found and wall_time() - found.fetched_at <= within else None

    def know(self, reference: str, *, within: float) -> Known:
        """Somebody given by id or e-mail address, with a profile no older than `within` seconds: asked of Slack where it is.
        ReaderGone when nobody in the workspace has the address."""
        with self._program.reading() as session:
            found = _known(session, reference)
        if found is None and "@" in reference:
            profile = self._sender.find_colleague(reference.lower())
            self._remember(profile)
            return Known(profile.slack_id, asked=True)
        slack_id = found.slack_id if found else reference
        asked = found is None or wall_time() - found.fetched_at > within
        if asked:
            self.learn(slack_id)
        return Known(slack_id, asked)

    def _remember(self, profile: Profile) -> None:
        """Where somebody has left, or gone away, what they had in hand goes to who reads it now."""
        if people.remember(self._program, profile):
            handing_over.settle(self._program, in_hours=True)  # nobody clicked

    def know_if_possible(self, reference: str) -> None:
        """So that a message can name somebody; where Slack does not tell, it does without."""
        try:
            self.know(reference, within=float("inf"))
        except SlackFailure as failure:
            log.info("a colleague cannot be named: %s", failure.error)


def _known(session: Session, reference: str) -> Person | None:
    """Whose profile is known by this id or e-mail address. An address may have belonged to others, who are gone."""
    found = by_reference(session, reference)
    return None if found and found.is_gone and "@" in reference else found
