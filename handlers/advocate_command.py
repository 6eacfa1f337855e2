"""/advocate: the card of a person, a pause, being away, and looking for somebody."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.rules.vocabulary import Refinement
from bot.services import standing_in
from handlers.absences import away_form
from handlers.answering import Desk
from handlers.forms import typed
from handlers.references import found
from messages import advocates, ids
from messages.refusals import refusal
from messages.render import Message


def register(app: App, desk: Desk) -> None:
    @app.command(ids.ADVOCATE_COMMAND)
    def advocate(ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient) -> None:
        by = command["user_id"]
        word, _, rest = typed(command.get("text")).partition(" ")
        try:
            match word.lower():
                case "away":
                    modal = away_form(desk, by)
                    desk.open(ack, respond, client, command["trigger_id"], lambda: modal)
                    return
                case "back":
                    message = advocates.back(standing_in.back(desk.program, by))
                case "find" if rest.strip():
                    message = found(desk, by, rest.strip(), Refinement())
                case other:
                    message = _help(other)
        except Refused as error:
            ack(text=refusal(error), response_type="ephemeral")
        else:
            ack(text=message.text, blocks=message.blocks or None, response_type="ephemeral")


def _help(word: str) -> Message:
    return advocates.help_text(None if word in ("", "help", "find") else word)
