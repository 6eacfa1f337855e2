"""conversations.*: the bot sees public channels, private ones it is in, and its own direct messages."""

from bot.sandbox.methods.registry import Call, method, page
from bot.sandbox.records import Channel, Json
from bot.sandbox.refused import Refused

READ = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
HISTORY = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
TYPE_NAMES = {"public": "public_channel", "private": "private_channel", "im": "im"}


def visible_channel(call: Call, channel_id: str) -> Channel:
    """A channel the bot may know of. Raises Refused channel_not_found."""
    channel = call.workspace.channel(channel_id)
    if channel.kind != "public" and call.workspace.app.user_id not in channel.members:
        raise Refused("channel_not_found", f"the bot is not in {channel_id}")
    return channel


def channel_object(call: Call, channel: Channel) -> Json:
    bot = call.workspace.app.user_id
    if channel.kind == "im":
        other = next(member for member in channel.members if member != bot)
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_archived": channel.archived,
            "user": other,
            "is_user_deleted": call.workspace.person(other).deleted,
        }
    teams = {call.workspace.person(member).team_id for member in channel.members}
    return {
        "id": channel.id,
        "name": channel.name,
        "created": channel.created,
        "is_channel": channel.kind == "public",
        "is_group": False,
        "is_im": False,
        "is_private": channel.kind == "private",
        "is_archived": channel.archived,
        "is_member": bot in channel.members,
        "is_ext_shared": bool(teams - {call.workspace.team.id}),
        "num_members": len(channel.members),
    }


@method("conversations.open", "channel users return_im prevent_creation", scope="im:write")
def conversations_open(call: Call) -> Json:
    users = [user for user in call.text("users").split(",") if user]
    if not users and call.text("channel"):
        channel = visible_channel(call, call.text("channel"))
        return {"channel": {"id": channel.id}, "already_open": True, "no_op": True}
    if not users:
        raise Refused("users_list_not_supplied", "users is missing")
    if len(users) > 1:
        raise Refused("method_not_supported_for_channel_type", "this sandbox has no group direct messages")
    person = call.workspace.person(users[0])
    if person.deleted:
        raise Refused("user_disabled", f"{person.id} is deactivated")
    if person.is_bot:
        raise Refused("cannot_dm_bot", f"{person.id} is a bot")
    known = call.workspace.im_of(person.id)
    channel = known or call.workspace.open_im(person.id)
    shown = channel_object(call, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown, **({"already_open": True, "no_op": True} if known else {})}


@method("conversations.info", "channel include_locale include_num_members")
def conversations_info(call: Call) -> Json:
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    call.needs(READ[channel.kind])
    return {"channel": channel_object(call, channel)}


@method("conversations.list", "cursor limit types exclude_archived team_id")
def conversations_list(call: Call) -> Json:
    types = [name.strip() for name in call.text("types", "public_channel").split(",")]
    kinds = {kind for kind, name in TYPE_NAMES.items() if name in types}
    for kind in kinds:
        call.needs(READ[kind])
    bot = call.workspace.app.user_id
    seen = [
        channel
        for channel in call.workspace.channels()
        if channel.kind in kinds
        and (channel.kind == "public" or bot in channel.members)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    part, metadata = page(call, seen)
    return {"channels": [channel_object(call, channel) for channel in part], "response_metadata": metadata}


@method("conversations.members", "channel cursor limit")
def conversations_members(call: Call) -> Json:
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    call.needs(READ[channel.kind])
    members, metadata = page(call, list(channel.members))
    return {"members": members, "response_metadata": metadata}


@method("conversations.history", "channel cursor limit oldest latest inclusive include_all_metadata")
def conversations_history(call: Call) -> Json:
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    call.needs(HISTORY[channel.kind])
    if call.workspace.app.user_id not in channel.members:
        raise Refused("not_in_channel", f"the bot is not in {channel.id}")
    oldest, latest = call.text("oldest", "0"), call.text("latest") or "99999999999"
    inclusive = call.flag("inclusive")
    found = [
        message
        for message in reversed(call.workspace.messages(channel.id))
        if _is_between(message.ts, oldest, latest, inclusive=inclusive)
    ]
    part, metadata = page(call, found)
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [message.as_slack(with_metadata=with_metadata) for message in part],
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": 0,
        "response_metadata": metadata,
    }


def _is_between(ts: str, oldest: str, latest: str, *, inclusive: bool) -> bool:
    """Compares as exact decimals: a float would lose the microseconds."""
    low, at, high = (_micros(moment) for moment in (oldest, ts, latest))
    return low <= at <= high if inclusive else low < at < high


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    try:
        return int(seconds or "0") * 1_000_000 + int((fraction + "000000")[:6])
    except ValueError as error:
        raise Refused("invalid_ts_latest", f"not a timestamp: {ts!r}") from error
