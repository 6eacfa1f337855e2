"""Builds the Bolt app: signatures, who is asking, and every handler."""

import logging
from concurrent.futures import Executor

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.services.program import Program
from handlers import asks, middleware, references, thanks
from handlers.answering import Desk
from handlers.colleagues import Colleagues


def create_app(program: Program, client: WebClient, signing_secret: str, later: Executor) -> App:
    """The app for one workspace. Calls nothing at Slack until somebody does; `later` runs what follows an acknowledgement."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """One workspace, one token: nothing to look up, and no auth.test on the way."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=client.token)

    log = logging.getLogger("bot.bolt")
    log.setLevel(
        logging.ERROR
    )  # it warns that `authorize` makes the token in the environment superfluous, as meant
    app = App(
        authorize=authorize,
        signing_secret=signing_secret,
        client=client,
        process_before_response=True,
        raise_error_for_unhandled_request=False,
        logger=log,
    )
    log.setLevel(logging.NOTSET)
    middleware.register(app, Colleagues(program, client, later))
    desk = Desk(program, later)
    for noun in (references, asks, thanks):
        noun.register(app, desk)
    return app
