"""Builds the Bolt app: signatures, who is asking, and every handler."""

import logging
import time
from concurrent.futures import Executor

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.outbox.profiles import Profiles
from bot.services.program import Program
from bot.trace import tracing
from handlers import (
    absences,
    advocate_command,
    advocates,
    asks,
    benefits,
    celebrations,
    digest,
    executive_notes,
    feedback,
    friday_line,
    incentives,
    middleware,
    milestones,
    nudges,
    program_command,
    references,
    satisfaction,
    spotlights,
    suggestions,
    thanks,
)
from handlers import profiles as profiles_changed
from handlers.answering import Desk
from handlers.colleagues import Colleagues

log = logging.getLogger(__name__)


class TracedApp(App):
    """One trace for everything that a payload causes, over HTTP and in Socket Mode alike."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        begun = time.perf_counter()
        with tracing():
            response = super().dispatch(req)
            taken = (time.perf_counter() - begun) * 1000
            log.info("%s answered %s in %.1f ms", middleware.named(req.body), response.status, taken)
            return response


def create_app(
    program: Program, client: WebClient, profiles: Profiles, signing_secret: str, later: Executor
) -> App:
    """The app for one workspace. Calls nothing at Slack until somebody does; `later` runs what follows an acknowledgement."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """One workspace, one token: nothing to look up, and no auth.test on the way."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=client.token)

    # Bolt warns that `authorize` makes the token in the environment superfluous, which is what is meant.
    bolts = logging.getLogger("bot.bolt")
    bolts.setLevel(logging.ERROR)
    app = TracedApp(
        name="advocate-requests",  # without it Bolt reads the source of every caller to find one
        authorize=authorize,
        signing_secret=signing_secret,
        client=client,
        process_before_response=True,
        raise_error_for_unhandled_request=False,
        ssl_check_enabled=False,
        logger=bolts,
    )
    bolts.setLevel(logging.NOTSET)
    colleagues = Colleagues(program, profiles, later)
    middleware.register(app, colleagues)
    desk = Desk(program, later)
    for noun in (
        references,
        asks,
        advocates,
        thanks,
        nudges,
        incentives,
        satisfaction,
        executive_notes,
        milestones,
        celebrations,
        spotlights,
        benefits,
        feedback,
        friday_line,
        suggestions,
        digest,
    ):
        noun.register(app, desk)
    absences.register(app, desk, colleagues)
    profiles_changed.register(app, colleagues)
    advocate_command.register(app, desk)
    program_command.register(app, desk, colleagues)
    return app
