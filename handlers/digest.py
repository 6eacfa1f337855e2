"""What an owner clicks on their digest that nobody else has a button for: its rhythm, messages that Slack refused, the top tier."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond

from bot.services import digests, parked
from bot.services.program import Program
from handlers.answering import Desk
from messages import ids
from messages.digest import chosen

CLICKS: dict[str, Callable[[Program, str, str], None]] = {
    ids.MESSAGE_RETRY: parked.retry,
    ids.MESSAGE_LET_GO: parked.let_go,
    ids.TIER_IN_REACH: digests.bring_in_reach,
}


def register(app: App, desk: Desk) -> None:
    def clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        do = CLICKS[action["action_id"]]
        desk.click(ack, respond, lambda: do(desk.program, body["user"]["id"], action["value"]))

    for action_id in CLICKS:
        app.action(action_id)(clicked)

    def choose(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def save() -> None:
            digests.choose(desk.program, body["user"]["id"], action["value"])
            desk.whisper(respond, chosen(action["value"]))

        desk.click(ack, respond, save)

    for action_id in (ids.DIGEST_WEEKLY, ids.DIGEST_FORTNIGHTLY, ids.DIGEST_OFF):
        app.action(action_id)(choose)
