"""Somebody is away, or looks after a company from now on."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.services import handing_over, standing_in
from handlers.answering import Desk
from handlers.colleagues import Colleagues
from handlers.forms import Form
from messages import ids
from messages.modals import absences as modals


def register(app: App, desk: Desk, colleagues: Colleagues) -> None:
    @app.action(ids.AWAY)
    def away(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by, of = body["user"]["id"], action.get("value")
        desk.open(ack, respond, client, body["trigger_id"], lambda: away_form(desk, by, of))

    @app.view(ids.AWAY)
    def gone(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        stand_in = form.person("stand_in")
        if stand_in:
            colleagues.know(stand_in)

        def save() -> dict[str, Any]:
            until = form.day("until")
            if until is None or stand_in is None:
                raise Refused("field_missing", field="until" if until is None else "stand_in")
            told = standing_in.away(desk.program, body["user"]["id"], until, stand_in, form.subject or None)
            return modals.away_told(told)

        desk.submit(ack, "until", save)

    @app.action(ids.HAND_OVER)
    def choose(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            names = handing_over.accounts_named(desk.program, body["user"]["id"], action["value"])
            return modals.hand_over_modal(action["value"], names)

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.HAND_OVER)
    def hand_over(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        new = form.person("new_csm")
        if new:
            colleagues.know(new)

        def save() -> None:
            if new is None:
                raise Refused("field_missing")
            handing_over.replace_csm(desk.program, body["user"]["id"], form.subject, new)

        desk.submit(ack, "new_csm", save)


def away_form(desk: Desk, by: str, of: str | None = None) -> dict[str, Any]:
    """The form of somebody who is going away, or of an owner who says it `of` them."""
    return modals.away_modal(standing_in.opening(desk.program, by, of), of)
