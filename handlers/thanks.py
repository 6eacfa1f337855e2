"""Recording a thank-you, how the deal ended, and that the advocate was told."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.services import appreciation, deals, open_thanks, outcomes, publishing
from handlers.answering import Desk
from handlers.forms import Form
from messages import ids
from messages.cards import card_modal
from messages.modals.activities import SETTLED, WAYS, detail_modal, published_modal, thanks_modal
from messages.modals.deals import deal_modal


def _settling(desk: Desk, how: str) -> Callable[..., None]:
    def settle(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        desk.click(
            ack,
            respond,
            lambda: open_thanks.settle_all(desk.program, body["user"]["id"], action["value"], how),
        )

    return settle


def register(app: App, desk: Desk) -> None:
    @app.action(ids.THANKS_RECORD)
    def thank(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            return thanks_modal(appreciation.story(desk.program, body["user"]["id"], action["value"]))

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.THANKS_RECORD)
    def thanked(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            how = form.choice("how")
            if how not in (*WAYS, *SETTLED):
                raise Refused("field_missing")
            appreciation.thank(
                desk.program,
                body["user"]["id"],
                form.subject,
                appreciation.Thanks(how, form.text("text"), form.ticked("told_outcome"), form.text("helped")),
            )

        desk.submit(ack, "how", save)

    @app.action(ids.THANKS_DETAIL)
    def say_what_helped(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            return detail_modal(appreciation.story(desk.program, body["user"]["id"], action["value"]))

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.THANKS_DETAIL)
    def said_what_helped(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            helped = form.text("helped")
            if helped is None:
                raise Refused("field_missing")
            appreciation.say_what_helped(
                desk.program, body["user"]["id"], form.subject, helped, form.text("prospect")
            )

        desk.submit(ack, "helped", save)

    @app.action(ids.THANKS_CARD)
    def want_card(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            return card_modal(appreciation.story(desk.program, body["user"]["id"], action["value"]))

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.THANKS_CARD)
    def make_card(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            text = form.text("text")
            if text is None:
                raise Refused("field_missing")
            appreciation.make_card(desk.program, body["user"]["id"], form.subject, text)

        desk.submit(ack, "text", save)

    for action_id, how in (
        (ids.OPEN_THANKS_THANKED, open_thanks.LONG_AGO),
        (ids.OPEN_THANKS_LET_GO, open_thanks.LET_GO),
    ):
        app.action(action_id)(_settling(desk, how))

    @app.action(ids.DEAL_RESULT)
    def deal(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            story = deals.deal_story(desk.program, body["user"]["id"], action["value"])
            return deal_modal(story, desk.program.policy.currency)

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.DEAL_RESULT)
    def deal_reported(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        desk.submit(
            ack,
            "result",
            lambda: deals.report_deal(
                desk.program,
                body["user"]["id"],
                form.subject,
                form.choice("result") or "",
                form.number("amount"),
            ),
        )

    @app.action(ids.PUBLISHED_RECORD)
    def published(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            story = publishing.story(desk.program, body["user"]["id"], action["value"])
            return published_modal(story, desk.program.now().date())

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.PUBLISHED_RECORD)
    def is_out(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        desk.submit(
            ack,
            "published_on",
            lambda: publishing.publish(
                desk.program, body["user"]["id"], form.subject, form.day("published_on"), form.text("link")
            ),
        )

    @app.action(ids.OUTCOME_TOLD)
    def told(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        desk.click(ack, respond, lambda: outcomes.tell(desk.program, body["user"]["id"], action["value"]))
