"""Thanking somebody in public, and noting that they may be named."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.services import celebrating
from handlers.answering import Desk
from handlers.forms import Form
from messages import ids
from messages.celebrations import ASKABLE, celebrate_modal, consent_needed, consent_noted
from messages.refusals import refusal
from messages.render import Message


def register(app: App, desk: Desk) -> None:
    @app.action(ids.CELEBRATE)
    def open_form(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by, subject_id = body["user"]["id"], action["value"]
        try:
            made = celebrate_modal(celebrating.opening(desk.program, by, subject_id))
        except Refused as error:
            askable = error.reason in ASKABLE
            desk.whisper(respond, consent_needed(error, subject_id) if askable else Message(refusal(error)))
            ack()
        else:
            desk.open(ack, respond, client, body["trigger_id"], lambda: made)

    @app.view(ids.CELEBRATE)
    def post(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            text = form.text("text")
            if text is None:
                raise Refused("field_missing", field="text")
            celebrating.celebrate(desk.program, body["user"]["id"], form.subject, text)

        desk.submit(ack, "text", save)

    @app.action(ids.CONSENT_RECORD)
    def agreed(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def note() -> None:
            name = celebrating.may_be_named(desk.program, body["user"]["id"], action["value"])
            desk.whisper_instead(respond, consent_noted(name, action["value"]))

        desk.click(ack, respond, note)
