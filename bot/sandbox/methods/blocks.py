"""blocks.validate: what Slack would say of blocks, a message or a view, without sending anything."""

from bot.sandbox.checks import check_message
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.methods.views import checked_view
from bot.sandbox.records import Json
from bot.sandbox.refused import Refused


@method("blocks.validate", "blocks message view")
def blocks_validate(call: Call) -> Json:
    given = [name for name in ("blocks", "message", "view") if call.arguments.get(name)]
    if len(given) != 1:
        raise Refused("invalid_arguments", "give exactly one of blocks, message and view")
    if given == ["view"]:
        checked_view(call, ("modal", "home"))
    else:
        found = call.structure(given[0], "invalid_blocks")
        check_message({"blocks": found} if given == ["blocks"] else found)
    return {}
