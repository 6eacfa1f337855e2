"""Colleagues' profiles: asked of Slack when first needed, then kept in the database."""

import logging
from typing import NamedTuple

from sqlalchemy import Select, select

from bot.db import built_once, plain
from bot.outbox.failures import Never, SlackFailure
from bot.outbox.slack_sender import SlackSender
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

    def _by_email(self, address: str) -> Known:
        """Whoever has an e-mail address. ReaderGone when nobody in the workspace has it."""
        email = address.lower()
        with self._program.reading() as session:
            known = plain(session, *_with_email(email)).scalar()
        if known is not None:
            return Known(known, asked=False)
        profile = self._sender.find_colleague(email)
        self._remember(profile)
        return Known(profile.slack_id, asked=True)

    def know(self, reference: str, *, within: float) -> Known:
        """Somebody given by id or e-mail address, with a profile no older than `within` seconds."""
        slack_id, asked = self._by_email(reference) if "@" in reference else (reference, False)
        age = people.profile_age(self._program, slack_id)
        if age is None or age > within:
            self.learn(slack_id)
            asked = True
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


@built_once
def _with_email(email: str) -> Select[str]:
    return select(Person.slack_id).where(Person.email == email, Person.is_gone.is_(False)).limit(1)
