"""What Slack tells of a colleague's profile: that they have left, gone away, or moved to another zone."""

from typing import Any

from slack_bolt import App

from handlers.colleagues import Colleagues
from messages import ids


def register(app: App, colleagues: Colleagues) -> None:
    """Somebody the bot knows is looked at again, so that what they have in hand goes on without them."""

    @app.event(ids.PROFILE_CHANGED)
    def changed(event: dict[str, Any]) -> None:
        colleagues.look_again(event["user"]["id"])
