"""Feedback about product and program: passed on, decided on, told back."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.facts import AdvocateCard
from bot.services import feedback, naming
from bot.services.program import Program
from handlers.answering import Desk
from handlers.forms import Form
from messages import ids
from messages.modals import feedback as modals

CLICKS: dict[str, Callable[[Program, str, str], None]] = {
    ids.FEEDBACK_TOLD: feedback.told,
    ids.FEEDBACK_NOT_TOLD: feedback.not_told,
}


def register(app: App, desk: Desk) -> None:
    @app.action(ids.FEEDBACK_LOG)
    def pass_on(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        desk.open(
            ack, respond, client, body["trigger_id"], lambda: _form(desk, body["user"]["id"], action["value"])
        )

    @app.view(ids.FEEDBACK_LOG)
    def passed_on(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> dict[str, Any]:
            story = feedback.note(
                desk.program,
                body["user"]["id"],
                form.choice("advocate") or "",
                form.choice("about") or "",
                form.text("words") or "",
                form.id,
            )
            return modals.passed_on(story)

        desk.submit(ack, "advocate", save)

    @app.action(ids.FEEDBACK_ANSWER)
    def answer(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            return modals.answer_modal(feedback.opening(desk.program, body["user"]["id"], action["value"]))

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.FEEDBACK_ANSWER)
    def answered(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        desk.submit(
            ack,
            "decision",
            lambda: feedback.decide(
                desk.program,
                body["user"]["id"],
                form.subject,
                form.choice("decision") or "",
                form.text("words"),
            ),
        )

    def clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        do = CLICKS[action["action_id"]]
        desk.click(ack, respond, lambda: do(desk.program, body["user"]["id"], action["value"]))

    for action_id in CLICKS:
        app.action(action_id)(clicked)


def feedback_form(desk: Desk, by: str, name: str) -> dict[str, Any]:
    """The form, about whom where a typed name is clear. Anybody's customers may be named: whoever hears it passes it on."""
    found = naming.anybody(desk.program, by, name) if name else []
    return modals.feedback_modal(found[0] if len(found) == 1 else None)


def _form(desk: Desk, by: str, subject_id: str) -> dict[str, Any]:
    """The form beneath a button: about a survey with its words, an advocate, or nobody yet."""
    survey = feedback.prefilled(desk.program, by, subject_id)
    advocate_id, told = survey or (subject_id, None)
    card: AdvocateCard | None = naming.about(desk.program, by, advocate_id, as_csm=False)
    return modals.feedback_modal(card, told)
