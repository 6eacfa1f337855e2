"""What an executive did about somebody, or a CSM in their place."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.services import executive_notes
from bot.services.following_up import TOMORROW
from handlers.answering import Desk
from messages import ids
from messages.executive_notes import put_off

DID = {
    ids.EXEC_NOTE_SENT: "sent",
    ids.EXEC_NOTE_CALLED: "called",
    ids.EXEC_NOTE_LISTENED: "listened",
}
CLICKS = {
    ids.EXEC_NOTE_HAND_OVER: executive_notes.hand_over,
    ids.EXEC_NOTE_PASSED_ON: executive_notes.passed_on,
    ids.EXEC_NOTE_UNDO: executive_notes.take_back,
    ids.EXEC_NOTE_TO_CSM: executive_notes.take_up,
}


def register(app: App, desk: Desk) -> None:
    def did(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        what = DID[action["action_id"]]
        desk.click(
            ack,
            respond,
            lambda: executive_notes.did(desk.program, body["user"]["id"], action["value"], what),
        )

    def clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        do = CLICKS[action["action_id"]]
        desk.click(ack, respond, lambda: do(desk.program, body["user"]["id"], action["value"]))

    def later(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        until = ids.EXEC_NOTE_LATER_CHOICES.get(action["action_id"], TOMORROW)

        def put_it_off() -> None:
            note_id = action["value"]
            at = executive_notes.later(desk.program, body["user"]["id"], note_id, until)
            tell = desk.whisper if action["action_id"] == ids.EXEC_NOTE_LATER else desk.whisper_instead
            tell(respond, put_off(note_id, at, until))

        desk.click(ack, respond, put_it_off)

    for action_id in DID:
        app.action(action_id)(did)
    for action_id in CLICKS:
        app.action(action_id)(clicked)
    for action_id in (ids.EXEC_NOTE_LATER, *ids.EXEC_NOTE_LATER_CHOICES):
        app.action(action_id)(later)
