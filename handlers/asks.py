"""What a CSM and a requester do with an ask."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.facts import AskStory
from bot.services import asks, correcting, deciding, offering, outcomes, undoing
from handlers.answering import Desk
from handlers.forms import Form
from messages import ids
from messages.modals import asks as modals
from messages.modals.corrections import correct_modal, corrected
from messages.undo import taken_back

YES = ("accepted", "scheduled")
MODALS: dict[str, tuple[tuple[str, ...], Callable[[AskStory], dict[str, Any]]]] = {
    ids.ASK_NOTE: (("approved",), modals.note_modal),
    ids.ASK_ANSWER: (("sent",), modals.answer_modal),
    ids.APPROVAL_RECORD: (("awaiting_approval",), modals.approval_modal),
    ids.ASK_SCHEDULE: (YES, modals.schedule_modal),
    ids.ASK_OUTCOME: ((*YES, "assumed"), modals.outcome_modal),
}
"""By button: the states of the ask in which it opens its modal, and the modal."""


def register(app: App, desk: Desk) -> None:
    def opens(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        """A button that opens a modal about its ask, where the ask is still in a state for it."""
        states, view = MODALS[action["action_id"]]

        def made() -> dict[str, Any]:
            return view(asks.story(desk.program, body["user"]["id"], action["value"], states))

        desk.open(ack, respond, client, body["trigger_id"], made)

    for action_id in MODALS:
        app.action(action_id)(opens)

    @app.action(ids.ASK_REVIEW)
    def decide(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by, ask_id = body["user"]["id"], action["value"]

        def made() -> dict[str, Any]:
            story = asks.story(desk.program, by, ask_id, ("reserved",))
            return modals.review_modal(story, offering.others(desk.program, by, ask_id))

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.action(ids.UNDO)
    def undo(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def take_back() -> None:
            undone = undoing.undo(desk.program, body["user"]["id"], action["value"])
            reason = (undone.reason.code, undone.reason.until) if undone.reason else None
            desk.whisper(respond, taken_back(undone.name, undone.now, undone.instead, reason))

        desk.click(ack, respond, take_back)

    @app.action(ids.ASK_CORRECT)
    def correction(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by, subject_id = body["user"]["id"], action["value"]

        def made() -> dict[str, Any]:
            return correct_modal(correcting.opening(desk.program, by, subject_id))

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.ASK_CORRECT)
    def corrects(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> dict[str, Any] | None:
            ask_id, what = form.choice("ask") or "", form.choice("what") or ""
            undone = correcting.correct(desk.program, body["user"]["id"], ask_id, what)
            return corrected(undone.name, undone.instead) if undone.instead else None

        desk.submit(ack, "what", save)

    @app.view(ids.ASK_REVIEW)
    def review(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        desk.submit(ack, "decision", lambda: _review(desk, body["user"]["id"], Form(view)))

    @app.view(ids.ASK_NOTE)
    def note(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            written = form.text("note")
            if written is None:
                raise Refused("note_empty")
            deciding.reword(desk.program, body["user"]["id"], form.subject, written)

        desk.submit(ack, "note", save)

    @app.action(ids.ASK_SENT)
    def sent(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        desk.click(ack, respond, lambda: asks.sent(desk.program, body["user"]["id"], action["value"]))

    @app.view(ids.ASK_ANSWER)
    def answer(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        desk.submit(
            ack,
            "answer",
            lambda: asks.answer(
                desk.program,
                body["user"]["id"],
                form.subject,
                form.choice("answer") or "",
                form.moment("scheduled_for"),
                form.text("comment"),
            ),
        )

    @app.view(ids.APPROVAL_RECORD)
    def approval(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        desk.submit(
            ack,
            "approved",
            lambda: asks.record_approval(
                desk.program,
                body["user"]["id"],
                form.subject,
                _yes_or_no(form.choice("approved")),
                form.text("by"),
                form.day("on"),
            ),
        )

    @app.view(ids.ASK_SCHEDULE)
    def schedule(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            when = form.moment("scheduled_for")
            if when is None:
                raise Refused("choose_time")
            asks.schedule(desk.program, body["user"]["id"], form.subject, when)

        desk.submit(ack, "scheduled_for", save)

    @app.action(ids.ASK_CALL_OFF)
    def call_off(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        desk.click(ack, respond, lambda: asks.call_off(desk.program, body["user"]["id"], action["value"]))

    @app.view(ids.ASK_OUTCOME)
    def outcome(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        rating = form.choice("rating")
        desk.submit(
            ack,
            "happened",
            lambda: outcomes.report(
                desk.program,
                body["user"]["id"],
                form.subject,
                form.choice("happened") or "",
                moved_to=form.moment("moved_to"),
                rating=int(rating) if rating else None,
                helped=form.text("helped"),
                deal_stage=form.text("deal_stage"),
                why_not=form.choice("why_not"),
            ),
        )

    @app.action(ids.MAIL_LINK)
    def mail_link(ack: Ack) -> None:
        """The reader's own mail program opens; Slack only wants to be heard."""
        ack()


def _yes_or_no(choice: str | None) -> bool:
    if choice not in ("yes", "no"):
        raise Refused("field_missing")
    return choice == "yes"


def _review(desk: Desk, by: str, form: Form) -> dict[str, Any] | None:
    """What the CSM decided; the notice to show where it came out otherwise than they chose."""
    match form.choice("decision"):
        case "approve":
            note = form.text("note")
            if note is None:
                raise Refused("note_empty", field="note")
            approval = deciding.approve(desk.program, by, form.subject, note)
            if approval.reason:
                raise Refused(
                    "let_go", name=approval.name, code=approval.reason.code, until=approval.reason.until
                )
        case "offer_other":
            other = form.choice("other")
            if other is None:
                raise Refused("field_missing", field="other")
            gone = deciding.offer_other(desk.program, by, form.subject, other)
            return modals.other_gone(gone) if gone else None
        case "not_now":
            deciding.not_now(
                desk.program,
                by,
                form.subject,
                form.day("resume_on"),
                form.text("reason"),
                form.choice("neutral_reason"),
            )
        case "never":
            deciding.never(desk.program, by, form.subject, form.text("reason"))
        case _:
            raise Refused("field_missing")
    return None
