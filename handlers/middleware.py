"""What every payload passes through before its handler."""

import logging
import time
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse

from bot.trace import current_trace, tracing
from handlers.colleagues import Colleagues
from messages.refusals import unexpected

log = logging.getLogger(__name__)


def register(app: App, colleagues: Colleagues) -> None:
    """One trace per payload, and a profile of who sent it."""

    @app.middleware
    def trace(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        begun = time.perf_counter()
        with tracing():
            response = next()
            log.info("%s answered in %.1f ms", _what(body), (time.perf_counter() - begun) * 1000)
            return response

    @app.middleware
    def know_the_sender(context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002
        if context.user_id:
            colleagues.know(context.user_id)
        return next()

    @app.error
    def broken(error: Exception, body: dict[str, Any], request: BoltRequest) -> BoltResponse:
        """Never a traceback at a person: they get a number, the log gets the rest."""
        log.error("%s failed", _what(body), exc_info=error)
        said = unexpected(current_trace() or "unknown")
        if body.get("type") == "view_submission":
            field = next(iter(body["view"]["state"]["values"]), None)
            if field:
                return BoltResponse(
                    status=200, body={"response_action": "errors", "errors": {field: str(said)}}
                )
        if body.get("command"):
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": str(said)})
        return BoltResponse(status=500, body="")


def _what(body: dict[str, Any]) -> str:
    """Names a payload for the log, without anything that a person typed."""
    if body.get("command"):
        return str(body["command"])
    if body.get("actions"):
        return f"click {body['actions'][0].get('action_id')}"
    if body.get("view"):
        return f"{body.get('type')} {body['view'].get('callback_id')}"
    return str(body.get("callback_id") or body.get("type"))
