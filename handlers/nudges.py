""" "Later" on whatever nudged somebody: tomorrow morning, or another time from the answer."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.services import following_up
from handlers.answering import Desk
from messages import ids
from messages.nudges import reminded_again


def register(app: App, desk: Desk) -> None:
    def later(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        until = ids.NUDGE_LATER_CHOICES.get(action["action_id"], following_up.TOMORROW)

        def put_off() -> None:
            again = following_up.later(desk.program, body["user"]["id"], action["value"], until)
            answer = reminded_again(action["value"], again, until)
            if until == following_up.TOMORROW:
                desk.whisper(respond, answer)
            else:
                desk.whisper_instead(respond, answer)

        desk.click(ack, respond, put_off)

    for action_id in (ids.NUDGE_LATER, *ids.NUDGE_LATER_CHOICES):
        app.action(action_id)(later)
