""" "Later" on whatever nudged somebody."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.services import following_up
from handlers.answering import Desk
from messages import ids
from messages.nudges import reminded_again


def register(app: App, desk: Desk) -> None:
    @app.action(ids.NUDGE_LATER)
    def later(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def put_off() -> None:
            again = following_up.later(desk.program, body["user"]["id"], action["value"])
            desk.whisper(respond, reminded_again(again))

        desk.click(ack, respond, put_off)
