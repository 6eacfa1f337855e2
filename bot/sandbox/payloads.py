"""The bodies Slack sends, key for key: commands, clicks, submissions, suggestions, shortcuts, events."""

import uuid
from typing import Any

from bot.sandbox.elements import HOLDS, Spot, state_values
from bot.sandbox.records import Channel, Ephemeral, Json, Message, Person, View
from bot.sandbox.workspace import Workspace

TOKEN = "sandbox-verification-token"  # noqa: S105, the deprecated field every payload still carries
CHANNEL_NAMES = {"im": "directmessage", "private": "privategroup"}


def command(workspace: Workspace, person: Person, channel: Channel, name: str, text: str) -> Json:
    """The form fields of a slash command, all strings."""
    return {
        "token": TOKEN,
        "team_id": person.team_id,
        "team_domain": _domain(workspace, person),
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app.app_id,
        "is_enterprise_install": "false",
        "response_url": workspace.response_urls.issue(person.id, channel.id),
        "trigger_id": workspace.triggers.issue(person.id),
    }


def message_action(
    workspace: Workspace,
    person: Person,
    message: Message | Ephemeral,
    spot: Spot,
    held: Json,
    typed: dict[str, dict[str, Json]],
) -> Json:
    """block_actions from a message; an ephemeral one carries no `message`, as in Slack."""
    ephemeral = isinstance(message, Ephemeral)
    channel = workspace.channel(message.channel)
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    body = _interaction(workspace, person, "block_actions")
    body |= {
        "container": container,
        "trigger_id": workspace.triggers.issue(person.id),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": {"values": state_values(message.blocks, typed)},
        "response_url": workspace.response_urls.issue(
            person.id, channel.id, message.ts, source_is_ephemeral=ephemeral
        ),
        "actions": [_action(workspace, spot, held)],
    }
    if isinstance(message, Message):
        body["message"] = message.as_slack()
    return body


def view_action(workspace: Workspace, person: Person, view: View, spot: Spot, held: Json) -> Json:
    """block_actions from a modal or a home: with the view, without a response_url."""
    body = _interaction(workspace, person, "block_actions")
    shown = workspace.views.as_slack(view)
    body |= {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.triggers.issue(person.id),
        "view": shown,
        "state": shown["state"],
        "actions": [_action(workspace, spot, held)],
    }
    return body


def view_submission(workspace: Workspace, person: Person, view: View) -> Json:
    body = _interaction(workspace, person, "view_submission")
    return body | {
        "trigger_id": workspace.triggers.issue(person.id),
        "view": workspace.views.as_slack(view),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, person: Person, view: View, *, is_cleared: bool) -> Json:
    body = _interaction(workspace, person, "view_closed")
    return body | {"view": workspace.views.as_slack(view), "is_cleared": is_cleared}


def block_suggestion(
    workspace: Workspace, person: Person, place: View | Message | Ephemeral, spot: Spot, typed: str
) -> Json:
    body = _interaction(workspace, person, "block_suggestion")
    body |= {"block_id": spot.block_id, "action_id": spot.action_id, "value": typed}
    if isinstance(place, View):
        return body | {
            "container": {"type": "view", "view_id": place.id},
            "view": workspace.views.as_slack(place),
        }
    channel = workspace.channel(place.channel)
    ephemeral = isinstance(place, Ephemeral)
    body |= {
        "container": {
            "type": "message",
            "message_ts": place.ts,
            "channel_id": place.channel,
            "is_ephemeral": ephemeral,
        },
        "channel": {"id": channel.id, "name": _channel_name(channel)},
    }
    return body | ({} if isinstance(place, Ephemeral) else {"message": place.as_slack()})


def shortcut(workspace: Workspace, person: Person, callback_id: str) -> Json:
    body = _interaction(workspace, person, "shortcut")
    del body["api_app_id"]
    return body | {
        "action_ts": workspace.new_ts(),
        "callback_id": callback_id,
        "trigger_id": workspace.triggers.issue(person.id),
    }


def message_shortcut(workspace: Workspace, person: Person, callback_id: str, message: Message) -> Json:
    channel = workspace.channel(message.channel)
    body = _interaction(workspace, person, "message_action")
    del body["api_app_id"]
    return body | {
        "action_ts": workspace.new_ts(),
        "callback_id": callback_id,
        "trigger_id": workspace.triggers.issue(person.id),
        "response_url": workspace.response_urls.issue(person.id, channel.id),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message_ts": message.ts,
        "message": message.as_slack(),
    }


def event(workspace: Workspace, inner: Json) -> Json:
    """The Events API's envelope around one event."""
    return {
        "token": TOKEN,
        "team_id": workspace.team.id,
        "api_app_id": workspace.app.app_id,
        "event": {"event_ts": workspace.new_ts(), **inner},
        "type": "event_callback",
        "event_id": f"Ev{uuid.uuid4().hex[:10].upper()}",
        "event_time": int(workspace.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team.id,
                "user_id": workspace.app.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def app_home_opened(workspace: Workspace, person: Person, tab: str) -> Json:
    """The inner event; it carries the home the bot published last, if any."""
    inner: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": workspace.open_im(person.id).id,
        "tab": tab,
    }
    home = workspace.views.home(person.id)
    if tab == "home" and home is not None:
        inner["view"] = workspace.views.as_slack(home)
    return inner


def _interaction(workspace: Workspace, person: Person, kind: str) -> Json:
    """What every interaction says first. Somebody of another organisation comes with their own team."""
    return {
        "type": kind,
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": workspace.app.app_id,
        "token": TOKEN,
        "team": {"id": person.team_id, "domain": _domain(workspace, person)},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _action(workspace: Workspace, spot: Spot, held: Json) -> Json:
    """One entry of `actions`: what the element is, and what it now holds."""
    carried = (
        "text",
        "value",
        "style",
        "url",
        "placeholder",
        "min_query_length",
        HOLDS.get(spot.kind, ("", ""))[1],
    )
    body: dict[str, Any] = {
        "type": spot.kind,
        "action_id": spot.action_id,
        "block_id": spot.block_id,
        "action_ts": workspace.new_ts(),
    }
    for key in carried:
        if key in spot.element:
            body[key] = spot.element[key]
    return body | {key: value for key, value in held.items() if key != "type"}


def _channel_name(channel: Channel) -> str:
    return CHANNEL_NAMES.get(channel.kind, channel.name)


def _domain(workspace: Workspace, person: Person) -> str:
    own = person.team_id == workspace.team.id
    return workspace.team.domain if own else person.team_id.lower()
