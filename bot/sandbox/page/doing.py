"""What a person does on the page, done as them through the driver: nothing here goes around the bot's front door."""

from collections.abc import Callable
from datetime import UTC
from typing import Any

from bot.sandbox.actor import Actor
from bot.sandbox.answer import Answer
from bot.sandbox.driver import Driver
from bot.sandbox.filling import NotPossible, NotSubmittable
from bot.sandbox.page.contract import TimeTravel
from bot.sandbox.page.door import FrontDoor
from bot.sandbox.records import Json
from bot.sandbox.screen import Place
from bot.sandbox.workspace import Workspace

FURTHEST = 366
"""Days in one journey."""
GONE = "This form is not open any more."


class BadDeed(Exception):
    """The page asked for something that is no deed at all, or left out what it needs."""


class Deeds:
    """Everything that can be done. Each answer has `ok`, and where the bot was asked `ms`, `status` and `refused`."""

    def __init__(self, workspace: Workspace, driver: Driver, travel: TimeTravel, door: FrontDoor) -> None:
        self._workspace = workspace
        self._driver = driver
        self._travel = travel
        self._door = door
        self._known: dict[str, Callable[[Actor, Json], Json]] = {
            "command": self._command,
            "say": self._say,
            "click": self._click,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "message_shortcut": self._message_shortcut,
            "home": self._home,
            "dismiss": self._dismiss,
            "travel": self._go,
        }

    def do(self, deed: str, body: Json) -> Json:
        """Does it as the person `as`. Raises BadDeed, NotPossible, Refused user_not_found."""
        known = self._known.get(deed)
        if known is None:
            raise BadDeed(f"there is no {deed!r}")
        return known(self._driver.as_person(_said(body, "as")), body)

    def _command(self, actor: Actor, body: Json) -> Json:
        name = _said(body, "name")
        answer = actor.command(name, str(body.get("text", "")), str(body.get("channel", "")))
        return self._told(name, actor, answer)

    def _say(self, actor: Actor, body: Json) -> Json:
        text = _said(body, "text").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        actor.says(_said(body, "channel"), text)
        return {"ok": True}

    def _click(self, actor: Actor, body: Json) -> Json:
        place = self._place(actor, _inner(body, "place"))
        if "view_id" in body["place"]:
            self._keep(actor, body.get("values", {}))
        answer = actor.click(
            place, _said(body, "action_id"), body.get("value"), block_id=_said(body, "block_id")
        )
        return self._told(f"click {body['action_id']}", actor, answer)

    def _suggest(self, actor: Actor, body: Json) -> Json:
        place = self._place(actor, _inner(body, "place"))
        return {"ok": True, "options": actor.suggest(_said(body, "action_id"), _said(body, "query"), place)}

    def _submit(self, actor: Actor, body: Json) -> Json:
        view = self._workspace.views.find(_said(body, "view_id"))
        if view is None:
            raise NotPossible(GONE)
        return self._told(f"submit {view.callback_id}", actor, actor.submit(view, **_inner(body, "values")))

    def _close(self, actor: Actor, body: Json) -> Json:
        if actor.modal is None:
            return {"ok": True}  # it went in the meantime
        answer = actor.close_modal(whole_stack=bool(body.get("whole")))
        return self._told("close", actor, answer) if answer else {"ok": True}

    def _shortcut(self, actor: Actor, body: Json) -> Json:
        callback_id = _said(body, "callback_id")
        return self._told(f"shortcut {callback_id}", actor, actor.shortcut(callback_id))

    def _message_shortcut(self, actor: Actor, body: Json) -> Json:
        message = self._workspace.message(_said(body, "channel"), _said(body, "ts"))
        callback_id = _said(body, "callback_id")
        return self._told(f"shortcut {callback_id}", actor, actor.message_shortcut(callback_id, message))

    def _home(self, actor: Actor, body: Json) -> Json:
        """Slack tells the bot only where the app is subscribed to it."""
        events = self._workspace.events
        if events is not None and "app_home_opened" not in events:
            return {"ok": True}
        return self._told("app_home_opened", actor, actor.open_home(str(body.get("tab", "home"))))

    def _dismiss(self, actor: Actor, body: Json) -> Json:
        """Slack's client forgets an ephemeral without telling the bot."""
        self._workspace.remove_ephemeral(actor.id, _said(body, "ts"))
        return {"ok": True}

    def _go(self, _actor: Actor, body: Json) -> Json:
        if body.get("to") == "morning":
            return self._arrived(self._travel.next_working_morning())
        days = body.get("days")
        if not isinstance(days, int) or not 1 <= days <= FURTHEST:
            raise BadDeed(f"from 1 to {FURTHEST} days at once, not {days}")
        return self._arrived(self._travel.forward(days))

    def _arrived(self, said: str) -> Json:
        return {"ok": True, "said": said, "now": self._travel.now().astimezone(UTC).isoformat()}

    def _place(self, actor: Actor, named: Json) -> Place:
        """What the page points at, as it is now. Raises NotPossible when it is gone."""
        if "view_id" in named:
            view = self._workspace.views.find(_said(named, "view_id"))
            if view is None:
                raise NotPossible(GONE)
            return view
        ts = _said(named, "ts")
        shown = self._workspace.ephemeral(actor.id, ts)
        return shown if shown is not None else self._workspace.message(_said(named, "channel"), ts)

    def _keep(self, actor: Actor, values: dict[str, Any]) -> None:
        """What is typed so far travels with a click inside a form; what could not be submitted yet stays behind."""
        for action_id, value in values.items():
            try:
                actor.fill(None, **{action_id: value})
            except NotSubmittable:
                continue  # half typed: Slack's client sends the click without it

    def _told(self, what: str, actor: Actor, answer: Answer) -> Json:
        self._door.note(what, actor.id, answer)
        told: Json = {
            "ok": answer.ok,
            "status": answer.status,
            "ms": round(answer.ms, 1),
            "refused": answer.refused,
            "errors": answer.errors,
        }
        if answer.shown is not None:
            told["shown"] = answer.shown.ts
        return told


def _said(body: Json, name: str) -> str:
    """A text that the deed needs."""
    value = body.get(name)
    if not isinstance(value, str):
        raise BadDeed(f"{name} is missing")
    return value


def _inner(body: Json, name: str) -> Json:
    """An object inside; an empty one where there is none."""
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise BadDeed(f"{name} is no object")
    return value
