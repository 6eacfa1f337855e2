"""What one person sees of the workspace, as JSON: all of it once, then only what changes."""

from datetime import UTC
from typing import Any

from bot.sandbox.elements import spots
from bot.sandbox.feed import Change
from bot.sandbox.page.contract import TimeTravel
from bot.sandbox.records import Channel, Ephemeral, Json, Message, Person, View
from bot.sandbox.refused import Refused
from bot.sandbox.workspace import Workspace

SHOWN = 200
"""Messages of one conversation."""
COUNTED = 50
"""Newest messages of one conversation that can count as unread, and whose buttons are told of."""
REFUSALS = 20


class Glimpse:
    """Reads the workspace for the page. `travel` tells the program's date."""

    def __init__(self, workspace: Workspace, travel: TimeTravel) -> None:
        self._workspace = workspace
        self._travel = travel

    def whole(self, user: str) -> Json:
        """Everything; for an empty `user` only who there is to be. Raises Refused user_not_found."""
        workspace = self._workspace
        with workspace.lock:
            cast: Json = {
                "seq": workspace.feed.seq,
                "now": self._now(),
                "born": min((channel.created for channel in workspace.channels()), default=0),
                "team": workspace.team.name,
                "bot": {"id": workspace.app.user_id, "name": workspace.app.name},
                "people": [_person(person) for person in workspace.people()],
                "channels": [_channel(channel) for channel in workspace.channels() if channel.kind != "im"],
            }
            if not user:
                return cast
            workspace.person(user)
            workspace.open_im(user)
            mine = [channel for channel in workspace.channels() if user in channel.members]
            return cast | {
                "seq": workspace.feed.seq,
                "conversations": [_channel(channel) for channel in mine],
                "messages": {
                    channel.id: [_message(one) for one in workspace.messages(channel.id)[-SHOWN:]]
                    for channel in mine
                },
                "ephemerals": [_ephemeral(one) for one in workspace.ephemerals(user)],
                "views": [self._view(view) for view in workspace.views.stack(user)],
                "home": self._home(user),
                "refusals": [_refusal(vars(one)) for one in workspace.refusals[-REFUSALS:]],
                "others": self._others(),
            }

    def file(self, user: str, file_id: str) -> tuple[str, bytes]:
        """Name and bytes of a file that they see: shared in one of their conversations, or a picture in a message of theirs. Raises
        Refused user_not_found or file_not_found."""
        workspace = self._workspace
        with workspace.lock:
            workspace.person(user)
            mine = [channel.id for channel in workspace.channels() if user in channel.members]
            messages = [message for channel in mine for message in workspace.messages(channel)]
            seen = {one["id"] for message in messages for one in message.files}
            blocks = [one.blocks for one in messages] + [one.blocks for one in workspace.ephemerals(user)]
            seen |= {(block.get("slack_file") or {}).get("id") for each in blocks for block in each or ()}
            if file_id not in seen:
                raise Refused("file_not_found", "no such file in your conversations")
            return workspace.files[file_id]["name"], workspace.content(file_id)

    def since(self, user: str, changes: list[Change]) -> Json:
        """What these changes mean for that person: `seq`, `now` and `events`, each with a `kind` and what it needs."""
        workspace = self._workspace
        with workspace.lock:
            workspace.person(user)
            seq = changes[-1]["seq"] if changes else workspace.feed.seq
            if any(self._is_news_for_all(user, change) for change in changes):
                return {"seq": seq, "now": self._now(), "events": [{"kind": "reset"}]}
            events = [event for change in changes if (event := self._event(user, change))]
            if any(change["kind"].startswith(("message_", "channel_")) for change in changes):
                events.append({"kind": "others", "others": self._others()})
            return {"seq": seq, "now": self._now(), "events": _last_of_each(events)}

    def _is_news_for_all(self, user: str, change: Change) -> bool:
        """Whether everything must be read again; another person's first direct message is no such thing."""
        if change["kind"] != "channel_changed":
            return change["kind"] in ("reset", "person_changed")
        channel = self._workspace.channel(change["channel"])
        return channel.kind != "im" or user in channel.members

    def _event(self, user: str, change: Change) -> Json | None:
        kind = change["kind"]
        if kind in ("message_posted", "message_changed", "message_deleted"):
            return self._message(user, change)
        if kind.startswith("ephemeral_") and change["reader"] == user:
            shown = self._workspace.ephemeral(user, change["ts"])
            if shown is None:
                return {"kind": "ephemeral_gone", "ts": change["ts"]}
            return {"kind": "ephemeral", "ephemeral": _ephemeral(shown)}
        if kind in ("view_opened", "view_updated", "view_closed", "views_cleared", "home_published"):
            return self._views(user, change)
        if kind == "refused":
            return {"kind": "refused", "seq": change["seq"], "refusal": _refusal(change)}
        return {"kind": "called"} if kind == "called" else None

    def _message(self, user: str, change: Change) -> Json | None:
        if user not in self._workspace.channel(change["channel"]).members:
            return None
        where = {"channel": change["channel"], "ts": change["ts"]}
        try:
            message = self._workspace.message(change["channel"], change["ts"])
        except Refused:
            return {"kind": "message_gone", **where}  # deleted since
        return {"kind": "message", **where, "message": _message(message)}

    def _views(self, user: str, change: Change) -> Json | None:
        if change["user"] != user:
            return None
        home = self._workspace.views.home(user)
        if home is not None and home.id == change.get("view_id"):
            return {"kind": "home", "home": self._view(home)}
        return {"kind": "views", "views": [self._view(view) for view in self._workspace.views.stack(user)]}

    def _others(self) -> Json:
        """For everybody: the newest messages of each conversation, who is in it, and the buttons that wait there."""
        return {
            channel.id: {
                "members": channel.members,
                "newest": [_mark(one) for one in self._workspace.messages(channel.id)[-COUNTED:]],
            }
            for channel in self._workspace.channels()
        }

    def _home(self, user: str) -> Json | None:
        home = self._workspace.views.home(user)
        return self._view(home) if home is not None else None

    def _view(self, view: View) -> Json:
        return {**self._workspace.views.as_slack(view), "typed": view.typed}

    def _now(self) -> str:
        return self._travel.now().astimezone(UTC).isoformat()


def _last_of_each(events: list[Json]) -> list[Json]:
    """Without what a later event of the batch says anew: the same message, the stack, the home, a call."""
    kept: dict[Any, Json] = {}
    for event in events:
        kind = event["kind"]
        about = event.get("ts") or event.get("ephemeral", {}).get("ts") or ""
        key = id(event) if kind == "refused" else (kind.partition("_")[0], event.get("channel"), about)
        kept.pop(key, None)
        kept[key] = event
    return list(kept.values())


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.real_name or person.name,
        "handle": person.name,
        "title": person.title,
        "tz": person.tz,
        "locale": person.locale,
        "status": person.status_text,
        "bot": person.is_bot,
        "guest": person.is_restricted or person.is_ultra_restricted,
        "outsider": person.is_stranger,
        "gone": person.deleted,
    }


def _channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "kind": channel.kind,
        "name": channel.name,
        "members": channel.members,
        "archived": channel.archived,
    }


def _message(message: Message) -> Json:
    return {**message.as_slack(with_metadata=False), "channel": message.channel}


def _ephemeral(one: Ephemeral) -> Json:
    return {"ts": one.ts, "channel": one.channel, "text": one.text, "blocks": one.blocks, "ephemeral": True}


def _mark(message: Message) -> Json:
    offers = sorted({spot.action_id for spot in spots(message.blocks) if spot.kind == "button"})
    return {"ts": message.ts, "user": message.user, "offers": offers}


def _refusal(said: Json) -> Json:
    return {key: said.get(key) for key in ("method", "error", "detail", "injected")}
