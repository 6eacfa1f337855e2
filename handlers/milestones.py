"""Telling of a moment, from anywhere in Slack."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.services import telling_of
from handlers.answering import Desk
from handlers.forms import Form
from messages import ids
from messages.blocks import LEAST_TYPED
from messages.modals.milestones import milestone_modal, milestone_told, not_told, subjects


def register(app: App, desk: Desk) -> None:
    @app.shortcut(ids.LOG_MILESTONE)
    def from_anywhere(ack: Ack, shortcut: dict[str, Any], respond: Respond, client: WebClient) -> None:
        by = shortcut["user"]["id"]
        desk.open(ack, respond, client, shortcut["trigger_id"], lambda: _form_or_reason(desk, by))

    @app.action(ids.LOG_MILESTONE)
    def from_a_button(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by = body["user"]["id"]
        desk.open(ack, respond, client, body["trigger_id"], lambda: _form(desk, by, action["value"]))

    @app.options(ids.SUBJECT)
    def offer(ack: Ack, body: dict[str, Any]) -> None:
        """People and companies; a guest is offered nobody."""
        typed = str(body.get("value") or "").strip()
        try:
            found = (
                telling_of.offered(desk.program, body["user"]["id"], typed)
                if len(typed) >= LEAST_TYPED
                else []
            )
        except Refused:
            found = []
        ack(options=subjects(found))

    @app.view(ids.LOG_MILESTONE)
    def told(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> dict[str, Any] | None:
            on = form.day("on")
            if on is None:
                raise Refused("field_missing", field="on")
            told = telling_of.tell_of(
                desk.program,
                body["user"]["id"],
                form.choice(ids.SUBJECT) or "",
                form.choice("kind") or "",
                on,
                form.text("note"),
            )
            if told.is_csm and told.outcome == "now":
                return None  # it stands in their messages
            return milestone_told(told.outcome, told.of, told.csm)

        desk.submit(ack, ids.SUBJECT, save)


def _form(desk: Desk, by: str, subject_id: str) -> dict[str, Any]:
    return milestone_modal(desk.program.now().date(), telling_of.about(desk.program, by, subject_id))


def _form_or_reason(desk: Desk, by: str) -> dict[str, Any]:
    """A shortcut leaves nowhere to whisper, so the reason why not opens in the form's place."""
    try:
        return _form(desk, by, "")
    except Refused as error:
        return not_told(error)
