"""api.test and auth.test."""

from bot.sandbox.methods.registry import Call, method
from bot.sandbox.records import Json


@method("api.test", "error foo", caller="anyone")
def api_test(call: Call) -> Json:
    return {"args": {name: value for name, value in call.arguments.items() if name != "token"}}


@method("auth.test")
def auth_test(call: Call) -> Json:
    team, app = call.workspace.team, call.workspace.app
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": app.name,
        "team_id": team.id,
        "user_id": app.user_id,
        "bot_id": app.bot_id,
        "app_id": app.app_id,
        "is_enterprise_install": False,
    }
