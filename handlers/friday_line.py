"""The Friday line's own buttons: no more of them, or back again. What waits is settled with its own buttons."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.services import friday_line
from handlers.answering import Desk
from messages import ids

RHYTHMS = {ids.FRIDAY_LINE_OFF: "off", ids.FRIDAY_LINE_ON: "weekly"}


def register(app: App, desk: Desk) -> None:
    def clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        rhythm = RHYTHMS[action["action_id"]]
        desk.click(ack, respond, lambda: friday_line.choose(desk.program, body["user"]["id"], rhythm))

    for action_id in RHYTHMS:
        app.action(action_id)(clicked)
