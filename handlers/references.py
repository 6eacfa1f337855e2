"""/reference, and what its answers and requests' buttons do."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.rules.vocabulary import NoSuchReading, Refinement
from bot.services import cancelling, filing, matching, naming, overriding, reference_requests, steering
from bot.services.program import Program
from handlers.answering import Desk
from handlers.forms import Form, typed
from messages import ids, references
from messages.modals.asks import note_modal
from messages.modals.requests import Choices, asked_somebody_else, change_modal, request_modal
from messages.refusals import refusal
from messages.render import Message
from messages.requests import owner, requester

NEEDED_IN = timedelta(days=14)
"""What the form proposes for "needed by"."""


STEERING: dict[str, Callable[[Program, str, str], None]] = {
    ids.REQUEST_CANCEL: cancelling.cancel,
    ids.REQUEST_ANOTHER: steering.ask_another,
    ids.REQUEST_CHASE: steering.chase,
}
"""By button: what it does with its request."""


def register(app: App, desk: Desk) -> None:
    @app.command(ids.REFERENCE_COMMAND)
    def reference(ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient) -> None:
        text, by = typed(command.get("text")), command["user_id"]
        try:
            match text.lower():
                case "":
                    modal = _empty_form(desk, by)
                    desk.open(ack, respond, client, command["trigger_id"], lambda: modal)
                    return
                case "help":
                    message = references.help_text()
                case "mine":
                    message = references.mine(
                        reference_requests.mine(desk.program, by),
                        may_give=naming.answers_for_anybody(desk.program, by),
                    )
                case _:
                    message = found(desk, by, text, Refinement())
        except Refused as error:
            ack(text=refusal(error), response_type="ephemeral")
        else:
            ack(text=message.text, blocks=message.blocks, response_type="ephemeral")

    @app.shortcut(ids.REQUEST_SHORTCUT)
    def request_from_anywhere(
        ack: Ack, shortcut: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by = shortcut["user"]["id"]
        desk.open(ack, respond, client, shortcut["trigger_id"], lambda: _empty_form(desk, by))

    @app.action(ids.REFERENCE_REQUEST)
    @app.action(ids.REFERENCE_REQUEST_ANY)
    @app.action(ids.REQUEST_FILE_ANYWAY)
    def request(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        by, pressed = body["user"]["id"], action["action_id"]

        def form() -> dict[str, Any]:
            search = searched(action)
            advocate_id = action["value"] if pressed == ids.REFERENCE_REQUEST else None
            return request_form(desk, by, *search, advocate_id, anyway=pressed == ids.REQUEST_FILE_ANYWAY)

        desk.open(ack, respond, client, body["trigger_id"], form)

    def settle(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def search() -> None:
            text, refinement = searched(action)
            with _current_words():
                settled = refinement.settling(*references.reading_of_value(action["value"]))
            desk.whisper_instead(respond, found(desk, body["user"]["id"], text, settled))

        desk.click(ack, respond, search)

    for action_id in ids.REFERENCE_READINGS:
        app.action(action_id)(settle)

    @app.action(ids.REFERENCE_LOOSER)
    def loosen(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def search() -> None:
            text, refinement = searched(action)
            with _current_words():
                looser = refinement.loosening(references.criterion_of_value(action["value"]))
            desk.whisper(respond, found(desk, body["user"]["id"], text, looser))

        desk.click(ack, respond, search)

    @app.view(ids.REFERENCE_REQUEST)
    def file(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        desk.submit(ack, "activity_kind", lambda: _file(desk, body["user"]["id"], Form(view)))

    @app.action(ids.REQUEST_SHOW)
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def tell() -> None:
            by, request_id = body["user"]["id"], action["value"]
            story = reference_requests.show(desk.program, by, request_id)
            if story.request.state == "unfilled" and story.request.requester.mention != by:
                desk.whisper(respond, owner(story, overriding.open_for(desk.program, by, request_id)))
            else:
                desk.whisper(respond, requester(story, desk.program.now()))

        desk.click(ack, respond, tell)

    def steers(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        """A button that changes a request at once; where only its reader sees the message, they are shown how it stands."""
        by, request_id = body["user"]["id"], action["value"]

        def steer_and_tell() -> None:
            STEERING[action["action_id"]](desk.program, by, request_id)
            if body.get("container", {}).get("is_ephemeral"):
                story = reference_requests.show(desk.program, by, request_id)
                desk.whisper(respond, requester(story, desk.program.now()))

        desk.click(ack, respond, steer_and_tell)

    for action_id in STEERING:
        app.action(action_id)(steers)

    @app.action(ids.REQUEST_CHANGE)
    def change(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            return change_modal(
                reference_requests.show(desk.program, body["user"]["id"], action["value"]).request
            )

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.REQUEST_CHANGE)
    def changed(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            day = form.day("needed_by")
            if day is None:
                raise Refused("field_missing")
            steering.change(desk.program, body["user"]["id"], form.subject, day, form.text("questions"))

        desk.submit(ack, "needed_by", save)


def found(desk: Desk, by: str, text: str, refinement: Refinement) -> Message:
    """Who fits the words of a search, after these clicks."""
    answer = matching.find(desk.program, by, text, refinement)
    return references.answer(
        text,
        answer.reading,
        answer.matches,
        answer.fitting,
        answer.left_out,
        answer.looser,
        refinement,
        answer.open_to_owner,
    )


def searched(action: dict[str, Any]) -> tuple[str, Refinement]:
    """The search beneath a button. Refused where the words known have changed since."""
    with _current_words():
        return references.search_of_block(action["block_id"])


@contextmanager
def _current_words() -> Iterator[None]:
    """A button from before the words changed, or one that never was, is refused kindly."""
    try:
        yield
    except NoSuchReading:
        raise Refused("words_changed") from None


def request_form(
    desk: Desk, by: str, text: str, refinement: Refinement, advocate_id: str | None, *, anyway: bool = False
) -> dict[str, Any]:
    """The form for a request, for one advocate or for whoever fits best."""
    opening = matching.opening(desk.program, by, text, advocate_id, refinement)
    return request_modal(
        text=text,
        refinement=refinement,
        anyway=anyway,
        kind=opening.reading.criteria.kind,
        platform=opening.reading.criteria.platform,
        needed_by=desk.program.now().date() + NEEDED_IN,
        currency=desk.program.policy.currency,
        advocate=opening.advocate,
    )


def _empty_form(desk: Desk, by: str) -> dict[str, Any]:
    opening = matching.opening(desk.program, by, "", None)
    return request_modal(
        text="",
        kind=opening.reading.criteria.kind,
        platform=None,
        needed_by=desk.program.now().date() + NEEDED_IN,
        currency=desk.program.policy.currency,
        choices=Choices(opening.industries, opening.segments, opening.regions),
    )


def _own_note(desk: Desk, by: str, request_id: str) -> dict[str, Any] | None:
    """A CSM who asks for their own advocate has approved by asking: what is left is the note."""
    ask = reference_requests.show(desk.program, by, request_id).current
    return note_modal(ask) if ask is not None and ask.own and ask.state == "approved" else None


def _file(desk: Desk, by: str, form: Form) -> dict[str, Any] | None:
    subject = json.loads(form.subject)
    needed_by = form.day("needed_by")
    with _current_words():
        refinement = Refinement.of(subject["refined"])
    kind = form.choice("activity_kind")
    deal_name = form.text("deal_name")
    if needed_by is None or kind is None or deal_name is None:
        raise Refused("field_missing", field="deal_name" if deal_name is None else "needed_by")
    filed = filing.file(
        desk.program,
        by,
        filing.RequestForm(
            words=" ".join(filter(None, (subject["words"], form.text("words")))),
            kind=kind,
            deal_name=deal_name,
            needed_by=needed_by,
            advocate_id=subject["advocate"],
            refinement=refinement,
            wait=subject["anyway"],
            industry=form.choice("industry"),
            segment=form.choice("segment"),
            region=form.choice("region"),
            platform=form.choice("platform"),
            prospect=form.text("prospect"),
            deal_amount=form.number("deal_amount"),
            deal_stage=form.text("deal_stage"),
            close_date=form.day("close_date"),
            format=form.choice("format"),
            questions=form.text("questions"),
        ),
        submission=form.id,
    )
    if filed.instead_of is None or filed.advocate is None or filed.account is None:
        return _own_note(desk, by, filed.request_id)
    return asked_somebody_else(filed.instead_of, filed.advocate, filed.account, filed.reason)
