"""The weekly list of whom to surprise: another week, or nothing for them. What was done is noted with the form for gives."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond

from bot.services import suggestions
from bot.services.program import Program
from handlers.answering import Desk
from messages import ids

CLICKS: dict[str, Callable[[Program, str, str], None]] = {
    ids.SURPRISE_LATER: suggestions.later,
    ids.SURPRISE_DECLINED: suggestions.decline,
}


def register(app: App, desk: Desk) -> None:
    def clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        settle = CLICKS[action["action_id"]]
        desk.click(ack, respond, lambda: settle(desk.program, body["user"]["id"], action["value"]))

    for action_id in CLICKS:
        app.action(action_id)(clicked)
