"""What an advocate said of the program, and that somebody should not be asked."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.rules.satisfaction import Answers
from bot.services import satisfaction
from handlers.answering import Desk
from handlers.forms import Form
from messages import ids
from messages.modals.satisfaction import satisfaction_modal


def register(app: App, desk: Desk) -> None:
    @app.action(ids.SATISFACTION_RECORD)
    def opens(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            return satisfaction_modal(satisfaction.opening(desk.program, body["user"]["id"], action["value"]))

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.SATISFACTION_RECORD)
    def noted(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        answers = Answers(
            form.whole("recommend"), form.whole("valued"), form.whole("worth_it"), form.text("words")
        )
        desk.submit(
            ack,
            "recommend",
            lambda: satisfaction.note(desk.program, body["user"]["id"], form.subject, answers, form.id),
        )

    @app.action(ids.SURVEY_NOT_FOR_THEM)
    def not_for_them(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        desk.click(
            ack,
            respond,
            lambda: satisfaction.not_for_them(desk.program, body["user"]["id"], action["value"]),
        )
