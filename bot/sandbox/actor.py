"""One person at their Slack: types commands, clicks what is on their screen, fills in forms, reads."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.sandbox import payloads
from bot.sandbox.answer import Answer
from bot.sandbox.checks import check_options, check_view
from bot.sandbox.elements import HOLDS, Spot, options, spots, state_values
from bot.sandbox.filling import NotPossible, offered_option, refuse_unsendable, state_value
from bot.sandbox.records import Json, Message, Person, View
from bot.sandbox.refused import Refused
from bot.sandbox.response_urls import checked, show_answer
from bot.sandbox.screen import Place, Screen

if TYPE_CHECKING:
    from bot.sandbox.driver import Driver

DEFAULT_QUERY_LENGTH = 3
NO_STATE = ("button", "workflow_button", "icon_button", "feedback_buttons")


class Actor(Screen):
    """Does only what the person could: what is not on their screen raises NotPossible."""

    def __init__(self, slack: "Driver", user_id: str) -> None:
        super().__init__(slack.workspace, user_id)
        self._slack = slack
        self._chosen: dict[tuple[str, str], dict[str, dict[str, Json]]] = {}

    def command(self, name: str, text: str = "", channel: str = "") -> Answer:
        """Types a command, in their direct messages with the bot unless a channel is given."""
        channel_id = channel or self.dm
        self.must_be_in(channel_id)
        where = self.workspace.channel(channel_id)
        answer = self._slack.send_command(payloads.command(self.workspace, self._active(), where, name, text))
        if answer.refused:
            return answer
        reply = answer.body
        if reply is None and answer.raw.strip():
            reply = {"text": answer.raw.decode()}
        if not reply or not (reply.get("text") or reply.get("blocks")):
            return answer
        try:
            shown = show_answer(self.workspace, self.id, channel_id, checked(self.workspace, reply))
        except Refused as refused:
            self.workspace.refuse(f"answer to {name}", refused.code, refused.detail, reply)
            return replace(answer, refused=refused.code)
        return replace(answer, shown=shown)

    def click(
        self,
        place: Place | Answer,
        action_id: str,
        value: Any = None,
        *,
        nth: int = 0,
        block_id: str = "",
        stale: bool = False,
    ) -> Answer:
        """Presses a button, or chooses `value` in a select, picker, overflow, radio or checkboxes outside a form.

        Of several buttons `value` names one by what it carries, `nth` by position, `block_id` by its block. The element must be there *now*;
        `stale` presses one remembered from an older version, as a screen that has not caught up would.
        """
        shown = self.seen(place, stale=stale)
        carried = value if isinstance(value, str) else None
        spot = self.spot(shown, action_id, carried, nth, block_id)
        if not spot.acts_at_once:
            raise NotPossible(f"{action_id} is part of a form: fill it and submit")
        held = {} if spot.kind in NO_STATE else self._held(shown, spot, value)
        typed = {spot.block_id: {spot.action_id: held}} if spot.kind in HOLDS else {}
        person = self._active()
        if isinstance(shown, View):
            if typed:
                shown = self.workspace.views.type_into(shown, typed)
            return self._slack.send_interaction(
                payloads.view_action(self.workspace, person, shown, spot, held)
            )
        state = self._chosen.setdefault((shown.channel, shown.ts), {})
        for block_id, entry in typed.items():
            state.setdefault(block_id, {}).update(entry)
        return self._slack.send_interaction(
            payloads.message_action(self.workspace, person, shown, spot, held, state)
        )

    def press(self, action_id: str, value: str | None = None) -> Answer:
        """`click` on the button wherever it stands; see `find`."""
        return self.click(self.find(action_id, value), action_id, value)

    def suggest(self, action_id: str, typed: str, place: Place | Answer | None = None) -> list[Json]:
        """The options an external select offers for what was typed, those in groups too.

        Raises NotPossible for fewer letters than the select waits for: Slack would not ask.
        """
        shown = self.seen(place or self.top(None))
        spot = self.spot(shown, action_id)
        shortest = spot.element.get("min_query_length", DEFAULT_QUERY_LENGTH)
        if len(typed) < shortest:
            raise NotPossible(f"{action_id} asks from {shortest} letters on, {typed!r} has {len(typed)}")
        payload = payloads.block_suggestion(self.workspace, self._active(), shown, spot, typed)
        answer = self._slack.send_interaction(payload)
        offered = answer.body or {}
        if answer.refused:
            return []
        try:
            check_options(offered)
        except Refused as refused:
            self.workspace.refuse("block_suggestion", refused.code, refused.detail, offered)
            return []
        return options(offered)

    def fill(self, view: View | None = None, /, **values: Any) -> View:
        """Enters values into the open form by action_id, without submitting. Raises NotSubmittable."""
        shown = self.top(view)
        typed: dict[str, dict[str, Json]] = {}
        for action_id, value in values.items():
            spot = self.spot(shown, action_id)
            typed.setdefault(spot.block_id, {})[spot.action_id] = self._held(shown, spot, value)
        return self.workspace.views.type_into(shown, typed)

    def submit(self, view: View | None = None, /, **values: Any) -> Answer:
        """Fills in the open form and submits it; untouched inputs keep what they hold.

        Raises NotSubmittable when Slack's client would not send it. An accepted one closes; errors stay in `.errors`.
        """
        shown = self.top(view)
        if not shown.spec.get("submit"):
            raise NotPossible(f"{shown.title!r} has no submit button")
        shown = self.fill(shown, **values)
        state = state_values(shown.blocks, shown.typed)
        for spot in spots(shown.blocks):
            if spot.is_input:
                refuse_unsendable(spot, state[spot.block_id][spot.action_id])
        payload = payloads.view_submission(self.workspace, self._active(), shown)
        answer = self._slack.send_interaction(payload)
        return answer if answer.refused else self._after_submission(shown, answer)

    def close_modal(self, *, whole_stack: bool = False) -> Answer | None:
        """Closes the modal on top (or all with the corner's cross); the bot hears of it where it asked to."""
        shown = self.top(None)
        views = list(reversed(self.workspace.views.stack(self.id))) if whole_stack else [shown]
        answer = None
        for view in views:
            self.workspace.views.close(view)
            if view.spec.get("notify_on_close"):
                payload = payloads.view_closed(self.workspace, self._active(), view, is_cleared=whole_stack)
                answer = self._slack.send_interaction(payload)
        return answer

    def shortcut(self, callback_id: str) -> Answer:
        return self._slack.send_interaction(payloads.shortcut(self.workspace, self._active(), callback_id))

    def message_shortcut(self, callback_id: str, message: Message) -> Answer:
        self.must_be_in(message.channel)
        current = self.workspace.message(message.channel, message.ts)
        return self._slack.send_interaction(
            payloads.message_shortcut(self.workspace, self._active(), callback_id, current)
        )

    def open_home(self, tab: str = "home") -> Answer:
        """Opens the app's home or messages tab."""
        return self._slack.send_event(payloads.app_home_opened(self.workspace, self._active(), tab))

    def says(self, channel_id: str, text: str) -> Message:
        """Posts a message of their own; the bot hears nothing of it."""
        self.must_be_in(channel_id)
        return self.workspace.post(channel_id, user=self.id, text=text)

    def _active(self) -> Person:
        person = self.person
        if person.deleted:
            raise NotPossible(f"{self.id} is deactivated")
        return person

    def _held(self, place: Place, spot: Spot, value: Any) -> Json:
        if spot.kind == "overflow":
            return {"selected_option": offered_option(spot, options(spot.element), value)}
        if spot.kind.endswith("users_select"):
            for user_id in value if isinstance(value, list) else [value]:
                self.workspace.person(user_id)
        if spot.kind == "external_select" and isinstance(value, str):
            value = self._picked(place, spot, value)
        if spot.kind == "multi_external_select" and isinstance(value, list):
            value = [self._picked(place, spot, item) if isinstance(item, str) else item for item in value]
        return state_value(spot, value, self.person.tz)

    def _picked(self, place: Place, spot: Spot, typed: str) -> Json:
        """The option the bot suggests for what was typed: the one so called, or the only one."""
        offered = self.suggest(spot.action_id, typed, place)
        return offered[0] if len(offered) == 1 else offered_option(spot, offered, typed)

    def _after_submission(self, view: View, answer: Answer) -> Answer:
        """What Slack does with the reply: closes, sends back, updates, pushes or clears."""
        views, body = self.workspace.views, answer.body or {}
        action = body.get("response_action")
        try:
            if action is None:
                views.close(view)
            elif action == "errors":
                return replace(answer, errors=_checked_errors(view, body))
            elif action == "clear":
                views.clear(self.id)
            elif action in ("update", "push"):
                check_view(body.get("view") or {}, "modal")
                if action == "update":
                    views.update(view, body["view"])
                else:
                    views.push(self.id, body["view"])
            else:
                raise Refused("invalid_response_action", f"{action!r} is none of errors, update, push, clear")
        except Refused as refused:
            self.workspace.refuse("answer to view_submission", refused.code, refused.detail, body)
            return replace(answer, refused=refused.code)
        return answer


def _checked_errors(view: View, body: Json) -> dict[str, str]:
    """The errors by block_id. Raises Refused when one is for a block that is no input: Slack shows none of them."""
    errors = {str(block_id): str(text) for block_id, text in (body.get("errors") or {}).items()}
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    strays = sorted(set(errors) - inputs)
    if not errors or strays:
        raise Refused("invalid_errors", f"errors for {strays or 'nothing'}; the inputs are {sorted(inputs)}")
    return errors
