"""The Slack app as its manifest describes it: what the pretend Slack has installed."""

import json
from functools import cache
from pathlib import Path

from bot.sandbox.page.contract import CommandHelp, ShortcutHelp
from bot.sandbox.records import Json

MANIFEST = Path(__file__).parents[2] / "manifest.json"


@cache
def _manifest() -> Json:
    manifest: Json = json.loads(MANIFEST.read_text("utf-8"))
    return manifest


def scopes() -> set[str]:
    """What the bot may do, the optional scopes granted."""
    return set(_manifest()["oauth_config"]["scopes"]["bot"])


def events() -> frozenset[str]:
    """The events the app is subscribed to."""
    return frozenset(_manifest()["settings"].get("event_subscriptions", {}).get("bot_events", ()))


def commands() -> list[CommandHelp]:
    """The slash commands; what their usage hint separates by bars are examples."""
    return [
        CommandHelp(
            name=one["command"],
            hint=one.get("usage_hint", ""),
            about=one["description"],
            examples=tuple(part.strip() for part in one.get("usage_hint", "").split("|") if part.strip()),
        )
        for one in _manifest()["features"].get("slash_commands", ())
    ]


def shortcuts() -> list[ShortcutHelp]:
    """The shortcuts of the app and of messages."""
    return [
        ShortcutHelp(one["callback_id"], one["name"], one["description"], one["type"])
        for one in _manifest()["features"].get("shortcuts", ())
    ]
