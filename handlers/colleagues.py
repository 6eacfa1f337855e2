"""Who is behind a payload: asks Slack once, then now and then, and keeps the profile."""

import logging
import threading
from concurrent.futures import Executor
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.services import people
from bot.services.program import Program

log = logging.getLogger(__name__)


class Colleagues:
    """Looks profiles up at Slack. A known one is used at once and refreshed in the background when it has aged."""

    def __init__(self, program: Program, client: WebClient, later: Executor) -> None:
        self._program = program
        self._client = client
        self._later = later
        self._lock = threading.Lock()
        self._refreshing: set[str] = set()
        self._home: frozenset[str] | None = None

    def know(self, slack_id: str) -> None:
        """After this the profile is in the database, unless Slack did not tell; then the service refuses kindly."""
        age = people.profile_age(self._program, slack_id)
        if age is None:
            self._look_up(slack_id)
        elif age > people.FRESH_SECONDS:
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
            user = self._client.users_info(user=slack_id, include_locale=True)["user"]
            home = self._home_teams()
        except SlackApiError as error:
            code = error.response["error"]
            if code in ("user_not_found", "user_not_visible"):
                stranger = people.Profile(slack_id, name=slack_id, is_outsider=True)
                people.remember(self._program, stranger)
            else:
                log.warning("Slack would not tell about %s: %s", slack_id, code)
        except OSError as error:
            log.warning("Slack could not be asked about %s: %s", slack_id, error)
        else:
            people.remember(self._program, _profile(user, home))

    def _home_teams(self) -> frozenset[str]:
        """The ids of this workspace and, on Enterprise Grid, of its organisation."""
        if self._home is None:
            own = self._client.auth_test()
            self._home = frozenset(filter(None, (own.get("team_id"), own.get("enterprise_id"))))
        return self._home


def _profile(user: Any, home: frozenset[str]) -> people.Profile:
    profile = user.get("profile", {})
    enterprise = user.get("enterprise_user") or {}
    teams = {user.get("team_id"), enterprise.get("enterprise_id"), *enterprise.get("teams", ())}
    email = profile.get("email")
    return people.Profile(
        slack_id=user["id"],
        name=user.get("real_name") or profile.get("real_name") or user["name"],
        email=email.lower() if email else None,
        time_zone=user.get("tz"),
        locale=user.get("locale"),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outsider=bool(user.get("is_stranger")) or not (teams & home),
        is_gone=bool(user.get("deleted") or user.get("is_bot")),
    )
