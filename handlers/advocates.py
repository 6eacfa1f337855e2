"""The forms that name an advocate, and what they offer while somebody types."""

import json
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.rules.vocabulary import Refinement
from bot.services import giving, matching, naming, outside_asks, overriding
from handlers.answering import Desk
from handlers.forms import Form
from handlers.references import request_form, searched
from messages import ids
from messages.blocks import LEAST_TYPED
from messages.modals import advocates as modals
from messages.overrides import request_of_block

USUAL = "reference_call"
"""What the form for an ask outside proposes."""

OF_ONES_OWN = (ids.GIVE_LOG, ids.ACTIVITY_LOG, ids.INCENTIVE_PROPOSE)
"""Forms that offer only those whom somebody answers for."""


def register(app: App, desk: Desk) -> None:
    @app.options(ids.ADVOCATE)
    def offer(ack: Ack, body: dict[str, Any]) -> None:
        """Names and companies, as far as the person may name them in this form; a guest is offered nobody."""
        typed, by = str(body.get("value") or "").strip(), body["user"]["id"]
        form = (body.get("view") or {}).get("callback_id")
        find = naming.own if form in OF_ONES_OWN else naming.anybody
        try:
            found = find(desk.program, by, typed) if len(typed) >= LEAST_TYPED else []
        except Refused:
            found = []
        ack(options=modals.options(found))

    @app.action(ids.ASK_OUTSIDE)
    def asked_already(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            advocate = naming.about(desk.program, body["user"]["id"], action["value"], as_csm=False)
            return modals.outside_modal(desk.program.now().date(), advocate, USUAL)

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.ASK_OUTSIDE)
    def asked_outside(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            asked_on = form.day("asked_on")
            if asked_on is None:
                raise Refused("field_missing", field="asked_on")
            outside_asks.log(
                desk.program,
                body["user"]["id"],
                form.choice("advocate") or "",
                form.choice("activity_kind") or "",
                asked_on,
                form.choice("answer"),
            )

        desk.submit(ack, "advocate", save)

    @app.action(ids.GIVE_LOG)
    def give(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            about = action["value"]
            advocate = naming.about(desk.program, body["user"]["id"], about, as_csm=True)
            opening = giving.opening(desk.program, about)
            return modals.give_modal(desk.program.now().date(), advocate, *opening)

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.GIVE_LOG)
    def given(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        desk.submit(
            ack,
            "advocate",
            lambda: giving.log(
                desk.program,
                body["user"]["id"],
                form.choice("advocate") or "",
                form.choice("kind") or "",
                form.day("given_on"),
                form.text("note"),
            ),
        )

    @app.action(ids.OWNER_OVERRIDE)
    def override(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by = body["user"]["id"]

        def made() -> dict[str, Any]:
            request_id = request_of_block(action["block_id"])
            if request_id is not None:
                kind = overriding.kind_of(desk.program, by, request_id)
                one = overriding.opening(desk.program, by, action["value"], kind)
                return modals.override_for_request_modal(one, kind, request_id)
            text, refinement = searched(action)
            kind = matching.opening(desk.program, by, text, None, refinement).reading.criteria.kind
            one = overriding.opening(desk.program, by, action["value"], kind)
            return modals.override_modal(one, kind, text, refinement)

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.OWNER_OVERRIDE)
    def overridden(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """The reason is kept. The form for the request takes this one's place, unless there is a request already."""
        form, by = Form(view), body["user"]["id"]
        subject = json.loads(form.subject)

        def save() -> dict[str, Any] | None:
            reason = form.text("reason")
            if reason is None:
                raise Refused("field_missing")
            if "request" in subject:
                overriding.ask_for(desk.program, by, subject["request"], subject["advocate"], reason)
                return None
            overriding.write(desk.program, by, subject["advocate"], subject["kind"], reason)
            refinement = Refinement.of(subject["refined"])
            return request_form(desk, by, subject["words"], refinement, subject["advocate"])

        desk.submit(ack, "reason", save)
