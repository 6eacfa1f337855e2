"""chat.*: what the bot says. A message is checked as Slack checks it before it exists."""

from bot.sandbox.checks import check_message, check_taken
from bot.sandbox.methods.conversations import visible_channel
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.records import Channel, Json, Message
from bot.sandbox.refused import Refused

CONTENT = "text blocks attachments metadata link_names parse mrkdwn markdown_text"


@method(
    "chat.postMessage",
    f"channel thread_ts reply_broadcast unfurl_links unfurl_media as_user username icon_url icon_emoji {CONTENT}",
    scope="chat:write",
)
def chat_post_message(call: Call) -> Json:
    channel = _where_to_post(call)
    content = _content(call)
    message = call.workspace.post(
        channel.id,
        user=call.workspace.app.user_id,
        text=content.get("text", ""),
        blocks=content.get("blocks"),
        metadata=content.get("metadata"),
        thread_ts=call.text("thread_ts"),
    )
    return {"channel": channel.id, "ts": message.ts, "message": message.as_slack()}


@method("chat.update", f"channel ts as_user reply_broadcast file_ids {CONTENT}", scope="chat:write")
def chat_update(call: Call) -> Json:
    """Text without blocks drops the blocks; metadata stays unless new metadata comes."""
    message = _own_message(call, "cant_update_message")
    content = _content(call)
    fields: Json = {"text": content.get("text", ""), "blocks": content.get("blocks") or []}
    if content.get("metadata") is not None:
        fields["metadata"] = content["metadata"]
    updated = call.workspace.edit(message.channel, message.ts, **fields)
    return {"channel": updated.channel, "ts": updated.ts, "text": updated.text, "message": updated.as_slack()}


@method("chat.delete", "channel ts as_user", scope="chat:write")
def chat_delete(call: Call) -> Json:
    message = _own_message(call, "cant_delete_message")
    call.workspace.delete(message.channel, message.ts)
    return {"channel": message.channel, "ts": message.ts}


@method(
    "chat.postEphemeral",
    f"channel user thread_ts as_user username icon_url icon_emoji {CONTENT}",
    scope="chat:write",
)
def chat_post_ephemeral(call: Call) -> Json:
    channel = _writable(call, visible_channel(call, call.required("channel", "channel_not_found")))
    reader = call.workspace.person(call.required("user", "user_not_found"))
    if reader.id not in channel.members:
        raise Refused("user_not_in_channel", f"{reader.id} is not in {channel.id}")
    content = _content(call)
    shown = call.workspace.show_ephemeral(
        reader.id,
        channel.id,
        text=content.get("text", ""),
        blocks=content.get("blocks"),
        thread_ts=call.text("thread_ts"),
    )
    return {"message_ts": shown.ts}


@method("chat.getPermalink", "channel message_ts")
def chat_get_permalink(call: Call) -> Json:
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    message = call.workspace.message(channel.id, call.required("message_ts", "message_not_found"))
    link = (
        f"https://{call.workspace.team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    )
    return {"channel": channel.id, "permalink": link}


def _where_to_post(call: Call) -> Channel:
    """A channel, or the direct messages with a person named by their user id."""
    name = call.required("channel", "channel_not_found")
    if not name.startswith(("U", "W")):
        return _writable(call, visible_channel(call, name))
    known = call.workspace.im_of(name)
    if known is not None:
        return known  # as in Slack, whoever left can still be written to where a conversation exists
    person = next((person for person in call.workspace.people() if person.id == name), None)
    if person is None or person.is_bot:
        raise Refused("channel_not_found", f"no such person: {name!r}")
    if person.deleted:
        raise Refused("user_disabled", f"{person.id} is deactivated")
    return call.workspace.open_im(name)


def _writable(call: Call, channel: Channel) -> Channel:
    if call.workspace.app.user_id not in channel.members and "chat:write.public" not in call.workspace.scopes:
        raise Refused("not_in_channel", f"the bot is not in {channel.id}")
    if channel.archived:
        raise Refused("is_archived", f"{channel.id} is archived")
    return channel


def _own_message(call: Call, not_own: str) -> Message:
    """Ephemerals are not found here: only their response_url reaches them."""
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    message = call.workspace.message(channel.id, call.required("ts", "message_not_found"))
    if message.bot_id != call.workspace.app.bot_id:
        raise Refused(not_own, f"{message.ts} is not the bot's message")
    return message


def _content(call: Call) -> Json:
    """Text, blocks and metadata, checked. Raises Refused no_text, invalid_blocks, msg_too_long, …"""
    blocks = call.structure("blocks", "invalid_blocks_format")
    metadata = call.structure("metadata", "invalid_metadata_format")
    attachments = call.structure("attachments", "invalid_attachments")
    if any(call.arguments.get(name) for name in ("username", "icon_url", "icon_emoji")):
        call.needs("chat:write.customize")
    content: Json = {"text": call.text("text") or call.text("markdown_text")}
    if blocks is not None:
        content["blocks"] = blocks
    if metadata is not None:
        content["metadata"] = metadata
    if attachments:
        content["attachments"] = attachments
    if not content["text"] and not blocks and not attachments:
        raise Refused("no_text", "neither text nor blocks")
    check_message(content)
    check_taken(call.workspace, blocks)
    return content
