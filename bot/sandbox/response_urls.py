"""What comes in at a response_url: a new message, a replacement of the one acted on, or its removal."""

import json

from bot.sandbox.checks import check_message, check_taken
from bot.sandbox.records import Ephemeral, Json, Message
from bot.sandbox.refused import Refused
from bot.sandbox.tickets import ResponseUrl
from bot.sandbox.workspace import Workspace


def respond(workspace: Workspace, token: str, body: bytes) -> None:
    """Does what the answer says. Raises Refused: used_url, expired_url, invalid_blocks, no_text, …

    An answer to a click that says neither `replace_original` nor `delete_original` replaces the message acted on;
    an answer to a command, which has no such message, is a new one. New ones are ephemeral unless
    `response_type` is in_channel.
    """
    answer = _parsed(workspace, body)
    url = workspace.response_urls.use(token)
    if _is_true(answer.get("delete_original")):
        _delete_source(workspace, url)
        return
    if not answer.get("text") and not answer.get("blocks"):
        raise Refused("no_text", "neither text nor blocks")
    if url.source_ts and _is_true(answer.get("replace_original", True)):
        _replace_source(workspace, url, answer)
    else:
        show_answer(workspace, url.user, url.channel, answer)


def show_answer(workspace: Workspace, user: str, channel: str, answer: Json) -> Message | Ephemeral:
    """A new message in answer to a person: theirs alone, or everybody's in the channel with response_type in_channel."""
    text, blocks = answer.get("text", ""), answer.get("blocks") or []
    if answer.get("response_type") == "in_channel":
        return workspace.post(channel, user=workspace.app.user_id, text=text, blocks=blocks)
    return workspace.show_ephemeral(user, channel, text=text, blocks=blocks)


def checked(workspace: Workspace, answer: Json) -> Json:
    """The answer, if Slack would show it there. Raises Refused invalid_blocks, …"""
    flags: Json = {
        name: _is_true(answer[name]) for name in ("replace_original", "delete_original") if name in answer
    }
    check_message({**answer, **flags})
    check_taken(workspace, answer.get("blocks"))
    return answer


def _parsed(workspace: Workspace, body: bytes) -> Json:
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise Refused("invalid_payload", f"not JSON: {error}") from error
    if not isinstance(answer, dict):
        raise Refused("invalid_payload", "not a JSON object")
    return checked(workspace, answer)


def _is_true(value: object) -> bool:
    """Slack takes true and "true" alike."""
    return value is True or value == "true"


def _delete_source(workspace: Workspace, url: ResponseUrl) -> None:
    if url.source_is_ephemeral:
        workspace.remove_ephemeral(url.user, url.source_ts)
    else:
        workspace.delete(url.channel, url.source_ts)


def _replace_source(workspace: Workspace, url: ResponseUrl, answer: Json) -> None:
    text, blocks = answer.get("text", ""), answer.get("blocks") or []
    if url.source_is_ephemeral:
        workspace.replace_ephemeral(url.user, url.source_ts, text=text, blocks=blocks)
    else:
        workspace.edit(url.channel, url.source_ts, text=text, blocks=blocks)
