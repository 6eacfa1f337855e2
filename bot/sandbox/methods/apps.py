"""apps.connections.open, which starts Socket Mode."""

from bot.sandbox.methods.registry import Call, method
from bot.sandbox.records import Json
from bot.sandbox.refused import Refused


@method("apps.connections.open", caller="app")
def apps_connections_open(call: Call) -> Json:
    if not call.socket_url:
        raise Refused("internal_error", "this sandbox has no Socket Mode server")
    return {"url": call.socket_url}
