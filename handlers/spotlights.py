"""What an advocate said about the spotlight, and that it is out."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.services import spotlights
from handlers.answering import Desk
from messages import ids


def register(app: App, desk: Desk) -> None:
    @app.action(ids.SPOTLIGHT_YES)
    @app.action(ids.SPOTLIGHT_NO)
    def answered(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        agreed = action["action_id"] == ids.SPOTLIGHT_YES
        by, spotlight_id = body["user"]["id"], action["value"]
        desk.click(ack, respond, lambda: spotlights.answer(desk.program, by, spotlight_id, agreed=agreed))

    @app.action(ids.SPOTLIGHT_OUT)
    def out(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        desk.click(ack, respond, lambda: spotlights.is_out(desk.program, body["user"]["id"], action["value"]))
