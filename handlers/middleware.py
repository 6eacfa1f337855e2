"""What every payload passes through before its handler."""

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse

from bot.trace import current_trace
from handlers.colleagues import Colleagues
from messages.refusals import unexpected

log = logging.getLogger(__name__)


def register(app: App, colleagues: Colleagues) -> None:
    """A profile of who sent it, and kind words where something breaks."""

    @app.middleware
    def know_the_sender(
        context: BoltContext,
        body: dict[str, Any],
        next: Callable[[], BoltResponse],  # noqa: A002
    ) -> BoltResponse:
        if context.user_id and "event" not in body:  # an event is about somebody who need not use the bot
            colleagues.know(context.user_id)
        return next()

    @app.error
    def broken(error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Never a traceback at a person: they get a number, the log gets the rest."""
        log.error("%s failed", named(body), exc_info=error)
        said = str(unexpected(current_trace()))
        if body.get("type") == "view_submission":
            field = next(iter(body["view"]["state"]["values"]), None)
            if field:
                return BoltResponse(status=200, body={"response_action": "errors", "errors": {field: said}})
        if body.get("command"):
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": said})
        return BoltResponse(status=500, body="")


def named(body: dict[str, Any]) -> str:
    """What a payload is, for the log: nothing in it that a person typed."""
    if body.get("command"):
        return str(body["command"])
    if body.get("actions"):
        return f"click {body['actions'][0].get('action_id')}"
    if body.get("view"):
        return f"{body.get('type')} {body['view'].get('callback_id')}"
    return str(body.get("callback_id") or body.get("type"))
