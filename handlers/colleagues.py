"""Who is behind a payload: asks Slack once, then now and then."""

import logging
import threading
from concurrent.futures import Executor

from bot.outbox.failures import SlackFailure
from bot.outbox.profiles import Profiles
from bot.services import people
from bot.services.program import Program

log = logging.getLogger(__name__)


class Colleagues:
    """A known profile is used at once, and refreshed in the background when it has aged."""

    def __init__(self, program: Program, profiles: Profiles, later: Executor) -> None:
        self._program = program
        self._profiles = profiles
        self._later = later
        self._lock = threading.Lock()
        self._refreshing: set[str] = set()

    def know(self, slack_id: str) -> None:
        """After this the profile is in the database, unless Slack did not tell; then the service refuses kindly."""
        age = people.profile_age(self._program, slack_id)
        if age is None:
            self._look_up(slack_id)
        elif age > people.FRESH_SECONDS:
            self._look_up_soon(slack_id)

    def look_again(self, slack_id: str) -> None:
        """Slack says that a profile has changed: it matters where the bot knows them."""
        if people.profile_age(self._program, slack_id) is not None:
            self._look_up_soon(slack_id)

    def _look_up_soon(self, slack_id: str) -> None:
        with self._lock:
            if slack_id in self._refreshing:
                return
            self._refreshing.add(slack_id)
        self._later.submit(self._refresh, slack_id)

    def _refresh(self, slack_id: str) -> None:
        try:
            self._look_up(slack_id)
        finally:
            with self._lock:
                self._refreshing.discard(slack_id)

    def _look_up(self, slack_id: str) -> None:
        try:
            self._profiles.learn(slack_id)
        except SlackFailure as failure:
            log.warning("Slack did not tell who %s is: %s", slack_id, failure.error)
